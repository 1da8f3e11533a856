"""What an agreement must say, and what it may never say (人民调解法 29; 民诉法解释 355, 358; 电子签名法 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiefen.domain.agreement.rules import AgreementFault, TermFacts, digest, lint, total, wet_only
from jiefen.domain.agreement.words import TermKind

TODAY = date(2026, 3, 3)
FACTS = "双方对押金八千六百元没有争议，房东同意退还一部分。"
PAY = TermFacts(TermKind.PAY, 2, 1, "退还押金", Decimal("8000"), date(2026, 4, 3), "转账到张三的银行卡")


def found(*terms: TermFacts, facts: str = FACTS, extra: str = "") -> list[AgreementFault]:
    return lint(terms, facts=facts, extra=extra, sides=({1}, {2}), today=TODAY)


def refusals(*terms: TermFacts, facts: str = FACTS, extra: str = "") -> list[str]:
    return [one.sentence for one in found(*terms, facts=facts, extra=extra) if one.refuses]


def test_a_clear_agreement_has_nothing_against_it() -> None:
    assert found(PAY) == []


@pytest.mark.parametrize("text", ["尽快退还押金", "适当补偿", "有钱时退还", "大约八千元", "剩下的另行协商"])
def test_what_nobody_could_enforce_is_named(text: str) -> None:
    told = refusals(replace(PAY, text=text))
    assert any("不明确" in one for one in told), told


@pytest.mark.parametrize(
    "text",
    [
        "张三不得再就此事起诉", "双方放弃仲裁", "不再信访", "不再追究刑事责任", "房屋归李四所有", "确认双方婚姻关系无效",
        "断绝父子关系",
    ],
)  # fmt: skip
def test_what_no_agreement_may_contain_is_named_wherever_it_stands(text: str) -> None:
    for one in (found(replace(PAY, text=text)), found(PAY, extra=text), found(PAY, facts=FACTS + text)):
        assert [finding.source for finding in one if "《" in finding.source], text


def test_ordinary_words_of_peace_are_not_taken_for_a_waiver() -> None:
    assert found(PAY, extra="双方互不追究违约金，今后不再为此事争吵。") == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"taker": 2}, "同一个人"),
        ({"amount": None}, "写明金额"),
        ({"amount": Decimal(0)}, "写明金额"),
        ({"kind": TermKind.DO}, "不要填金额"),
        ({"due_on": date(2026, 3, 2)}, "已经过去"),
        ({"how": " "}, "怎样履行"),
    ],
)
def test_each_promise_says_who_what_how_much_by_when_and_how(change: dict[str, object], says: str) -> None:
    assert any(says in one for one in refusals(replace(PAY, **change))), change  # type: ignore[arg-type]


def test_promises_that_contradict_each_other_are_refused() -> None:
    do = replace(PAY, kind=TermKind.DO, amount=None, text="在院墙开门")
    assert any("互相矛盾" in one for one in refusals(PAY, do, replace(do, kind=TermKind.REFRAIN)))
    assert any("重复" in one for one in refusals(PAY, replace(PAY, amount=Decimal(5000))))
    both_ways = found(PAY, replace(PAY, giver=1, taker=2))
    assert [one.refuses for one in both_ways] == [False], "paying each other on one day is odd, not wrong"


def test_both_sides_must_be_bound_and_something_must_be_agreed() -> None:
    assert any("两边" in one for one in refusals(replace(PAY, giver=1, taker=1)))
    assert any("还没有写" in one for one in refusals())
    assert any("主要事实" in one for one in refusals(PAY, facts="略"))


def test_marriage_adoption_and_inheritance_are_signed_on_paper_only() -> None:
    assert wet_only("0103", texts=[])
    assert wet_only("0602", texts=["双方同意离婚，房屋另行处理"])
    assert not wet_only("0602", texts=[FACTS])


def test_the_digest_moves_with_every_part_of_the_text() -> None:
    def of(**change: object) -> str:
        told: dict[str, object] = {
            "number": "1",
            "form": "written",
            "facts": FACTS,
            "extra": "",
            "terms": [PAY],
        }
        return digest(**(told | change))  # type: ignore[arg-type]

    changes = [
        {"facts": FACTS + "。"},
        {"extra": "无"},
        {"form": "oral"},
        {"number": "2"},
        *({"terms": [replace(PAY, **one)]} for one in (
            {"amount": Decimal("8000.01")}, {"due_on": date(2026, 4, 4)}, {"how": "现金"}, {"giver": 3}, {"text": "退"},
        )),
        {"terms": [PAY, PAY]},
    ]  # fmt: skip
    assert len({of(), *(of(**one) for one in changes)}) == len(changes) + 1
    assert of() == of()


def test_the_sum_is_of_payments() -> None:
    assert total([PAY, replace(PAY, amount=Decimal("0.50"))]) == Decimal("8000.50")
    assert total([]) == 0
