"""The years known to the calendar, the days of one year, and the years that are missing loudly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jiefen.domain.common import moments
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.reading import whole_number
from jiefen.profiles.calendars import notices
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CalendarYear, Clock

NOTICE_MONTH = 10  # the State Council's notice for the next year comes between October and November


@dataclass(frozen=True)
class YearLine:
    year: int
    days_off: int
    workdays: int
    source: str
    version: str
    state: str
    tone: str


@dataclass(frozen=True)
class DayLine:
    date: date
    label: str
    kind: str


@dataclass(frozen=True)
class CalendarPage:
    """`waiting`: running clocks whose due moment is provisional."""

    years: list[YearLine]
    missing: list[int]
    days: list[DayLine]
    waiting: int


def calendar_page(query: Mapping[str, str], *, now: datetime) -> CalendarPage:
    """Years newest first, with the days of `year` (else of this year)."""
    today = now.astimezone(ZONE).date()
    known = snapshot().calendar
    wanted = query.get("year", "")
    year = (whole_number(wanted, digits=4) if len(wanted) == 4 else None) or today.year
    imported = {row.year: row for row in CalendarYear.objects.all()}
    shipped = {int(str(table["year"])): table for table in notices()}
    return CalendarPage(
        years=[
            _line(at, imported=imported.get(at), shipped=shipped.get(at))
            for at in sorted(known.years, reverse=True)
        ],
        missing=missing_years(known.years, today=today),
        days=_days(year),
        waiting=Clock.objects.filter(provisional=True, stopped_at__isnull=True).count(),
    )


def missing_years(known: frozenset[int], *, today: date) -> list[int]:
    """This year at any time, the next one from October on."""
    asked = [today.year] + ([today.year + 1] if today.month >= NOTICE_MONTH else [])
    return [year for year in asked if year not in known]


def _line(year: int, *, imported: CalendarYear | None, shipped: dict[str, Any] | None) -> YearLine:
    known = snapshot().calendar
    return YearLine(
        year=year,
        days_off=sum(day.year == year for day in known.holidays),
        workdays=sum(day.year == year for day in known.workdays),
        source=imported.source if imported else str((shipped or {}).get("source", "")),
        version=f"{moments.iso_day(imported.imported_at)} 导入" if imported else "随软件提供",
        state="已导入" if imported else "随软件提供",
        tone="ok",
    )


def _days(year: int) -> list[DayLine]:
    known = snapshot().calendar
    if year not in known.years:
        return []
    first = date(year, 1, 1)
    lines = []
    for at in range((date(year + 1, 1, 1) - first).days):
        day = first + timedelta(days=at)
        if day in known.statutory:
            lines.append(DayLine(day, known.name_of(day), "放假（法定节日）"))
        elif day in known.holidays:
            lines.append(DayLine(day, known.name_of(day), "放假"))
        elif day in known.workdays:
            lines.append(DayLine(day, "调休", "上班"))
    return lines
