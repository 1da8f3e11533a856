"""The drawing of one stored clock: its course computed again from its start, its pauses and its extension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jiefen.domain.clocks import engine
from jiefen.domain.clocks.counting import Drawing, draw
from jiefen.reports.common.clock_view import ledger_of
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Clock, ClockPause


def days_of(clock: Clock, *, pauses: Sequence[ClockPause], now: datetime) -> Drawing | None:
    """None when today's calendar no longer ends where the stored clock did: a stopped one is not computed again, and
    a picture that contradicts its date would be worse than none."""
    rule, calendar = engine.rule(clock.rule), snapshot().calendar
    ledger = ledger_of(pauses)
    due = engine.due(
        rule, start=clock.started_at, calendar=calendar, pauses=ledger, extension=clock.extension
    )
    if due.at != clock.due:
        return None
    return draw(
        rule,
        start=clock.started_at,
        due=due,
        calendar=calendar,
        pauses=ledger,
        today=calendar.local(now).date(),
    )
