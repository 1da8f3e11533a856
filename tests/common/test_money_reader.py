"""Sums as registers, contracts and other systems write them; what is no sum comes back with what to write."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiefen.domain.common.errors import Unread
from jiefen.domain.common.money import read_money
from jiefen.domain.common.numerals import read_numeral


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("8600", "8600"),
        ("8,600.50", "8600.50"),
        ("¥8600元", "8600"),
        ("￥ 8600", "8600"),
        ("人民币8600元整", "8600"),
        ("８６００", "8600"),
        ("1,2345", "12345"),
        ("1 200 000.00", "1200000"),
        ("1.2万", "12000"),
        ("３．５万元", "35000"),
        ("3万5千元", "35000"),
        ("1亿2000万", "120000000"),
        ("5千元", "5000"),
        ("8600块钱", "8600"),
        ("8600元5角", "8600.50"),
        ("8600元5角3分", "8600.53"),
        ("五万元整", "50000"),
        ("三千五百元", "3500"),
        ("两万", "20000"),
        ("一百零五元", "105"),
        ("捌仟陆佰元整", "8600"),
        ("人民币叁万伍仟圆正", "35000"),
        ("壹仟肆佰零玖元伍角整", "1409.50"),
        ("RMB 8600", "8600"),
        ("8600.500", "8600.50"),
        ("0元", "0"),
    ],
)  # fmt: skip
def test_a_sum_is_read_however_it_is_written(typed: str, yuan: str) -> None:
    assert read_money(typed) == Decimal(yuan)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("约5万", "约数"),
        ("5万余元", "约数"),
        ("3-5万", "范围"),
        ("3万5", "要写数字"),  # 35000 or 30005
        ("三万五", "要写数字"),
        ("1e5", "要写数字"),
        ("1_000", "要写数字"),
        ("10²", "要写数字"),
        ("①", "要写数字"),
        ("½", "要写数字"),
        ("12,34", "要写数字"),
        ("-5", "要写数字"),
        ("NaN", "要写数字"),
        ("Infinity", "要写数字"),
        ("8600.123", "要写数字"),
        ("999999999999", "要写数字"),
        ("9" * 5000, "要写数字"),
        ("很多", "要写数字"),
    ],
)
def test_what_is_no_sum_comes_back_with_what_to_write(typed: str, said: str) -> None:
    with pytest.raises(Unread, match=said):
        read_money(typed)


@pytest.mark.parametrize(
    ("said", "number"),
    [("十二", 12), ("三百五十", 350), ("二十万零五", 200_005), ("一亿零三万", 100_030_000)],
)
def test_numbers_are_read_as_they_are_said(said: str, number: int) -> None:
    assert read_numeral(said) == number


@pytest.mark.parametrize("said", ["", "三百五", "百", "三万五百", "十百", "万万", "甲"])
def test_a_number_that_is_not_said_so_is_none(said: str) -> None:
    assert read_numeral(said) is None
