"""Days, months and times of the day as people and other systems write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from jiefen.domain.common.days import read_day, read_month, read_time
from jiefen.domain.common.errors import Unread


@pytest.mark.parametrize(
    "typed",
    [
        "2026-10-18",
        "2026年10月18日",
        "2026年10月18号",
        "2026 年 10 月 18 日",
        "20261018",
        "20261018093000",
        "2026/10/18",
        "2026.10.18",
        "２０２６－１０－１８",
        "2026-10-18 09:30",
        "2026-10-18 00:00:00.0",
        "2026-10-18T09:30:00+08:00",
        "2026年10月18日（星期日）上午9时30分",
        "2026年10月18日 9点半",
        "二〇二六年十月十八日",
        "二○二六年十月十八日",
        "2026-10-17T16:00:00.000Z",
        "2026-10-17T16:00:00+00:00",
        "2026-10-17T16:00:00+0000",
        "2026-10-17 16:00:00 UTC",
        "2026-10-18T23:30:00+09:00",
        "18/10/2026",
        "10/18/2026 9:30",
        "46313",
        "46313.5",
        "\u200b2026-10-18\u3000",
    ],
)  # fmt: skip
def test_one_day_is_read_however_it_is_written(typed: str) -> None:
    assert read_day(typed) == date(2026, 10, 18)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-02-30", "不是一个存在的日期"),
        ("20261318", "看不懂|不是一个存在的日期"),
        ("二〇二六年十三月一日", "不是一个存在的日期"),
        ("2026年10月", "没有写到日"),
        ("2026年", "没有写到日"),
        ("10月18日", "没有写年份"),
        ("26.10.18", "年份只有两位"),
        ("5/6/2026", "分不清"),
        ("农历八月初五", "农历"),
        ("昨天", "看不懂"),
        ("2026-W42-1", "看不懂"),
        ("²⁰²⁶-10-18", "看不懂"),
        ("٢٠٢٦-10-18", "看不懂"),
        ("9" * 5000, "看不懂"),
    ],
)
def test_what_is_no_day_comes_back_with_the_true_reason(typed: str, said: str) -> None:
    with pytest.raises(Unread, match=said):
        read_day(typed)


@pytest.mark.parametrize("typed", ["2026-03", "2026年3月", "２０２６－０３", "2026/3"])
def test_a_month_is_read(typed: str) -> None:
    assert read_month(typed) == date(2026, 3, 1)


@pytest.mark.parametrize("typed", ["2026-13", "²⁰²⁶-03", "0000-01", "March", ""])
def test_what_is_no_month_comes_back(typed: str) -> None:
    with pytest.raises(Unread):
        read_month(typed)


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("9:30", 9, 30), ("０９：３０", 9, 30), ("0930", 9, 30), ("9点半", 9, 30), ("下午3点", 15, 0), ("9时05分", 9, 5), ("9", 9, 0)],
)  # fmt: skip
def test_a_time_of_the_day_is_read(typed: str, hour: int, minute: int) -> None:
    assert read_time(typed) == time(hour, minute)


@pytest.mark.parametrize("typed", ["²", "25:00", "9:75", "上午", "九点", "9:30+08:00"])
def test_what_is_no_time_comes_back(typed: str) -> None:
    with pytest.raises(Unread):
        read_time(typed)
