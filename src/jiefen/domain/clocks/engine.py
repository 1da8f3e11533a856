"""The clock engine: when a limit ends, why, and how close that is. Late is never stored, always asked.

Arithmetic (民法典 200–203; 民诉法 85):
- days, working days and months: the day of the start is not counted; the last day ends at 23:59:59 local time, for
  working days at close of business;
- months: the corresponding day, or the month's last day where there is none (202);
- a last day that is a 法定休假日 moves to the first day after (203). Read here as every day off: weekends, festival
  days and the 调休 days off of the year's notice. A weekend day worked by 调休 is not one, so nothing moves;
- working days counted back (开庭五日前) leave that day out too: the last one to do it by ends at close of business;
- hours run from the set moment, through nights and holidays (201), and do not roll over; working hours run in
  business hours only.

Pauses: overlapping ones are one; only what lies after the start and before the due moment counts. A day (a working
day: its business hours) that a pause touches is not counted, and neither is paused time in clocks by the hour.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from jiefen.domain.clocks.calendar import DAY, WorkCalendar
from jiefen.domain.clocks.face import Colour, colour, value_text
from jiefen.domain.clocks.limits import RULES, Confidence, Limit, LimitKind, TimeUnit, rule
from jiefen.domain.clocks.pauses import Pause, merged
from jiefen.domain.clocks.permits import may_extend, may_pause
from jiefen.domain.clocks.sentences import day_text, days_text, length_text, moment_text, skipped_text
from jiefen.domain.common import moments

__all__ = [
    "RULES",
    "Colour",
    "Confidence",
    "Due",
    "Limit",
    "LimitKind",
    "Pause",
    "TimeUnit",
    "colour",
    "due",
    "may_extend",
    "may_pause",
    "rule",
    "value_text",
]  # fmt: skip


@dataclass(frozen=True)
class Due:
    """`at` is None while paused. `provisional`: a year's holiday notice was missing, so compute again once it is in.

    What the course met, for whoever draws it: days off left out, days that a pause kept from counting, and the last
    day of the count proper where the end moved on from it.
    """

    at: datetime | None
    provisional: bool
    steps: tuple[str, ...]
    explanation: str
    skipped: tuple[date, ...] = ()
    paused: tuple[date, ...] = ()
    rolled_from: date | None = None


def due(
    rule: Limit, *, start: datetime, calendar: WorkCalendar, pauses: Iterable[Pause] = (), extension: int = 0
) -> Due:
    """`extension` adds to the budget, in the rule's unit. ValueError, in Chinese, for a pause that ends before it begins."""
    if not 0 <= extension <= 10_000:
        raise ValueError("延长的期限要在 0 至 10000 之间。")
    start = calendar.local(start)
    held = merged(pauses, start=start, calendar=calendar)
    course = _Run(rule=rule, start=start, calendar=calendar, held=held, budget=rule.budget + extension)
    if rule.unit is TimeUnit.HOURS:
        at = _after_hours(course)
    elif rule.unit is TimeUnit.WORK_HOURS:
        at = _after_work_hours(course)
    elif rule.before:
        at = _back_work_days(course)
    else:
        at = _after_days(course)
    missing = sorted({day.year for day in course.looked_at if not calendar.covers(day)})
    steps = tuple(_explain(course, at=at, extension=extension, missing=missing))
    return Due(
        at=at,
        provisional=bool(missing),
        steps=steps,
        explanation="".join(steps),
        skipped=tuple(course.skipped),
        paused=tuple(course.paused_days),
        rolled_from=course.rolled_from,
    )


@dataclass
class _Run:
    """One run of a clock: what goes in, and what was met on the way."""

    rule: Limit
    start: datetime
    calendar: WorkCalendar
    held: Sequence[Pause]
    budget: int
    looked_at: set[date] = field(default_factory=set)
    skipped: list[date] = field(default_factory=list)
    paused_days: list[date] = field(default_factory=list)
    paused_time: timedelta = timedelta()
    rolled_from: date | None = None
    month_end: bool = False
    met: list[Pause] = field(default_factory=list)

    def off(self, day: date) -> bool:
        self.looked_at.add(day)
        return not self.calendar.is_workday(day)

    def pause_on(self, day: date) -> Pause | None:
        """The pause that keeps this day from counting, if one does."""
        midnight = datetime.combine(day, time(), self.calendar.zone)
        spans = [(midnight, midnight + DAY)]
        if self.rule.unit is TimeUnit.WORK_DAYS:
            spans = list(self.calendar.spans(day))
        for pause in self.held:
            if any(
                pause.since < end and (pause.until is None or pause.until > begin) for begin, end in spans
            ):
                self.meet(pause)
                return pause
        return None

    def meet(self, pause: Pause) -> None:
        if pause not in self.met:
            self.met.append(pause)


