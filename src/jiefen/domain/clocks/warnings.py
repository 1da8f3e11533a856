"""The warning ladder: at which moments a limit is told, to whom, and what is proposed (law.md § 5, 督办).

A rung is reached at a moment that follows from the due moment alone, so the moment of the next rung can be stored and
looked for by index. Level-triggered: whoever comes late tells only the highest rung reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.limits import Limit, LimitKind, TimeUnit
from jiefen.domain.clocks.pauses import Pause

WORKING = (TimeUnit.WORK_HOURS, TimeUnit.WORK_DAYS)
OVER = {"over1": 1, "over3": 3, "over5": 5}  # working days after the due moment
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(7, 30)
PARTYS_WARNING = timedelta(days=7)  # 法律援助法 44: fewer than seven days left is urgent


@dataclass(frozen=True)
class WarningRung:
    """`told`: holder, heads (reviewers of the holding unit), desk (dispatchers), supervisors. `proposes`: a level."""

    name: str
    label: str
    told: tuple[str, ...]
    proposes: str = ""


RUNGS: dict[str, WarningRung] = {
    rung.name: rung
    for rung in (
        WarningRung("week", "只剩 7 天", ("holder", "desk")),
        WarningRung("yellow", "将到期", ("holder",)),
        WarningRung("red", "将到期", ("holder", "heads")),
        WarningRung("due", "超期", ("holder", "heads", "desk")),
        WarningRung("ended", "已到期", ("holder", "desk")),
        WarningRung("over1", "超期 1 个工作日", ("heads", "supervisors"), "order"),
        WarningRung("over3", "超期 3 个工作日", ("heads", "supervisors"), "listed"),
        WarningRung("over5", "超期 5 个工作日", ("heads", "supervisors"), "leader"),
    )
}


def moments(
    rule: Limit,
    *,
    start: datetime,
    due: datetime,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
) -> list[tuple[datetime, str]]:
    """When each rung is reached, in order. Outside bodies' and parties' limits are warned of, never held against us."""
    if rule.whose == "party":
        return [(due - PARTYS_WARNING, "week"), (due, "ended")]
    whole = _running(rule, since=start, until=due, calendar=calendar)
    for pause in pauses:
        ends = due if pause.until is None else min(pause.until, due)
        whole -= _running(rule, since=max(pause.since, start), until=ends, calendar=calendar)
    warned = [
        (_back(rule, due=due, by=whole / 4, calendar=calendar), "yellow"),
        (_back(rule, due=due, by=whole / 10, calendar=calendar), "red"),
    ]
    if rule.kind is LimitKind.WATCH:
        return [*warned, (due, "ended")]
    over = [(_working_days_after(due, days=days, calendar=calendar), name) for name, days in OVER.items()]
    return [*warned, (due, "due"), *over]


def reached(steps: Sequence[tuple[datetime, str]], *, now: datetime) -> str:
    """The highest rung reached, or nothing."""
    return next((name for at, name in reversed(steps) if at <= now), "")


def following(steps: Sequence[tuple[datetime, str]], *, now: datetime) -> datetime | None:
    """When the next rung will be reached; None after the last."""
    return next((at for at, _ in steps if at > now), None)


def is_quiet(now: datetime, *, calendar: WorkCalendar) -> bool:
    """Whether nobody is to be disturbed now (but for what is urgent)."""
    clock = calendar.local(now).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def _running(rule: Limit, *, since: datetime, until: datetime, calendar: WorkCalendar) -> timedelta:
    """Zero where `until` is not later."""
    if rule.unit in WORKING:
        return calendar.working_time(since, until=until)
    return max(until - since, timedelta())


def _back(rule: Limit, *, due: datetime, by: timedelta, calendar: WorkCalendar) -> datetime:
    return calendar.before(due, length=by) if rule.unit in WORKING else due - by


def _working_days_after(due: datetime, *, days: int, calendar: WorkCalendar) -> datetime:
    day, left = calendar.local(due).date(), days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_workday(day)
    return calendar.closing(day)
