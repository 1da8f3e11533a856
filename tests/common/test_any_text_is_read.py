"""Readers of values answer or refuse in words, whatever text they are handed; folding twice is folding once."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from jiefen.domain.common import days, fold, money, papers, phones
from jiefen.domain.common.errors import Unread
from jiefen.domain.common.reading import Reading
from jiefen.domain.intake import numbering

SIGNS = (
    "0123456789-/.:,+年月日号时分上下午万千百元角亿整零〇一二三十廿初〔〕（）()【】ABCXHMGEeTZ其他转#* \t\n\u3000\u00a0\u200b\x00"
    "０１２９－．：，年①②²½٣९𝟙Ⅳ㊣ﬀ\ud83d\u202e·•張张"
)
READERS: dict[str, Callable[[str], object]] = {
    "day": days.read_day,
    "month": days.read_month,
    "time": days.read_time,
    "money": money.read_money,
    "phone": phones.phone_problem,
    "phones": phones.phones_meant,
    "tail": phones.phone_tail,
    "paper": papers.paper_of,
    "id": lambda text: papers.paper_problem("id_card", number=text, today=date(2026, 3, 2)),
    "number": numbering.number_problem,
    "shown": numbering.shown_parts,
    "code": numbering.normalise_code,
    "name": fold.name_form,
    "search": fold.search_form,
}


def texts(seed: int, *, count: int = 1500) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choices(SIGNS, k=dice.randint(0, 24))) for _ in range(count)]


@pytest.mark.parametrize("name", READERS)
def test_no_text_brings_a_reader_down(name: str) -> None:
    odd = (*texts(len(name)), "9" * 10_000, "\ud83d" * 100)
    reasons = [_reason(READERS[name], text) for text in odd]
    assert [why for why in reasons if why is not None and (not why or why.endswith("。"))] == []


def _reason(read: Callable[[str], object], text: str) -> str | None:
    """Why it was not understood; any other error is the test's."""
    try:
        read(text)
    except Unread as why:
        return str(why)
    return None


@pytest.mark.parametrize(
    "how", [fold.fold, fold.compact, fold.name_form, fold.search_form, phones.normalise_phone]
)
def test_folding_twice_is_folding_once(how: Callable[[str], str]) -> None:
    for text in texts(7):
        assert how(how(text)) == how(text), ascii(text)


def test_every_field_of_a_form_answers_with_a_value_or_a_sentence() -> None:
    for text in texts(11):
        reading = Reading({"a": text})
        reading.day("a", today=date(2026, 3, 2), label="日")
        reading.money("a", label="元")
        reading.time("a", label="几点")
        reading.whole("a", default=1, low=1, high=99, label="数")
        reading.text("a", limit=5, label="话").encode()  # can be stored
        assert all(sentence.endswith("。") for sentence in reading.problems.values())
