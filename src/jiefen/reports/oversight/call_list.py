"""Whom to call back: planned visits by their day, promises whose day has come, those who were not satisfied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.clocks import engine as clocks
from jiefen.domain.common.words import PartySide
from jiefen.domain.oversight.visits import VISITS
from jiefen.reports.common.addresses import address, case_address
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import on_one_of
from jiefen.store.models import Case, Clock

SHOWN = 60
KINDS = {"": "要回访的", "goback": "不满意、要回头办的"}


@dataclass(frozen=True)
class Call:
    """One case to be called about. `own`: this person handled it and may not make the call."""

    title: str
    number: str
    url: str
    visit_url: str
    what: str
    due: datetime | None
    late: bool
    names: str
    unit: str
    own: bool


@dataclass(frozen=True)
class CallsView:
    calls: list[Call]
    tabs: list[tuple[str, str, int, bool]]


def calls(actor: Actor, *, query: Mapping[str, str], now: datetime) -> CallsView:
    """The earliest first. `query`: kind ("" or goback)."""
    chosen = query.get("kind", "") if query.get("kind", "") in KINDS else ""
    seen = on_one_of(Case.objects.visible_to(actor))
    running = Clock.objects.filter(seen, stopped_at=None)
    by_kind = {"": running.filter(rule__in=VISITS), "goback": running.filter(rule="C-GOBACK")}
    rows = by_kind[chosen].select_related("case__holder").order_by("due")[:SHOWN]
    return CallsView(
        calls=[_call(row, actor=actor, now=now) for row in rows],
        tabs=[
            (f"?kind={kind}", label, by_kind[kind].count(), kind == chosen) for kind, label in KINDS.items()
        ],
    )


def _call(row: Clock, *, actor: Actor, now: datetime) -> Call:
    case = row.case
    names = (
        case.parties.exclude(side=PartySide.REPRESENTATIVE)
        .order_by("position")
        .values_list("name", flat=True)
    )
    return Call(
        title=case.title,
        number=case.number,
        url=case_address(case, tab="oversight"),
        visit_url=address("case_verb", case.number, "visit"),
        what=clocks.rule(row.rule).label,
        due=snapshot().calendar.local(row.due) if row.due else None,
        late=row.due is not None and row.due < now,
        names="、".join(name for name in names if name),
        unit=case.holder.name,
        own=actor.user_id in (case.handler_id, case.recorded_by_id),
    )
