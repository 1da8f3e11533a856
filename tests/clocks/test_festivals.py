"""Festivals are off by law in every year; a year without its notice lacks only what the notice moves about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jiefen.domain.clocks.calendar import from_tables
from jiefen.domain.clocks.festivals import FIRST, LAST, statutory_days
from jiefen.profiles.calendars import notices, shipped

DAY = timedelta(days=1)
NOTICES = {int(str(table["year"])): table for table in notices()}


def official(year: int) -> set[date]:
    """The festival days proper as the notice of the year has them."""
    rows = NOTICES[year]["holiday"]
    assert isinstance(rows, list)
    return {day for row in rows for day in row.get("statutory", ())}


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_the_law_says_what_the_notices_of_the_known_years_say(year: int) -> None:
    assert set(statutory_days(year)) == official(year)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2019-01-01", "元旦"),
        ("2019-02-05", "春节"),
        ("2019-02-07", "春节"),
        ("2019-04-05", "清明节"),
        ("2019-06-07", "端午节"),
        ("2019-09-13", "中秋节"),
        ("2019-10-03", "国庆节"),
        ("2012-01-22", "春节"),  # the eve, off from 2008 to 2013
        ("2006-05-03", "劳动节"),  # three days until 2007
        ("2027-02-05", "春节"),
        ("2027-05-02", "劳动节"),
        ("1998-10-02", "国庆节"),
    ],
)
def test_a_festival_of_a_year_without_a_notice_is_a_day_off_with_its_name(day: str, name: str) -> None:
    calendar, off = shipped(), date.fromisoformat(day)
    assert not calendar.covers(off)
    assert not calendar.is_workday(off)
    assert calendar.is_holiday(off)
    assert calendar.name_of(off) == name


@pytest.mark.parametrize(
    "day", ["2023-01-20", "2012-01-25", "2024-02-09", "2007-04-05", "2006-10-04", "2023-05-02"]
)
def test_a_day_that_the_law_of_its_year_does_not_give_is_worked(day: str) -> None:
    assert shipped().is_workday(date.fromisoformat(day)) or date.fromisoformat(day) in shipped().holidays


def test_a_notice_has_the_last_word_in_its_year() -> None:
    table = {
        "year": 2027,
        "source": "试",
        "holiday": [{"name": "元旦", "from": "2027-01-02", "to": "2027-01-02"}],
    }
    calendar = from_tables([table], version="t")
    assert calendar.is_workday(date(2027, 1, 1))


def test_the_lunar_festivals_fall_where_they_can() -> None:
    for year in range(FIRST, LAST + 1):
        by_name: dict[str, list[date]] = {}
        for day, name in statutory_days(year).items():
            by_name.setdefault(name, []).append(day)
        spring = sorted(by_name["春节"])
        assert date(year, 1, 20) <= spring[0] <= date(year, 2, 21)
        assert spring[-1] - spring[0] == (len(spring) - 1) * DAY
        if year >= 2008:
            (dragon,), (mid,), (qing,) = (
                by_name.get(name, [None]) for name in ("端午节", "中秋节", "清明节")
            )
            assert date(year, 5, 27) <= dragon <= date(year, 6, 26)
            assert qing in (date(year, 4, 4), date(year, 4, 5))
            assert mid is None or date(year, 9, 7) <= mid <= date(year, 10, 8)


def test_the_past_is_not_said_to_be_yet_to_come() -> None:
    from datetime import datetime

    from jiefen.domain.clocks.calendar import ZONE
    from jiefen.domain.clocks.engine import due, rule

    answer = due(rule("C-COMPLETE"), start=datetime(2018, 12, 28, 9, tzinfo=ZONE), calendar=shipped())
    assert answer.provisional
    assert "没有 2018、2019 年的放假安排" in answer.explanation
    assert "公布" not in answer.explanation
