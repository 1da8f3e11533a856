"""The course of a limit drawn day by day, as months of weeks: what counted, what did not and why, where it ends.

The engine says which days it left out (`clocks.Due`); nothing is counted a second time here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from jiefen.domain.clocks.calendar import DAY, WEEKDAYS, WorkCalendar
from jiefen.domain.clocks.engine import Due
from jiefen.domain.clocks.limits import Limit, TimeUnit
from jiefen.domain.clocks.pauses import Pause, merged
from jiefen.domain.clocks.sentences import day_text

MOST_MONTHS = 4  # drawn in full up to here; of a longer course the two ends
ENDS = 2


class DayKind(StrEnum):
    START = "start"
    COUNTED = "counted"
    OFF = "off"
    FESTIVAL = "festival"
    ADJUSTED = "adjusted"
    PAUSED = "paused"
    ROLLED = "rolled"
    LAST = "last"
    POST = "post"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    DayKind.START: "起算日",
    DayKind.COUNTED: "计入",
    DayKind.OFF: "休息日，不计",
    DayKind.FESTIVAL: "节假日，不计",
    DayKind.ADJUSTED: "调休上班，计入",
    DayKind.PAUSED: "暂停，不计",
    DayKind.ROLLED: "届满遇休假，顺延",
    DayKind.LAST: "最后一日",
    DayKind.POST: "在途，不计",
}
_MARKS = {
    DayKind.START: "起",
    DayKind.COUNTED: "计",
    DayKind.OFF: "休",
    DayKind.FESTIVAL: "假",
    DayKind.ADJUSTED: "班",
    DayKind.PAUSED: "停",
    DayKind.ROLLED: "顺延",
    DayKind.LAST: "到期",
    DayKind.POST: "在途",
}


@dataclass(frozen=True)
class Day:
    """`mark`: what stands in the cell, at most four characters; `said`: the same as words for a screen reader or print.

    `nth`: the how-manieth counted day it is; 0 for one that does not count, and where days are not what is counted.
    """

    date: date
    kind: DayKind
    mark: str
    said: str
    nth: int = 0
    today: bool = False


@dataclass(frozen=True)
class Month:
    """`weeks`: seven cells each, Monday first; a date on which nothing runs is a bare `date`, None lies outside."""

    title: str
    weeks: tuple[tuple[Day | date | None, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """`between` tells of the months left out before `tail`, empty when all of them are in `months`.

    `legend`: every kind of day drawn, with the mark that its first day bears and what that says.
    """

    caption: str
    months: tuple[Month, ...]
    between: str
    tail: tuple[Month, ...]
    legend: tuple[tuple[DayKind, str, str], ...]


@dataclass(frozen=True)
class Posted:
    """A paper handed to the post on one day and delivered on a later one."""

    on: date
    arrived: date


def draw(
    rule: Limit,
    *,
    start: datetime,
    due: Due,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    today: date | None = None,
    posted: Posted | None = None,
) -> Drawing:
    """While paused (`due.at` None) the course is drawn up to `today`, or the day the pause began where that is later."""
    start = calendar.local(start)
    held = merged(pauses, start=start, calendar=calendar)
    course = _Course(rule, start=start, due=due, calendar=calendar, held=held, today=today, posted=posted)
    days = {day.date: day for day in course.days()}
    months = sorted({(day.year, day.month) for day in days})
    folded = len(months) > MOST_MONTHS
    first, last = (months[:ENDS], months[-ENDS:]) if folded else (months, [])
    between = _between(days, since=months[ENDS], upto=months[-ENDS - 1]) if folded else ""
    drawn = [day for day in days.values() if (day.date.year, day.date.month) in {*first, *last}]
    ends = f"至 {_full(course.last)} 到期" if due.at else f"起，暂停中，画到 {_full(course.last)}"
    return Drawing(
        caption=f"{rule.label}：{_full(start.date())} {ends}",
        months=tuple(_month(*month, days=days) for month in first),
        between=between,
        tail=tuple(_month(*month, days=days) for month in last),
        legend=tuple(_legend(drawn)),
    )


def posted_text(posted: Posted, *, due: date) -> str:
    """What the post does to a paper (民诉法 85)."""
    if posted.on > due:
        return f"{_full(posted.on)} 交邮，已在期满之后：在途时间救不了，是否过期由收件机关认定。"
    if posted.arrived <= due:
        return f"{_full(posted.on)} 交邮，{_full(posted.arrived)} 寄到，都在期满之前。"
    return (
        f"{_full(posted.on)} 交邮，在期满之前；{_full(posted.arrived)} 寄到，"
        f"期满后在途的 {(posted.arrived - due).days} 天不计，不算过期。"
    )


def _legend(drawn: Iterable[Day]) -> Iterator[tuple[DayKind, str, str]]:
    firsts: dict[DayKind, Day] = {}
    for day in drawn:
        firsts.setdefault(day.kind, day)
    for kind in DayKind:
        if kind in firsts:
            numbered = kind is DayKind.COUNTED and firsts[kind].nth
            yield kind, firsts[kind].mark, f"{kind.label}，第几日" if numbered else kind.label


class _Course:
    """Every day from the start to the end, each with its kind."""

    def __init__(
        self,
        rule: Limit,
        *,
        start: datetime,
        due: Due,
        calendar: WorkCalendar,
        held: tuple[Pause, ...],
        today: date | None,
        posted: Posted | None,
    ) -> None:
        self.rule, self.first, self.due, self.calendar = rule, start.date(), due, calendar
        self.held, self.today, self.posted = held, today, posted
        self.by_time = rule.unit in (TimeUnit.HOURS, TimeUnit.WORK_HOURS)
        self.numbered = rule.unit in (TimeUnit.DAYS, TimeUnit.WORK_DAYS)
        self.skipped, self.paused = frozenset(due.skipped), frozenset(due.paused)
        open_since = next((pause.since.date() for pause in held if pause.until is None), None)
        self.last = due.at.date() if due.at else max(filter(None, (self.first, open_since, today)))

    def days(self) -> Iterator[Day]:
        nth, day = 0, self.first
        while day <= self.last:
            kind = self._kind(day)
            counts = day > self.first and self._counts(kind)
            nth += counts
            yield self._day(day, kind=kind, nth=nth if counts and self.numbered else 0)
            day += DAY
        if self.posted and self.posted.on <= self.last:
            while day <= self.posted.arrived:
                yield self._day(day, kind=DayKind.POST)
                day += DAY

    def _counts(self, kind: DayKind) -> bool:
        """An end that moved on was counted where it would have been."""
        if kind is DayKind.LAST:
            return self.due.rolled_from is None
        return kind in (DayKind.COUNTED, DayKind.ADJUSTED)

    def _kind(self, day: date) -> DayKind:
        if day == self.last and self.due.at:
            return DayKind.LAST
        if day == self.first:
            return DayKind.START
        if day in self.skipped:
            return DayKind.FESTIVAL if self.calendar.is_holiday(day) else DayKind.OFF
        if day in self.paused or self._stands_still(day):
            return DayKind.PAUSED
        if self.due.rolled_from and day >= self.due.rolled_from:
            return DayKind.ROLLED if self.calendar.name_of(day) else DayKind.PAUSED
        return DayKind.ADJUSTED if day in self.calendar.workdays else DayKind.COUNTED

    def _stands_still(self, day: date) -> bool:
        """The engine lists whole days left out; a pause in a limit by the hour, or one still open, it does not."""
        midnight = datetime.combine(day, time(), self.calendar.zone)
        return any(
            pause.since < midnight + DAY
            and (pause.until is None or (self.by_time and pause.until > midnight))
            for pause in self.held
        )

    def _day(self, day: date, *, kind: DayKind, nth: int = 0) -> Day:
        name = self.calendar.names.get(day, "") if self.calendar.is_holiday(day) else ""
        mark = _MARKS[kind]
        if kind is DayKind.COUNTED and nth:
            mark = str(nth)
        elif kind is DayKind.ADJUSTED and nth:
            mark = f"班{nth}"
        elif kind is DayKind.FESTIVAL and name:
            mark = name.partition("、")[0][:3]
        words = [kind.label]
        if kind is DayKind.LAST and day == self.first:
            words.insert(0, DayKind.START.label)
        words += [f"第 {nth} 日"] if nth else []
        words += [name] if name else []
        if kind is DayKind.PAUSED:
            words += [reason] if (reason := self._reason(day)) else []
        return Day(day, kind, mark, "，".join(words), nth, today=day == self.today)

    def _reason(self, day: date) -> str:
        midnight = datetime.combine(day, time(), self.calendar.zone)
        reasons = (
            pause.reason
            for pause in self.held
            if pause.since < midnight + DAY and (pause.until is None or pause.until > midnight)
        )
        return next(reasons, "")


def _month(year: int, month: int, *, days: dict[date, Day]) -> Month:
    """Weeks before the start and after the end are left out: nothing runs in them."""
    first = date(year, month, 1)
    at = first - timedelta(days=first.weekday())
    weeks = []
    while at < first or at.month == month:
        week = [at + DAY * n for n in range(len(WEEKDAYS))]
        cells = tuple(days.get(day, day) if day.month == month else None for day in week)
        if any(isinstance(cell, Day) for cell in cells):
            weeks.append(cells)
        at += DAY * len(WEEKDAYS)
    return Month(title=f"{year} 年 {month} 月", weeks=tuple(weeks))


def _between(days: dict[date, Day], *, since: tuple[int, int], upto: tuple[int, int]) -> str:
    """What the months that are not drawn hold, as a sentence."""
    hidden = [day for day in days.values() if since <= (day.date.year, day.date.month) <= upto]
    out = (DayKind.OFF, DayKind.FESTIVAL, DayKind.PAUSED, DayKind.ROLLED)
    not_counted = sum(day.kind in out for day in hidden)
    months = (upto[0] - since[0]) * 12 + upto[1] - since[1] + 1
    span = f"{since[0]} 年 {since[1]} 月" + (f"至 {upto[0]} 年 {upto[1]} 月" if since != upto else "")
    counted = f"其中 {not_counted} 天不计" if not_counted else "每天都计入"
    return f"中间 {span}（{months} 个月，{len(hidden)} 天）没有画出，{counted}。"


def _full(day: date) -> str:
    return day_text(day, year=0)