def _after_hours(course: _Run) -> datetime | None:
    at = course.start + timedelta(hours=course.budget)
    for pause in course.held:
        if pause.since >= at:
            break
        course.meet(pause)
        if pause.until is None:
            return None
        at += pause.until - pause.since
        course.paused_time += pause.until - pause.since
    return at


def _after_work_hours(course: _Run) -> datetime | None:
    left, day = timedelta(hours=course.budget), course.start.date()
    while True:
        if course.off(day):
            course.skipped.append(day)
        for opens, closes in course.calendar.spans(day):
            at = max(opens, course.start)
            for pause in course.held:
                if pause.since >= closes or (pause.until is not None and pause.until <= at):
                    continue
                if pause.since >= at + left:
                    break
                left -= max(pause.since - at, timedelta())
                course.meet(pause)
                if pause.until is None:
                    return None
                resumes = min(pause.until, closes)
                course.paused_time += resumes - max(pause.since, at)
                at = resumes
            if at + left <= closes:
                return at + left
            left -= max(closes - at, timedelta())
        day += DAY


def _back_work_days(course: _Run) -> datetime:
    """Nothing stands still here: the day it leads up to is fixed."""
    day, left = course.start.date(), course.budget
    while left:
        day -= DAY
        if course.off(day):
            course.skipped.insert(0, day)
        else:
            left -= 1
    return course.calendar.closing(day)


def _after_days(course: _Run) -> datetime | None:
    working = course.rule.unit is TimeUnit.WORK_DAYS
    day, left = course.start.date(), _days_to_count(course)
    if not working and not course.held:  # nothing to look at on the way
        day, left = day + DAY * left, 0
    while left:
        day += DAY
        if working and course.off(day):
            course.skipped.append(day)
        elif pause := course.pause_on(day):
            if pause.until is None:
                return None
            course.paused_days.append(day)
        else:
            left -= 1
    if working:
        return course.calendar.closing(day)
    last = day
    while course.off(day) or course.pause_on(day):
        if (pause := course.pause_on(day)) and pause.until is None:
            return None
        course.rolled_from = last
        day += DAY
    return datetime.combine(day, time(23, 59, 59), course.calendar.zone)


def _days_to_count(course: _Run) -> int:
    """A number of months becomes the days up to the corresponding day, so that pauses can be added day by day."""
    if course.rule.unit is not TimeUnit.MONTHS:
        return course.budget
    first = course.start.date()
    year, month = divmod(first.year * 12 + first.month - 1 + course.budget, 12)
    longest = monthrange(year, month + 1)[1]
    course.month_end = first.day > longest
    return (date(year, month + 1, min(first.day, longest)) - first).days


def _explain(course: _Run, *, at: datetime | None, extension: int, missing: Sequence[int]) -> Iterable[str]:
    rule, calendar, year = course.rule, course.calendar, course.start.year
    longer = f"，另延长 {extension} {rule.unit.label}" if extension else ""
    yield f"{rule.label}：{rule.budget} {rule.unit.label}{longer}。依据：{rule.source}（{rule.standing}）。"
    turn = "往前数" if rule.before else "起算"
    yield f"自 {moment_text(course.start)} {turn}，{_counting_text(course)}。"
    if course.month_end:
        yield "到期月没有对应日，以月末日为最后一日（民法典第202条）。"
    if course.skipped:
        yield f"跳过：{skipped_text(course.skipped, calendar=calendar, year=year)}。"
    if course.met:
        listed = "；".join(_pause_text(pause) for pause in course.met)
        yield f"暂停：{listed}。"
    if course.paused_days:
        yield f"暂停涉及的 {len(course.paused_days)} 天不计（{days_text(course.paused_days, year=year)}）。"
    if course.paused_time:
        yield f"暂停中的 {length_text(course.paused_time)} 不计。"
    if course.rolled_from and at:
        moved = (
            f"最后一日 {day_text(course.rolled_from, year=year)}（{calendar.name_of(course.rolled_from)}）"
        )
        yield f"{moved}，顺延至休假日后的第一日 {day_text(at.date(), year=year)}（民法典第203条）。"
    if missing:
        years = "、".join(map(str, missing))
        yield f"没有 {years} 年的放假安排：法定节日照放，调休没有算进去，其余按周一至周五暂算；导入后重算。"
    yield f"到期：{moment_text(at)}。" if at else "现在暂停中，恢复后再算到期时间。"


def _counting_text(course: _Run) -> str:
    if course.rule.unit is TimeUnit.HOURS:
        return "从这一刻起按小时连续计算"
    if course.rule.unit is TimeUnit.WORK_HOURS:
        hours = "、".join(
            f"{moments.clock(opens)}–{moments.clock(closes)}" for opens, closes in course.calendar.hours
        )
        return f"只计工作时间（{hours}）"
    return "当日不计入"


def _pause_text(pause: Pause) -> str:
    ends = f"至 {moment_text(pause.until)}" if pause.until else "起，尚未恢复"
    return f"{moment_text(pause.since)} {ends}（{pause.reason or '未写明原因'}）"
