"""Words and figures of a sum always agree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiefen.domain.common.money_words import MOST, from_words, in_words

NO_SUMS = [
    "整",
    "元整",
    "六千元整",
    "陆仟肆佰元",
    "拾元整",
    "壹仟玖元整",
    "壹零仟元整",
    "壹佰壹仟元整",
    "壹万壹万元整",
    "零元零角整",
    "壹元整伍角",
    "人民币",
    "陆仟肆佰元整#",
    "壹亿亿元整",
    "壹仟亿元整",
]
SUMS = st.decimals(min_value=0, max_value=MOST, places=2)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("0", "零元整"),
        ("0.02", "贰分"),
        ("0.30", "叁角整"),
        ("10", "壹拾元整"),
        ("6400", "陆仟肆佰元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000001", "壹亿零壹元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("1000500000", "壹拾亿零伍拾万元整"),
        ("10010010.10", "壹仟零壹万零壹拾元壹角整"),
        ("99999999999.99", "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_sums_are_written_as_on_bills(figure: str, words: str) -> None:
    assert in_words(Decimal(figure)) == words
    assert from_words(words) == Decimal(figure)


@given(SUMS)
@example(MOST)
@example(Decimal("100000000.05"))
def test_the_words_always_equal_the_figure(figure: Decimal) -> None:
    words = in_words(figure)
    assert from_words(words) == figure
    assert "零零" not in words
    assert words.endswith(("整", "分"))


@given(SUMS, SUMS)
def test_two_sums_never_share_their_words(one: Decimal, other: Decimal) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("人民币陆仟肆佰圆正", "6400"),
        ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("壹拾万零柒仟元零伍角叁分", "107000.53"),
        ("壹仟肆佰零玖元伍角", "1409.50"),
    ],
)
def test_other_lawful_ways_of_writing_are_read(words: str, figure: str) -> None:
    assert from_words(words) == Decimal(figure)


@pytest.mark.parametrize("words", ["", *NO_SUMS])
def test_what_is_no_sum_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not a sum"):
        from_words(words)


@pytest.mark.parametrize("figure", ["-1", "0.001", "100000000000", "NaN", "Infinity", "1E+40"])
def test_sums_beyond_the_words_are_refused(figure: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        in_words(Decimal(figure))
