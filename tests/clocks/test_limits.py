"""What a limit says of itself: how far its source goes, what a party is told of it, how long it is."""

from __future__ import annotations

import pytest

from jiefen.domain.clocks.limit import Confidence, Limit, LimitKind, TimeUnit, amount_text
from jiefen.domain.common.words import PauseReason


def limit(**changes: object) -> Limit:
    row = {
        "id": "T",
        "version": 1,
        "label": "试",
        "budget": 5,
        "unit": TimeUnit.WORK_DAYS,
        "kind": LimitKind.STATUTORY,
    }
    return Limit(**(row | {"source": "某法第1条", "confidence": "S"} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", list(TimeUnit))
def test_the_shortest_limit_is_one_and_the_longest_ten_thousand(unit: TimeUnit) -> None:
    for budget in (1, 10_000):
        assert limit(budget=budget, unit=unit).budget == budget
    for budget in (-1, 0, 10_001):
        with pytest.raises(ValueError, match=r"^T：期限要在 1 至 10000 之间。$"):
            limit(budget=budget, unit=unit)


@pytest.mark.parametrize(("extension", "by"), [(5, ""), (0, "负责人")])
def test_what_may_be_extended_names_who_allows_it_and_nothing_else_does(extension: int, by: str) -> None:
    with pytest.raises(ValueError, match=r"^T：能延长的要写明由谁批准，不能延长的不写。$"):
        limit(extension=extension, extended_by=by)
    assert limit(extension=5, extended_by="负责人").extension == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": TimeUnit.DAYS},
        {"extension": 1, "extended_by": "负责人"},
        {"pauses": frozenset({PauseReason.APPRAISAL})},
    ],
)
def test_a_limit_counted_back_is_in_working_days_and_nothing_moves_it(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^T：往前数的期限按工作日计，不延长，不暂停。$"):
        limit(before=True, **wrong)
    assert limit(before=True).before
    assert not limit(**wrong).before


@pytest.mark.parametrize(
    ("confidence", "standing", "checked"),
    [
        ("S", "已核对原文", True),
        ("S2", "二手资料，未核对原文", False),
        ("M", "凭记忆，未核对原文", False),
        ("C", "本系统自定，可改", True),
    ],
)
def test_how_far_a_source_goes_is_said_in_words(confidence: Confidence, standing: str, checked: bool) -> None:
    assert (limit(confidence=confidence).standing, limit(confidence=confidence).checked) == (
        standing,
        checked,
    )


@pytest.mark.parametrize(
    ("confidence", "source", "basis"),
    [
        ("C", "本中心内部时限：一周", "本中心内部时限"),
        ("S", "人民调解法第33条", "人民调解法第33条"),
        ("S", "人民调解法第33条；民法典第203条", "人民调解法第33条；民法典第203条"),
        ("S", "人民调解法第33条；《浙江省调解条例》第5条", "人民调解法第33条"),
        ("S2", "人民调解法第33条", ""),
        ("M", "人民调解法第33条", ""),
    ],
)
def test_a_party_is_told_of_national_law_that_was_read_and_of_nothing_doubtful(
    confidence: Confidence, source: str, basis: str
) -> None:
    assert limit(confidence=confidence, source=source).basis == basis


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (15, TimeUnit.DAYS, "15 日"),
        (12, TimeUnit.DAYS, "12 日"),
        (3, TimeUnit.WORK_DAYS, "3 个工作日"),
        (2, TimeUnit.WORK_HOURS, "2 个工作小时"),
        (48, TimeUnit.HOURS, "48 小时"),
        (6, TimeUnit.MONTHS, "6 个月"),
        (13, TimeUnit.MONTHS, "13 个月"),
        (12, TimeUnit.MONTHS, "1 年"),
        (36, TimeUnit.MONTHS, "3 年"),
    ],
)
def test_an_amount_is_told_as_one_says_it(amount: int, unit: TimeUnit, text: str) -> None:
    assert amount_text(amount, unit=unit) == text


@pytest.mark.parametrize(
    ("kind", "label"), [("statutory", "法定"), ("internal", "内部"), ("watch", "外部机关，只提醒")]
)
def test_a_kind_of_limit_has_its_name(kind: str, label: str) -> None:
    assert LimitKind(kind).label == label
