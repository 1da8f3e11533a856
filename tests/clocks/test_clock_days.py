"""The drawing of days: every day of a course once, with the kind that the engine gave it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from jiefen.domain.clocks.counting import Day, DayKind, Drawing, Posted, draw, posted_text
from jiefen.domain.clocks.engine import Limit, LimitKind, Pause, TimeUnit, due
from jiefen.domain.common.moments import ZONE
from jiefen.profiles.calendars import shipped

CALENDAR = shipped()


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def drawing(
    budget: int,
    unit: TimeUnit,
    start: str,
    *pauses: Pause,
    today: str = "",
    posted: Posted | None = None,
    clock: str = "10:00",
) -> Drawing:
    rule = Limit("T", 1, "试", budget, unit, LimitKind.STATUTORY, "某法第1条", "S")
    begin = at(start, clock)
    found = due(rule, start=begin, calendar=CALENDAR, pauses=pauses)
    now = date.fromisoformat(today) if today else None
    return draw(rule, start=begin, due=found, calendar=CALENDAR, pauses=pauses, today=now, posted=posted)


def days(drawn: Drawing) -> Iterator[Day]:
    for month in (*drawn.months, *drawn.tail):
        for week in month.weeks:
            yield from (cell for cell in week if isinstance(cell, Day))


def kinds(drawn: Drawing) -> dict[str, str]:
    return {f"{day.date:%m-%d}": str(day.kind) for day in days(drawn)}


def test_working_days_over_spring_festival_name_the_festival_and_the_adjusted_day() -> None:
    found = drawing(5, TimeUnit.WORK_DAYS, "2026-02-12")
    seen = kinds(found)
    assert seen["02-12"] == "start"
    assert seen["02-13"] == "counted"
    assert seen["02-14"] == "adjusted", "Saturday worked by 调休"
    assert {seen[f"02-{n}"] for n in range(15, 24)} == {"festival"}
    assert list(seen)[-1] == "02-26"
    assert seen["02-26"] == "last"
    assert [day.nth for day in days(found) if day.nth] == [1, 2, 3, 4, 5]
    assert next(day for day in days(found) if day.kind is DayKind.FESTIVAL).mark == "春节"


def test_calendar_days_count_weekends_and_show_where_the_end_moved_on() -> None:
    found = drawing(7, TimeUnit.DAYS, "2026-06-13")
    assert kinds(found)["06-14"] == "counted", "a Sunday counts by the calendar day"
    moved = drawing(7, TimeUnit.DAYS, "2026-06-06")
    assert kinds(moved)["06-13"] == "rolled"
    assert kinds(moved)["06-14"] == "rolled"
    assert kinds(moved)["06-15"] == "last"
    assert [day.nth for day in days(moved) if day.nth] == [1, 2, 3, 4, 5, 6]


def test_paused_days_are_drawn_with_their_reason_and_do_not_count() -> None:
    pause = Pause(at("2026-06-10", "00:00"), at("2026-06-12", "00:00"), "鉴定期间")
    found = drawing(5, TimeUnit.DAYS, "2026-06-08", pause)
    seen = {f"{day.date:%m-%d}": day for day in days(found)}
    assert [seen[f"06-{n}"].kind for n in ("10", "11")] == [DayKind.PAUSED] * 2
    assert "鉴定期间" in seen["06-10"].said
    assert seen["06-12"].nth == 2


def test_a_standing_clock_is_drawn_up_to_today_without_an_end() -> None:
    pause = Pause(at("2026-06-10"), None, "鉴定期间")
    found = drawing(5, TimeUnit.DAYS, "2026-06-08", pause, today="2026-06-14")
    seen = kinds(found)
    assert "last" not in seen.values()
    assert list(seen)[-1] == "06-14"
    assert {seen[f"06-{n}"] for n in (10, 11, 12, 13, 14)} == {"paused"}
    assert "暂停中" in found.caption


@pytest.mark.parametrize(
    ("clock", "course"),
    [("09:00", {"06-08": "last"}), ("16:30", {"06-08": "start", "06-09": "last"})],
)
def test_a_limit_by_the_hour_starts_and_ends_on_its_days(clock: str, course: dict[str, str]) -> None:
    found = drawing(2, TimeUnit.WORK_HOURS, "2026-06-08", clock=clock)
    assert kinds(found) == course
    assert not any(day.nth for day in days(found))


def test_a_day_that_is_both_start_and_end_says_both() -> None:
    only = next(days(drawing(2, TimeUnit.WORK_HOURS, "2026-06-08", clock="09:00")))
    assert "起算日" in only.said
    assert "最后一日" in only.said


def test_of_a_long_limit_the_ends_are_drawn_and_the_rest_is_told() -> None:
    found = drawing(36, TimeUnit.MONTHS, "2024-03-05")
    assert [month.title for month in found.months] == ["2024 年 3 月", "2024 年 4 月"]
    assert [month.title for month in found.tail] == ["2027 年 2 月", "2027 年 3 月"]
    assert "33 个月" in found.between
    assert "2024 年 5 月至 2027 年 1 月" in found.between
    assert "每天都计入" in found.between
    assert list(days(found))[-1].kind is DayKind.LAST


def test_a_short_limit_is_drawn_whole() -> None:
    found = drawing(60, TimeUnit.DAYS, "2026-03-05")
    assert (found.between, found.tail) == ("", ())
    assert len(found.months) == 3


@pytest.mark.parametrize(
    ("budget", "unit", "start"),
    [
        (60, TimeUnit.DAYS, "2026-01-20"),
        (7, TimeUnit.WORK_DAYS, "2026-09-24"),
        (3, TimeUnit.MONTHS, "2026-01-31"),
    ],
)
def test_every_day_of_the_course_is_drawn_exactly_once_in_whole_weeks(
    budget: int, unit: TimeUnit, start: str
) -> None:
    found = drawing(budget, unit, start)
    dates = [day.date for day in days(found)]
    assert dates == sorted(set(dates))
    assert (dates[-1] - dates[0]).days + 1 == len(dates)
    assert all(len(week) == 7 for month in found.months for week in month.weeks)
    for month in found.months:
        for week in month.weeks:
            cells = [cell.date if isinstance(cell, Day) else cell for cell in week]
            assert all(cell is None or cell.weekday() == place for place, cell in enumerate(cells))


def test_the_counted_days_of_a_limit_by_working_days_are_its_budget() -> None:
    for budget in range(1, 40):
        counted = [day for day in days(drawing(budget, TimeUnit.WORK_DAYS, "2026-01-27")) if day.nth]
        assert counted[-1].nth == budget
        assert counted[-1].kind is DayKind.LAST


def test_today_is_marked_and_every_cell_has_a_mark_and_words() -> None:
    found = drawing(15, TimeUnit.DAYS, "2026-06-01", today="2026-06-05")
    assert [day.date.day for day in days(found) if day.today] == [5]
    assert all(day.mark and day.said and len(day.mark) <= 4 for day in days(found))
    assert {kind for kind, *_ in found.legend} == {day.kind for day in days(found)}
    assert (DayKind.COUNTED, "1", "计入，第几日") in found.legend


def test_a_paper_posted_in_time_is_drawn_on_its_way_and_one_posted_late_is_not() -> None:
    in_time = Posted(on=date(2026, 6, 15), arrived=date(2026, 6, 18))
    found = drawing(7, TimeUnit.DAYS, "2026-06-08", posted=in_time)
    assert [kinds(found)[f"06-{n}"] for n in (15, 16, 17, 18)] == ["last", "post", "post", "post"]
    assert "不算过期" in posted_text(in_time, due=date(2026, 6, 15))
    late = Posted(on=date(2026, 6, 16), arrived=date(2026, 6, 18))
    assert "post" not in kinds(drawing(7, TimeUnit.DAYS, "2026-06-08", posted=late)).values()
    assert "期满之后" in posted_text(late, due=date(2026, 6, 15))
    assert "都在期满之前" in posted_text(in_time, due=date(2026, 6, 20))
