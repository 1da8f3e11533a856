"""A moment is written in the centre's zone wherever it comes from; a date stays the day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from jiefen.domain.common import moments

EVENING = datetime(2026, 10, 17, 16, 30, tzinfo=UTC)  # half past midnight of the next day in China
TOKYO = EVENING.astimezone(timezone(timedelta(hours=9)))


@pytest.mark.parametrize("moment", [EVENING, TOKYO])
def test_a_moment_falls_on_the_day_it_is_here(moment: datetime) -> None:
    assert moments.iso_minute(moment) == "2026-10-18 00:30"
    assert moments.iso_day(moment) == "2026-10-18"
    assert moments.iso_second(moment) == "2026-10-18T00:30:00+08:00"
    assert moments.clock(moment) == "00:30"
    assert moments.short_minute(moment) == "10-18 00:30"
    assert moments.file_day(moment) == "20261018"
    assert moments.short_minute_in_words(moment) == "10 月 18 日 00:30"
    assert moments.day_in_words(moment) == "2026 年 10 月 18 日"
    assert moments.utc_second(moment) == "2026-10-17 16:30:00"


def test_the_last_evening_of_a_month_belongs_to_the_next_one_here() -> None:
    assert moments.iso_month(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "2027-01"


def test_a_date_and_a_time_of_the_day_are_written_as_they_are() -> None:
    assert moments.iso_day(date(2026, 10, 18)) == "2026-10-18"
    assert moments.clock(time(9, 5)) == "09:05"


def test_a_moment_without_a_zone_is_nobodys() -> None:
    with pytest.raises(ValueError, match="时区"):
        moments.iso_minute(datetime(2026, 10, 18))  # noqa: DTZ001  (that is the point)
