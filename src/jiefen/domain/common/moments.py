"""Moments as people read them: the only place where one is written out, always in the centre's zone.

A date is written as it is; a moment is converted first. A moment without a zone raises ValueError: nobody can tell
which day it falls on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("时间必须带时区。")
    return moment.astimezone(ZONE)


def iso_day(when: date) -> str:
    """`2026-10-18`."""
    return f"{_local(when):%Y-%m-%d}"


def iso_minute(moment: datetime) -> str:
    """`2026-10-18 09:30`."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def iso_second(moment: datetime) -> str:
    """`2026-10-18T09:30:00+08:00`, for papers and files that a program reads again."""
    return local(moment).isoformat(timespec="seconds")


def iso_month(when: date) -> str:
    """`2026-10`."""
    return f"{_local(when):%Y-%m}"


def clock(moment: datetime | time) -> str:
    """`09:30`."""
    return f"{local(moment) if isinstance(moment, datetime) else moment:%H:%M}"


def short_day(when: date) -> str:
    """`10-18`."""
    return f"{_local(when):%m-%d}"


def short_minute(moment: datetime) -> str:
    """`10-18 09:30`."""
    return f"{local(moment):%m-%d %H:%M}"


def day_in_words(when: date) -> str:
    """`2026 年 10 月 18 日`."""
    return f"{_local(when):%Y 年 %m 月 %d 日}"


def plain_day(when: date) -> str:
    """`2026年3月3日`, as papers and laws write it."""
    day = _local(when)
    return f"{day.year}年{day.month}月{day.day}日"


def month_in_words(when: date) -> str:
    """`2026 年 10 月`."""
    return f"{_local(when):%Y 年 %m 月}"


def short_day_in_words(when: date) -> str:
    """`10 月 18 日`."""
    return f"{_local(when):%m 月 %d 日}"


def short_minute_in_words(moment: datetime) -> str:
    """`10 月 18 日 09:30`."""
    return f"{local(moment):%m 月 %d 日 %H:%M}"


def file_day(when: date) -> str:
    """`20261018`, for the names of files."""
    return f"{_local(when):%Y%m%d}"


def file_minute(moment: datetime) -> str:
    """`20261018-0930`, for the names of files."""
    return f"{local(moment):%Y%m%d-%H%M}"


def utc_second(moment: datetime) -> str:
    """`2026-10-18 01:30:00`, for what is compared with a signed text in UTC; the caller writes UTC behind it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def utc_key(moment: datetime) -> str:
    """`20261018013000`: part of a key, which must not change with the zone."""
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S}"


def _local(when: date) -> date:
    return local(when) if isinstance(when, datetime) else when
