"""Which days and hours are worked. Built from the State Council General Office's yearly notices, passed in as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from jiefen.domain.clocks.festivals import statutory_days
from jiefen.domain.common import moments
from jiefen.domain.common.days import read_day
from jiefen.domain.common.errors import Unread
from jiefen.domain.common.moments import ZONE

HOURS = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))
DAY = timedelta(days=1)
ANY_DAY = date(2026, 1, 5)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class WorkCalendar:
    """Every answer is for local days in `zone`; moments must be aware.

    `holidays` are all days off by notice (weekends inside the span too), `statutory` the festival days proper among
    them (全国年节及纪念日放假办法), `workdays` the 调休 days worked on a weekend, `years` those whose notice was read.
    In any other year the festivals are off by law and all else falls back to Monday–Friday; `covers` says so.
    """

    version: str
    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]
    statutory: frozenset[date] = frozenset()
    hours: tuple[tuple[time, time], ...] = HOURS
    zone: ZoneInfo = ZONE
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        edges = [edge for span in self.hours for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("工作时间要有至少一段，且从早到晚、互不重叠。")

    def is_workday(self, day: date) -> bool:
        if day in self.workdays:
            return True
        return day.weekday() < 5 and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Off by the year's notice, or by law where there is none. An ordinary weekend is not a holiday."""
        return day in self.holidays or (day.year not in self.years and day in statutory_days(day.year))

    def covers(self, day: date) -> bool:
        return day.year in self.years

    def name_of(self, day: date) -> str:
        """Why nobody works that day: the festival's name, or 周末; empty on a working day."""
        if self.is_workday(day):
            return ""
        if day in self.holidays:
            return self.names.get(day, "放假")
        return statutory_days(day.year)[day] if self.is_holiday(day) else "周末"

    def local(self, moment: datetime) -> datetime:
        """ValueError for a naive moment: nobody can tell which day it falls on."""
        if moment.tzinfo is None:
            raise ValueError("时间必须带时区。")
        return moment.astimezone(self.zone)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.hours[-1][1], self.zone)

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The business hours of that day, in order; nothing on a day off."""
        if self.is_workday(day):
            for opens, closes in self.hours:
                yield datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone)

    def working_time(self, since: datetime, *, until: datetime) -> timedelta:
        """Business time between two moments; zero when `until` is not later."""
        since, until = self.local(since), self.local(until)
        first, last = since.date(), until.date()
        total = timedelta()
        for day in dict.fromkeys((first, last)):
            for opens, closes in self.spans(day):
                total += max(min(closes, until) - max(opens, since), timedelta())
        return total + self.day_length * self.workdays_between(first, upto=last - DAY)

    def why_unusual(self, begins: datetime, *, ends: datetime) -> str:
        """Why nobody is usually at work between these two moments of one day; empty when somebody is."""
        begins = self.local(begins)
        day = begins.date()
        if not self.is_workday(day):
            return f"{moments.short_day_in_words(day)}是{self.name_of(day)}，不是工作日"
        return "" if self.working_time(begins, until=ends) else f"{moments.clock(begins)} 在办公时间以外"

    def before(self, moment: datetime, *, length: timedelta) -> datetime:
        """The first moment from which no more business time than this is left until `moment`."""
        moment = self.local(moment)
        day, left = moment.date(), length
        while True:
            for opens, closes in reversed(list(self.spans(day))):
                closes = min(closes, moment)
                if closes - opens > left:
                    return closes - left
                left -= max(closes - opens, timedelta())
            day -= DAY

    @property
    def day_length(self) -> timedelta:
        """Business time of a whole working day."""
        spans = (
            (datetime.combine(ANY_DAY, opens), datetime.combine(ANY_DAY, closes))
            for opens, closes in self.hours
        )
        return sum((closes - opens for opens, closes in spans), timedelta())

    def workdays_between(self, after: date, *, upto: date) -> int:
        """Working days later than `after`, up to and including `upto`."""
        return sum(self.is_workday(after + DAY * n) for n in range(1, (upto - after).days + 1))


def from_tables(
    tables: Sequence[Mapping[str, object]], *, version: str, hours: tuple[tuple[time, time], ...] = HOURS
) -> WorkCalendar:
    """One table per notice: `year`, `source`, `holiday = [{name, from, to, statutory, work}]`; dates or ISO text.

    Raises ValueError with one Chinese line per mistake, each naming the year, the row (counted from 1) and the field.
    """
    reading = _Reading()
    for place, table in enumerate(tables, start=1):
        reading.read_notice(table, where=f"第 {place} 份")
    for day in sorted(reading.workdays & reading.names.keys()):
        reading.errors.append(f"{day}：同一天既放假又上班。")
    if reading.errors:
        raise ValueError("\n".join(reading.errors))
    return WorkCalendar(
        version=version,
        holidays=frozenset(reading.names),
        workdays=frozenset(reading.workdays),
        years=frozenset(reading.years),
        statutory=frozenset(reading.statutory),
        hours=hours,
        names=reading.names,
    )


class _Reading:
    """Collects what the notices say, and everything wrong with them, before anything is built."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.names: dict[date, str] = {}
        self.workdays: set[date] = set()
        self.statutory: set[date] = set()
        self.years: set[int] = set()

    def read_notice(self, table: Mapping[str, object], *, where: str) -> None:
        year, rows = table.get("year"), table.get("holiday")
        if not isinstance(year, int) or isinstance(year, bool) or not 1950 <= year <= 2200:
            self.errors.append(f"{where} year：要填年份，例如 2026。")
            return
        if year in self.years:
            self.errors.append(f"{year} 年 year：这一年已经有一份通知。")
        if not isinstance(source := table.get("source"), str) or not source.strip():
            self.errors.append(f"{year} 年 source：要写明是哪一份通知。")
        if not isinstance(rows, list) or not rows:
            self.errors.append(f"{year} 年 holiday：至少要有一个假期。")
            return
        self.years.add(year)
        for place, row in enumerate(rows, start=1):
            at = f"{year} 年 holiday 第 {place} 项"
            if isinstance(row, Mapping):
                self._read_holiday(row, year=year, where=at)
            else:
                self.errors.append(f"{at}：要写成 name、from、to、statutory、work 几项。")

    def _read_holiday(self, row: Mapping[str, object], *, year: int, where: str) -> None:
        for unknown in sorted(row.keys() - {"name", "from", "to", "statutory", "work"}):
            self.errors.append(f"{where} {unknown}：不认识这一项。")
        name = row.get("name")
        if not isinstance(name, str) or not name.strip():
            self.errors.append(f"{where} name：要填假期名称。")
            name = "放假"
        first = self._day(row.get("from"), year=year, where=f"{where} from")
        last = self._day(row.get("to"), year=year, where=f"{where} to")
        if first is None or last is None:
            return
        if not first <= last < first + 15 * DAY:
            self.errors.append(f"{where} to：应在 from 当天或之后，且不超过 15 天。")
            return
        for n in range((last - first).days + 1):
            self.names[first + DAY * n] = name
        for day in self._days(row.get("statutory", []), year=year, where=f"{where} statutory"):
            if first <= day <= last:
                self.statutory.add(day)
            else:
                self.errors.append(f"{where} statutory：{day} 不在假期之内。")
        for day in self._days(row.get("work", []), year=year, where=f"{where} work"):
            if day.weekday() >= 5:
                self.workdays.add(day)
            else:
                self.errors.append(f"{where} work：{day} 是周{WEEKDAYS[day.weekday()]}，本来就上班。")

    def _days(self, value: object, *, year: int, where: str) -> list[date]:
        if not isinstance(value, list):
            self.errors.append(f"{where}：要写成日期的列表。")
            return []
        days = [
            self._day(text, year=year, where=f"{where} 第 {n} 个") for n, text in enumerate(value, start=1)
        ]
        return [day for day in days if day is not None]

    def _day(self, value: object, *, year: int, where: str) -> date | None:
        """A New Year's span may begin in the December before, so a notice may reach one month out of its year."""
        if isinstance(value, str):
            try:
                value = read_day(value)
            except Unread:
                value = None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.errors.append(f"{where}：要填日期，例如 {year}-10-01。")
            return None
        if not date(year - 1, 12, 1) <= value <= date(year + 1, 1, 31):
            self.errors.append(f"{where}：{value} 不属于 {year} 年的安排。")
            return None
        return value
