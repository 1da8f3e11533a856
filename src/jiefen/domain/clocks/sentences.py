"""The dates and lengths that an explanation is made of, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from jiefen.domain.clocks.calendar import DAY, WorkCalendar
from jiefen.domain.common import moments


def day_text(day: date, *, year: int) -> str:
    """`year` is left out where it is the one everybody has in mind."""
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


def moment_text(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日 {moments.clock(moment)}"


def length_text(length: timedelta) -> str:
    """Whole minutes, rounded down: `3 小时`, `1 小时 20 分钟`, `不到 1 分钟`."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = ([f"{hours} 小时"] if hours else []) + ([f"{minutes} 分钟"] if minutes else [])
    return " ".join(parts) or "不到 1 分钟"


def days_text(days: Sequence[date], *, year: int) -> str:
    return "、".join(_run_text(run, year=year) for run in _runs(days))


def skipped_text(days: Sequence[date], *, calendar: WorkCalendar, year: int) -> str:
    """Runs of days with the festival's name: `2月15日至23日 春节（9 天）、2月28日 周末`."""
    named: list[list[date]] = []
    for run in _runs(days):
        for day in run:
            if (
                named
                and named[-1][-1] == day - DAY
                and calendar.name_of(named[-1][-1]) == calendar.name_of(day)
            ):
                named[-1].append(day)
            else:
                named.append([day])
    return "、".join(
        f"{_run_text(run, year=year)} {calendar.name_of(run[0])}"
        + (f"（{len(run)} 天）" if len(run) > 2 else "")
        for run in named
    )


def _runs(days: Iterable[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and runs[-1][-1] == day - DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_text(run: Sequence[date], *, year: int) -> str:
    first, last = run[0], run[-1]
    if first == last:
        return day_text(first, year=year)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{day_text(first, year=year)}至" + (f"{last.day}日" if same_month else day_text(last, year=year))
