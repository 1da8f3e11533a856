"""A clock as a person reads it: what is left, how much of the bar is used, and why the date is what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.clocks import engine
from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.limits import Limit
from jiefen.domain.clocks.remedies import alarm
from jiefen.domain.common import moments
from jiefen.domain.common.words import ClockEnd, PauseReason
from jiefen.store.common.prepared import Param, Prepared
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Clock, ClockPause

# Red is what is late, on a row as in a sum; what is near is yellow, however near.
TONES = {"green": "ok", "yellow": "warn", "red": "warn"}
BAR = 200
_CLOCKS = Prepared(lambda: Clock.objects.filter(case=Param("case")).order_by("-pk"))
_PAUSES = Prepared(lambda: ClockPause.objects.filter(clock__case=Param("case")).order_by("since"))


@dataclass(frozen=True)
class ClockView:
    """`fill` 0–200 for the bar; `tone` ok, warn, bad or done; `explanation` one sentence a line.

    `own`: a party's, not ours. `alarm`: what the party has to do where, once fewer than seven days are left.
    """

    id: int
    rule: str
    label: str
    value: str
    tone: str
    fill: int
    left: str
    right: str
    explanation: tuple[str, ...]
    source: str
    confidence: str
    provisional: bool
    paused: bool
    running: bool
    started_at: datetime
    due: datetime | None
    own: bool
    alarm: str


def clock_view(
    clock: Clock, *, pauses: Sequence[ClockPause], now: datetime, calendar: WorkCalendar
) -> ClockView:
    rule = engine.rule(clock.rule)
    started, due = calendar.local(clock.started_at), calendar.local(clock.due) if clock.due else None
    right = f"{_shown(due, now=calendar.local(now))} 到期" if due else "恢复后重新计算"
    if clock.stopped_at is not None:
        value, tone, fill = _stopped(clock)
    else:
        ledger = ledger_of(pauses)
        value = engine.value_text(clock.due, now=now, rule=rule, calendar=calendar)
        if rule.whose == "party":  # a right that may be lost, not a duty that was neglected
            value = value.replace("逾期", "已过")
        colour = engine.colour(
            clock.due, start=clock.started_at, now=now, rule=rule, calendar=calendar, pauses=ledger
        )
        late = clock.due is not None and now > clock.due
        tone, fill = "bad" if late else TONES[colour], _fill(clock, now=now)
    warning = _alarm(clock, rule=rule, now=now)
    return ClockView(
        id=clock.pk,
        rule=clock.rule,
        label=rule.label,
        value=value,
        tone="bad" if warning else tone,
        fill=fill,
        left=f"{_shown(started, now=calendar.local(now))} 起算",
        right=right,
        explanation=tuple(clock.explanation.split("\n")),
        source=rule.source,
        confidence=rule.standing,
        provisional=clock.provisional,
        paused=clock.stopped_at is None and clock.due is None,
        running=clock.stopped_at is None,
        started_at=clock.started_at,
        due=clock.due,
        own=rule.whose == "party",
        alarm=warning,
    )


def ledger_of(pauses: Sequence[ClockPause]) -> list[engine.Pause]:
    """The stored pauses as the engine takes them, their reasons in words."""
    return [
        engine.Pause(since=row.since, until=row.until, reason=PauseReason.label_of(row.reason))
        for row in pauses
    ]


def _shown(at: datetime, *, now: datetime) -> str:
    """The year instead of the hour where it is another one."""
    return moments.short_minute(at) if at.year == now.year else moments.iso_day(at)


def _alarm(clock: Clock, *, rule: Limit, now: datetime) -> str:
    if rule.whose != "party" or clock.stopped_at is not None:
        return ""
    return alarm(rule.id, due=clock.due, now=now)


def _stopped(clock: Clock) -> tuple[str, str, int]:
    if clock.ended == ClockEnd.VOID or clock.due is None or clock.stopped_at is None:
        return "已停止", "done", _fill(clock, now=clock.stopped_at or clock.started_at)
    if clock.stopped_at <= clock.due:
        return "已按时", "done", _fill(clock, now=clock.stopped_at)
    return "已完成，超期", "bad", BAR


def _fill(clock: Clock, *, now: datetime) -> int:
    if clock.due is None:
        return 0
    whole = (clock.due - clock.started_at).total_seconds()
    used = (now - clock.started_at).total_seconds()
    return max(0, min(BAR, round(BAR * used / whole))) if whole > 0 else BAR


def clocks_of(case: Case, *, now: datetime) -> list[ClockView]:
    """Running clocks first, by due moment; then the stopped ones, newest first."""
    rows = _CLOCKS.rows(case=case.pk)
    pauses: dict[int, list[ClockPause]] = defaultdict(list)
    for pause in _PAUSES.rows(case=case.pk):
        pauses[pause.clock_id].append(pause)
    calendar = snapshot().calendar
    rows.sort(
        key=lambda row: (row.stopped_at is not None, row.due is None, row.due.timestamp() if row.due else 0)
    )
    return [clock_view(row, pauses=pauses[row.pk], now=now, calendar=calendar) for row in rows]


def own_of(clocks: Sequence[ClockView], *, now: datetime) -> list[ClockView]:
    """The party's own limits: those that can still be kept before those that have passed."""
    return sorted(
        (clock for clock in clocks if clock.own),
        key=lambda clock: (not clock.running, clock.due is not None and clock.due < now),
    )
