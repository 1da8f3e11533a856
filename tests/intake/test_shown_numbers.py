"""Numbers as people copy them off a page."""

from __future__ import annotations

import pytest

from jiefen.domain.intake.numbering import case_number, display, shown_parts


@pytest.mark.parametrize("serial", [1, 1284, 1234567])
def test_a_shown_number_is_read_back(serial: int) -> None:
    number = case_number(division="330999", year=2026, track="J", serial=serial)
    assert shown_parts(display(number, "清矛调")) == (2026, serial)


@pytest.mark.parametrize(
    "typed", ["〔2026〕284号", "清矛调[2026]00284号", "清矛调（2026）284", " 清矛调 〔2026〕 00284 号 "]
)
def test_brackets_blanks_and_noughts_do_not_matter(typed: str) -> None:
    assert shown_parts(typed) == (2026, 284)


@pytest.mark.parametrize(
    "typed", ["", "284", "2026 284", "清矛调〔26〕284号", "张守信〔2026〕号", "〔2026〕00284号之一"]
)
def test_anything_else_is_no_number(typed: str) -> None:
    assert shown_parts(typed) is None
