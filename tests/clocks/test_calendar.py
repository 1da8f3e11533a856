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


def read(*tables, **more):
    return from_tables(tables or [notice()], version="x", **more)


def complaints(*tables):
    with pytest.raises(ValueError, match="。") as caught:
        read(*tables)
    return str(caught.value).split("\n")


def test_a_calendar_keeps_what_the_notices_say():
    hours = ((time(9), time(12)), (time(13), time(15)), (time(16), time(18)))
    calendar = read(hours=hours)
    assert (calendar.version, calendar.years, calendar.hours) == ("x", {2027}, hours)
    assert calendar.holidays == {date(2027, 10, day) for day in range(1, 8)}
    assert calendar.statutory == {date(2027, 10, 1)}
    assert calendar.workdays == {date(2027, 10, 9)}
    assert calendar.names == dict.fromkeys(calendar.holidays, "国庆节")
    assert calendar.closing(date(2027, 9, 30)) == datetime(2027, 9, 30, 18, tzinfo=ZONE)
    assert calendar.day_length == timedelta(hours=7)
    assert (
        WorkCalendar("x", frozenset({date(2027, 3, 1)}), frozenset(), frozenset()).name_of(date(2027, 3, 1))
        == "放假"
    )


@pytest.mark.parametrize(
    ("year", "known"), [(1949, False), (1950, True), (2200, True), (2201, False), ("2027", False)]
)
def test_a_notice_is_of_a_year_that_somebody_may_have_lived_in(year, known):
    row = {"name": "元旦", "from": f"{year}-01-01", "to": f"{year}-01-01"}
    table = {"year": year, "source": "通知", "holiday": [row]}
    if known:
        assert read(table).years == {year}
    else:
        assert complaints(table) == ["第 1 份 year：要填年份，例如 2026。"]


@pytest.mark.parametrize(
    ("first", "last", "complaint"),
    [
        ("2026-12-01", "2026-12-15", ""),
        ("2028-01-17", "2028-01-31", ""),
        ("2027-10-01", "2027-10-16", "2027 年 holiday 第 1 项 to：应在 from 当天或之后，且不超过 15 天。"),
        ("2026-11-30", "2026-12-01", "2027 年 holiday 第 1 项 from：2026-11-30 不属于 2027 年的安排。"),
        ("2028-01-31", "2028-02-01", "2027 年 holiday 第 1 项 to：2028-02-01 不属于 2027 年的安排。"),
        ("2027-10-01", None, "2027 年 holiday 第 1 项 to：要填日期，例如 2027-10-01。"),
        ("昨天", "2027-10-02", "2027 年 holiday 第 1 项 from：要填日期，例如 2027-10-01。"),
    ],
)
def test_a_span_is_at_most_fifteen_days_and_reaches_a_month_out_of_its_year(first, last, complaint):
    table = notice(**{"from": first, "to": last, "statutory": [], "work": []})
    if complaint:
        assert complaints(table) == [complaint]
    else:
        assert len(read(table).holidays) == 15


def test_every_mistake_names_its_place_and_what_to_write():
    wrong = notice(name=" ", statutory=["2027-10-20", "x"], work=["2027-10-11"], weekend=1) | {"source": ""}
    assert complaints(wrong, {"year": 2026, "source": "通知", "holiday": ["春节"]}) == [
        "2027 年 source：要写明是哪一份通知。",
        "2027 年 holiday 第 1 项 weekend：不认识这一项。",
        "2027 年 holiday 第 1 项 name：要填假期名称。",
        "2027 年 holiday 第 1 项 statutory 第 2 个：要填日期，例如 2027-10-01。",
        "2027 年 holiday 第 1 项 statutory：2027-10-20 不在假期之内。",
        "2027 年 holiday 第 1 项 work：2027-10-11 是周一，本来就上班。",
        "2026 年 holiday 第 1 项：要写成 name、from、to、statutory、work 几项。",
    ]
    assert complaints(notice(statutory="2027-10-01")) == [
        "2027 年 holiday 第 1 项 statutory：要写成日期的列表。"
    ]
    assert complaints(notice(), notice()) == ["2027 年 year：这一年已经有一份通知。"]
    assert complaints({"year": 2027, "source": "通知"}) == ["2027 年 holiday：至少要有一个假期。"]
    assert complaints(notice(work=["2027-10-02"])) == ["2027-10-02：同一天既放假又上班。"]


def test_impossible_hours_and_a_moment_without_a_zone_are_refused_in_words():
    with pytest.raises(ValueError, match=r"^工作时间要有至少一段，且从早到晚、互不重叠。$"):
        read(hours=())
    with pytest.raises(ValueError, match=r"^时间必须带时区。$"):
        shipped().local(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("begins", "ends", "why"),
    [
        ("2026-06-08 09:00", "2026-06-08 10:00", ""),
        ("2026-06-08 11:30", "2026-06-08 14:30", ""),
        ("2026-06-08 17:30", "2026-06-08 19:00", "17:30 在办公时间以外"),
        ("2026-06-08 12:00", "2026-06-08 14:00", "12:00 在办公时间以外"),
        ("2026-02-28 09:00", "2026-02-28 10:00", ""),  # a Saturday worked
        ("2026-06-13 09:00", "2026-06-13 10:00", "06 月 13 日是周末，不是工作日"),
        ("2026-02-17 09:00", "2026-02-17 10:00", "02 月 17 日是春节，不是工作日"),
    ],
)
def test_an_unusual_time_says_what_is_unusual_about_it(begins, ends, why):
    since, until = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (begins, ends))
    assert shipped().why_unusual(since, ends=until) == why
    assert shipped().why_unusual(since.astimezone(UTC), ends=until.astimezone(UTC)) == why


@pytest.mark.parametrize(
    ("until", "hours", "since"),
    [
        ("2026-06-08 11:00", 1, "2026-06-08 10:00"),
        ("2026-06-08 15:00", 2, "2026-06-08 11:00"),
        ("2026-06-08 13:00", 1, "2026-06-08 11:00"),
        ("2026-06-08 09:00", 1, "2026-06-05 17:00"),
        ("2026-06-08 20:00", 8, "2026-06-05 16:30"),
        ("2026-06-08 11:00", 0, "2026-06-08 11:00"),
    ],
)
def test_so_much_business_time_before_a_moment_leaves_out_nights_and_days_off(until, hours, since):
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (until, since))
    found = shipped().before(at, length=timedelta(hours=hours))
    assert shipped().working_time(found, until=at) == timedelta(hours=hours)
    assert found == expected
