"""How near a due moment is: a colour, and a few characters. Asked anew every time, stored never."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.limits import Limit, TimeUnit
from jiefen.domain.clocks.pauses import Pause, merged
from jiefen.domain.clocks.sentences import length_text

Colour = Literal["green", "yellow", "red"]
_WORKING = (TimeUnit.WORK_HOURS, TimeUnit.WORK_DAYS)


def colour(
    due: datetime | None,
    *,
    start: datetime,
    now: datetime,
    rule: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> Colour:
    """Yellow from a quarter of the running time left, red from a tenth or once the due moment has passed.

    Running time leaves pauses out and, for working hours and working days, everything outside business hours: a
    two-hour limit set on Friday evening does not turn red over the weekend. A paused clock (`due` None) is green.
    """
    if due is None:
        return "green"
    if now > due:
        return "red"
    held = merged(pauses, start=start, calendar=calendar)
    left = _running(now, until=due, rule=rule, calendar=calendar, held=held)
    whole = _running(start, until=due, rule=rule, calendar=calendar, held=held)
    if left * 10 <= whole:
        return "red"
    return "yellow" if left * 4 <= whole else "green"


def value_text(due: datetime | None, *, now: datetime, rule: Limit, calendar: WorkCalendar) -> str:
    """`剩 10 天`, `剩 3 个工作日`, `剩 19 分钟`, `超 12 分钟`, `逾期 1 天`, `已暂停`.

    Days are told by the date, hours by the clock; working hours count business time only, on both sides of the due
    moment. A whole working day (for plain hours: 24 hours) too late is told in days.
    """
    if due is None:
        return "已暂停"
    days = (calendar.local(due).date() - calendar.local(now).date()).days
    by_hours = rule.unit in (TimeUnit.HOURS, TimeUnit.WORK_HOURS)
    if now > due:
        over = _running(due, until=now, rule=rule, calendar=calendar) if by_hours else now - due
        if days < 0 and (not by_hours or over >= _one_day(rule, calendar=calendar)):
            return f"逾期 {-days} 天"
        return _told("超", length=over)
    if by_hours or days == 0:
        return _told("剩", length=_running(now, until=due, rule=rule, calendar=calendar))
    if rule.unit is TimeUnit.WORK_DAYS:
        today = calendar.local(now).date()
        return f"剩 {calendar.workdays_between(today, upto=calendar.local(due).date())} 个工作日"
    return f"剩 {days} 天"


def _told(word: str, *, length: timedelta) -> str:
    text = length_text(length)
    return f"{word} {text}" if text[0] in "0123456789" else word + text


def _running(
    since: datetime, *, until: datetime, rule: Limit, calendar: WorkCalendar, held: Iterable[Pause] = ()
) -> timedelta:
    total = _span(since, until=until, rule=rule, calendar=calendar)
    for pause in held:
        ends = until if pause.until is None else min(pause.until, until)
        total -= _span(max(pause.since, since), until=ends, rule=rule, calendar=calendar)
    return total


def _span(since: datetime, *, until: datetime, rule: Limit, calendar: WorkCalendar) -> timedelta:
    if until <= since:
        return timedelta()
    return calendar.working_time(since, until=until) if rule.unit in _WORKING else until - since


def _one_day(rule: Limit, *, calendar: WorkCalendar) -> timedelta:
    if rule.unit is TimeUnit.HOURS:
        return timedelta(days=1)
    spans = (
        (opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute) for opens, closes in calendar.hours
    )
    return timedelta(minutes=sum(closes - opens for opens, closes in spans))
