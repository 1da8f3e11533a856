"""One form for comparing and looking up, whatever keyboard or system wrote the text."""

from __future__ import annotations

import pytest

from jiefen.domain.common.fold import compact, encodable, fold, name_form
from jiefen.domain.intake.numbering import normalise_code, normalise_number, shown_parts
from jiefen.lib.uploads import safe_name

DOTS = ["阿依努尔·艾合买提", "阿依努尔•艾合买提", "阿依努尔.艾合买提", "阿依努尔．艾合买提", "阿依努尔・艾合买提", "阿依努尔 艾合买提", "阿依努尔艾合买提", "阿依努尔\u200b·\u3000艾合买提"]  # fmt: skip


@pytest.mark.parametrize("name", DOTS)
def test_a_name_is_the_same_with_any_middle_dot_or_blank(name: str) -> None:
    assert name_form(name) == "阿依努尔艾合买提"


def test_other_names_stay_other_names() -> None:
    assert name_form("张三") != name_form("张三丰")
    assert name_form("ＪＯＨＮ Smith") == name_form("John  smith")
    assert name_form("红枫商贸（清和）有限公司") == name_form("红枫商贸(清和)有限公司")


@pytest.mark.parametrize("sign", ["①", "²", "½", "㊣", "₂"])
def test_a_figure_that_stands_for_something_else_is_not_folded_into_one(sign: str) -> None:
    assert fold(sign) == sign


def test_half_an_emoji_and_a_nul_leave_a_text_that_can_be_stored() -> None:
    assert encodable("a\ud83db\x00c") == "a\ufffdbc"
    assert encodable("\ud83d\ude00") == "😀"
    assert fold("甲\ud83d") == "甲"


@pytest.mark.parametrize("dash", "-‐‑–—―−－")
def test_codes_and_numbers_are_read_with_any_dash_and_any_width(dash: str) -> None:
    assert normalise_code(f"８ｆ３ｋ{dash}27QD{dash} M4XZ") == "8F3K-27QD-M4XZ"
    assert compact(f"0579{dash}8555 1234") == "0579-85551234"
    assert normalise_number(f"330782{dash}2026d０01284Ｘ") == "3307822026D001284X"


@pytest.mark.parametrize(
    "shown", ["清矛调〔2026〕01284号", "清矛调（２０２６）１２８４号", "[2026]1284", "清矛调【2026】第1284号"]
)
def test_a_case_number_is_read_as_people_write_it(shown: str) -> None:
    assert shown_parts(shown) == (2026, 1284)


HIDDEN = {
    "override": "\u202e", "isolate": "\u2067", "mark": "\u200f", "arabic mark": "\u061c", "no width": "\u200b",
    "soft hyphen": "\xad", "byte order": "\ufeff", "word joiner": "\u2060", "tag": "\U000e0061", "escape": "\x1b", "delete": "\x7f",
    "next line": "\x85", "backspace": "\x08", "joiner": "\u200d", "annotation": "\ufff9",
}  # fmt: skip


@pytest.mark.parametrize("sign", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_seen_and_does_something_goes_at_the_door_of_every_text_and_file_name(sign: str) -> None:
    assert encodable(f"张{sign}三") == "张三"
    assert encodable(f"Zhang{sign} San") == "Zhang San"
    assert safe_name(f"证据{sign}gpj.exe") == "证据gpj.exe"
    assert name_form(f"张{sign}三") == "张三"


def test_scripts_and_pictures_that_need_their_joiners_keep_them() -> None:
    for text in ("👨‍👩‍👧", "می‌خواهم", "ئابلەت", "第一行\n第二行\t三", "阿依努尔·艾合买提", "\U000323af甲"):
        assert encodable(text) == text
