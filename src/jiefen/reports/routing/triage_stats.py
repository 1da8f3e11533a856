"""The figures above the dispatch board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import ClockEnd, State
from jiefen.reports.common.lists import counted
from jiefen.reports.common.stat import Stat
from jiefen.store.common.scope import CaseQuery, on_one_of
from jiefen.store.models import Clock, ClockRung

DESK = (State.REGISTERED, State.ACCEPTED, State.RULING)


def desk_counts(visible: CaseQuery, *, now: datetime, tabs: Mapping[str, Q]) -> dict[str, str]:
    """Every number above the list, in one query: by tab, and `desk`, `late`, `soon`."""
    desk = Q(state__in=DESK)
    there = visible.filter(state__in=(*DESK, State.OBJECTING, State.COMPLETING))
    rungs = ClockRung.objects.filter(clock=OuterRef("pk"), due=OuterRef("due"))
    near = Clock.objects.filter(rule="C-DISPATCH", stopped_at=None, due__gte=now)
    soon = Q(pk__in=near.filter(Q(next_rung_at__lte=now) | Exists(rungs)).values("case_id"))
    return counted(
        there, conditions={**tabs, "desk": desk, "late": desk & Q(next_due__lt=now), "soon": desk & soon}
    )


def stats(counts: Mapping[str, str], *, visible: CaseQuery, now: datetime) -> list[Stat]:
    """`counts`: what `desk_counts` answers."""
    today = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        Stat(counts["desk"], "待分流"),
        Stat(counts["late"], "已超时", tone="bad", tag="红灯"),
        Stat(counts["soon"], "快到时限", tone="warn", tag="黄灯"),
        Stat(counts["returned"], "承办单位退回"),
        Stat(*_today(visible, since=today), label="今日分流用时中位数"),
    ]


def _today(visible: CaseQuery, *, since: datetime) -> tuple[str]:
    spans = sorted(
        stopped - started
        for started, stopped in Clock.objects.filter(
            on_one_of(visible), rule="C-DISPATCH", ended=ClockEnd.MET, stopped_at__gte=since
        ).values_list("started_at", "stopped_at")[:2000]
        if stopped
    )
    if not spans:
        return ("—",)
    minutes = spans[len(spans) // 2].total_seconds() / 60
    return (f"{minutes:.0f} 分钟" if minutes < 120 else f"{minutes / 60:.1f} 小时",)
