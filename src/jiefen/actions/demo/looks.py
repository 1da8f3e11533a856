"""Looks at cases and broken glasses, which the demonstration county has none of; for drills on a throw-away home only."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import recorded
from jiefen.actions.demo.cases import NotForReal
from jiefen.actions.privacy.reading_log import record_reading
from jiefen.store.models import BreakGlass, Case, Centre

MOST = 20


def look_around(*, at: datetime) -> None:
    """One of each on the first cases."""
    if not Centre.objects.filter(demo=True).exists():
        raise NotForReal("只能在演示数据目录里造查看记录。")
    by = system_actor()
    for case in Case.objects.order_by("pk")[:MOST]:
        record_reading(case.pk, by=by, at=at)
        with recorded(by=by, at=at) as history:
            history.add(case, verb="break_glass", facts={"hours": 4})
            BreakGlass.objects.create(user_id=by.user_id, case=case, reason="演练", at=at, until=at)
