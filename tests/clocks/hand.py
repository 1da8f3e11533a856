"""Limits counted by hand: day by day, quarter of an hour by quarter of an hour, from the notices as they were printed.

Nothing is taken from the engine and no arithmetic is shared with it: a month is walked, not computed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
# 国务院办公厅关于2022年至2026年部分节假日安排的通知: first and last day off of each festival; days worked.
# The years beside them: the festival days proper by 全国年节及纪念日放假办法, looked up in a wall calendar.
OFF = {
    2022: "1-1 1-3 | 1-31 2-6 | 4-3 4-5 | 4-30 5-4 | 6-3 6-5 | 9-10 9-12 | 10-1 10-7",
    2023: "1-1 1-2 | 1-21 1-27 | 4-5 | 4-29 5-3 | 6-22 6-24 | 9-29 10-6",
    2024: "1-1 | 2-10 2-17 | 4-4 4-6 | 5-1 5-5 | 6-10 | 9-15 9-17 | 10-1 10-7",
    2025: "1-1 | 1-28 2-4 | 4-4 4-6 | 5-1 5-5 | 5-31 6-2 | 10-1 10-8",
    2026: "1-1 1-3 | 2-15 2-23 | 4-4 4-6 | 5-1 5-5 | 6-19 6-21 | 9-25 9-27 | 10-1 10-7",
    2027: "1-1 | 2-5 2-8 | 4-5 | 5-1 5-2 | 6-9 | 9-15 | 10-1 10-3",
    2028: "1-1 | 1-25 1-28 | 4-4 | 5-1 5-2 | 5-28 | 10-1 10-3",
    2029: "1-1 | 2-12 2-15 | 4-4 | 5-1 5-2 | 6-16 | 9-22 | 10-1 10-3",
}
WORKED = {
    2022: "1-29 1-30 4-2 4-24 5-7 10-8 10-9",
    2023: "1-28 1-29 4-23 5-6 6-25 10-7 10-8",
    2024: "2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12",
    2025: "1-26 2-8 4-27 9-28 10-11",
    2026: "1-4 2-14 2-28 5-9 9-20 10-10",
}
# A pause: from, to (None: it goes on).
Held = tuple[datetime, datetime | None]


def _day(year: int, text: str) -> date:
    return date(year, *map(int, text.split("-")))


def _days_off() -> set[date]:
    found: set[date] = set()
    for year, spans in OFF.items():
        for span in spans.split(" | "):
            day, last = _day(year, span.split()[0]), _day(year, span.split()[-1])
            while day <= last:
                found.add(day)
                day += DAY
    return found


DAYS_OFF = _days_off()
DAYS_WORKED = {_day(year, text) for year, line in WORKED.items() for text in line.split()}


def works(day: date) -> bool:
    """A year without a notice: Monday to Friday, but for the festivals."""
    return day in DAYS_WORKED or (day not in DAYS_OFF and day.strftime("%a") not in ("Sat", "Sun"))


def open_at(moment: datetime) -> bool:
    """In business hours: 08:30–12:00 and 14:00–17:30."""
    clock = f"{moment:%H:%M}"
    return works(moment.date()) and ("08:30" <= clock < "12:00" or "14:00" <= clock < "17:30")


def count(
    amount: int, unit: str, start: datetime, held: list[Held] | tuple[Held, ...] = (), *, back: bool = False
) -> datetime | None:
    """The due moment; None while it stands still. Starts and pauses lie on quarters of an hour."""
    start = start.astimezone(LOCAL)
    if back:
        return _back(amount, start.date())
    if unit in ("hours", "work_hours"):
        return _by_quarters(amount * 4, start, held, business=unit == "work_hours")
    if unit == "work_days":
        return _by_days(amount, start, held, business=True)
    return _by_days(_walk_months(amount, start.date()) if unit == "months" else amount, start, held)


def _held(moment: datetime, held) -> bool:
    return any(since <= moment and (until is None or moment < until) for since, until in held)


def _for_good(moment: datetime, held) -> bool:
    """Whether the clock stands from here on and nobody has said until when."""
    return any(until is None and since <= moment for since, until in held)


def _by_quarters(left: int, start: datetime, held, *, business: bool) -> datetime | None:
    moment = start
    while left:
        counts = open_at(moment) if business else True
        if counts and _held(moment, held):
            counts = False
            if _for_good(moment, held):
                return None
        left -= counts
        moment += QUARTER
    return moment


def _by_days(left: int, start: datetime, held, *, business: bool = False) -> datetime | None:
    """The day of the start is not counted, nor one on which the clock stood; plain days end on a day worked."""
    day, last_off = start.date(), False
    while left or last_off:
        day += DAY
        if business and not works(day):
            continue
        stood = _stood(day, start, held, business=business)
        if stood is None:
            return None
        if left and not stood:
            left -= 1
        last_off = not left and not business and (not works(day) or stood)
    at = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    return at.replace(hour=17, minute=30) if business else at.replace(hour=23, minute=59, second=59)


def _stood(day: date, start: datetime, held, *, business: bool) -> bool | None:
    """Whether the clock stood on this day for a quarter at least; None: it stands for good."""
    if not held:
        return False
    moment = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    for _ in range(96):
        if moment >= start and (not business or open_at(moment)) and _held(moment, held):
            return None if _for_good(moment, held) else True
        moment += QUARTER
    return False


def _back(left: int, day: date) -> datetime:
    while left:
        day -= DAY
        left -= works(day)
    return datetime(day.year, day.month, day.day, 17, 30, tzinfo=LOCAL)


def _walk_months(months: int, first: date) -> int:
    """How many days lie between a day and the corresponding one, or the last of a month that has none."""
    day, walked = first, 0
    while months:
        day += DAY
        walked += 1
        ends_short = (day + DAY).day == 1 and day.day < first.day
        months -= day.day == first.day or ends_short
    return walked
