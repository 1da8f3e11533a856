from datetime import UTC, date, datetime, time, timedelta

import pytest

from jiefen.domain.clocks.calendar import WorkCalendar, from_tables
from jiefen.domain.common.moments import ZONE
from jiefen.profiles.calendars import notices, shipped

YEARS = [2021, 2022, 2023, 2024, 2025, 2026]
OFF_ON_WEEKDAYS = {
    2021: "1-1 2-11 2-12 2-15 2-16 2-17 4-5 5-3 5-4 5-5 6-14 9-20 9-21 10-1 10-4 10-5 10-6 10-7",
    2022: "1-3 1-31 2-1 2-2 2-3 2-4 4-4 4-5 5-2 5-3 5-4 6-3 9-12 10-3 10-4 10-5 10-6 10-7",
    2023: "1-2 1-23 1-24 1-25 1-26 1-27 4-5 5-1 5-2 5-3 6-22 6-23 9-29 10-2 10-3 10-4 10-5 10-6",
    2024: "1-1 2-12 2-13 2-14 2-15 2-16 4-4 4-5 5-1 5-2 5-3 6-10 9-16 9-17 10-1 10-2 10-3 10-4 10-7",
    2025: "1-1 1-28 1-29 1-30 1-31 2-3 2-4 4-4 5-1 5-2 5-5 6-2 10-1 10-2 10-3 10-6 10-7 10-8",
    2026: "1-1 1-2 2-16 2-17 2-18 2-19 2-20 2-23 4-6 5-1 5-4 5-5 6-19 9-25 10-1 10-2 10-5 10-6 10-7",
}
WORKED_ON_WEEKENDS = {
    2021: "2-7 2-20 4-25 5-8 9-18 9-26 10-9",
    2022: "1-29 1-30 4-2 4-24 5-7 10-8 10-9",
    2023: "1-28 1-29 4-23 5-6 6-25 10-7 10-8",
    2024: "2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12",
    2025: "1-26 2-8 4-27 9-28 10-11",
    2026: "1-4 2-14 2-28 5-9 9-20 10-10",
}


def days(year, text):
    return {date(year, *map(int, day.split("-"))) for day in text.split()}


def notice(**changes):
    row = {
        "name": "国庆节",
        "from": "2027-10-01",
        "to": "2027-10-07",
        "statutory": ["2027-10-01"],
        "work": ["2027-10-09"],
    }
    return {"year": 2027, "source": "通知", "holiday": [row | changes]}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_shipped_years_is_as_the_notice_says(year):
    calendar = shipped()
    off, worked = days(year, OFF_ON_WEEKDAYS[year]), days(year, WORKED_ON_WEEKENDS[year])
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_workday(day) == ((day.weekday() < 5 and day not in off) or day in worked), day
        day += timedelta(days=1)


def test_the_shipped_calendar_names_its_years_and_its_notices():
    assert shipped().version == "cn-2021..2026+law"
    assert [table["year"] for table in notices()] == YEARS
    assert all("国办发明电〔" in table["source"] for table in notices())
    assert shipped().years == set(YEARS)


@pytest.mark.parametrize(("year", "festival_days"), [(year, 11 if year < 2025 else 13) for year in YEARS])
def test_festival_days_proper_are_as_many_as_the_law_gives(year, festival_days):
    assert sum(day.year == year for day in shipped().statutory) == festival_days
    assert shipped().statutory <= shipped().holidays


def test_a_day_off_says_why():
    calendar = shipped()
    assert calendar.name_of(date(2026, 2, 17)) == "春节"
    assert calendar.name_of(date(2026, 2, 21)) == "春节"
    assert calendar.name_of(date(2026, 3, 1)) == "周末"
    assert calendar.name_of(date(2026, 2, 28)) == ""
    assert not calendar.is_holiday(date(2026, 3, 1))
    assert calendar.is_holiday(date(2026, 2, 21))


def test_a_year_without_a_notice_is_not_covered_and_falls_back_to_weekdays_and_festivals():
    calendar = shipped()
    assert not calendar.covers(date(2027, 1, 1))
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 4))
    assert not calendar.is_workday(date(2027, 1, 2))


def test_working_time_leaves_out_nights_lunch_and_holidays():
    calendar = shipped()
    friday, monday = datetime(2026, 6, 12, 17, 0, tzinfo=ZONE), datetime(2026, 6, 15, 14, 15, tzinfo=ZONE)
    assert calendar.working_time(friday, until=monday) == timedelta(hours=4, minutes=15)
    assert calendar.working_time(monday, until=friday) == timedelta()
    assert calendar.working_time(friday.astimezone(UTC), until=monday.astimezone(UTC)) == timedelta(
        hours=4.25
    )


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        shipped().local(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "hours",
    [(), ((time(9), time(9)),), ((time(9), time(12)), (time(11), time(17)))],
)
def test_impossible_business_hours_are_refused(hours):
    with pytest.raises(ValueError, match="工作时间"):
        WorkCalendar("x", frozenset(), frozenset(), frozenset(), hours=hours)


def test_a_notice_may_begin_in_the_december_before():
    calendar = from_tables(
        [notice(**{"from": "2026-12-31", "to": "2027-01-02", "statutory": [], "work": []})], version="x"
    )
    assert not calendar.is_workday(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": ""}, "2027 年 holiday 第 1 项 name"),
        ({"from": "2027-10-32"}, "第 1 项 from：要填日期"),
        ({"to": "2027-09-30"}, "第 1 项 to"),
        ({"to": "2027-12-01"}, "不超过 15 天"),
        ({"from": "2024-10-01"}, "不属于 2027 年"),
        ({"statutory": ["2027-10-20"]}, "不在假期之内"),
        ({"statutory": "2027-10-01"}, "日期的列表"),
        ({"work": ["2027-10-11"]}, "周一，本来就上班"),
        ({"work": ["2027-10-02"]}, "既放假又上班"),
        ({"work": [datetime(2027, 10, 9, tzinfo=ZONE)]}, "work 第 1 个：要填日期"),
        ({"weekend": 1}, "weekend：不认识"),
    ],
)
def test_a_wrong_notice_is_told_which_field(changes, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_tables([notice(**changes)], version="x")


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ([{}], "第 1 份 year"),
        ([notice() | {"year": True}], "第 1 份 year"),
        ([notice() | {"source": " "}], "2027 年 source"),
        ([notice() | {"holiday": []}], "2027 年 holiday"),
        ([notice() | {"holiday": ["国庆"]}], "2027 年 holiday 第 1 项"),
        ([notice(), notice()], "已经有一份"),
    ],
)
def test_a_notice_without_its_frame_is_refused(tables, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_tables(tables, version="x")


def test_all_mistakes_are_told_at_once():
    with pytest.raises(ValueError, match="name") as caught:
        from_tables([notice(name="", work=["2027-10-11"]) | {"source": ""}], version="x")
    assert len(str(caught.value).splitlines()) == 3
