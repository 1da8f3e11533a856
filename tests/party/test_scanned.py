"""Who scans a code on a wall and goes on to apply: the case says by which code it came, and is counted for it."""

from __future__ import annotations

import re

from django.test import Client
from test_applying import answered, seen, today

from jiefen.actions.intake.codes import make_dispute_code
from jiefen.reports.figures.codes import FEW, codes_view
from jiefen.store.models import Case, DisputeCode
from kit.qinghe import Qinghe

__all__ = ["today"]  # the fixture
WORDS = "湖滨社区居委会门口"


def made(world: Qinghe) -> str:
    """The signs of a new code."""
    make_dispute_code(unit="grid-330999001001", words=WORDS, by=world.actor("dispatcher"), at=world.now)
    return DisputeCode.objects.get().code


def test_the_case_says_by_which_code_it_came(today: Qinghe) -> None:
    browser, code = Client(), made(today)
    browser.get(f"/c/{code}")
    browser.post(f"/c/{code}")
    answered(browser)
    browser.post("/apply/answers", {"agreed": "1", "seen": seen(browser)})
    case = Case.objects.get()
    assert case.came_by.code.words == WORDS
    assert WORDS in today.client("dispatcher").get(f"/cases/{case.number}").content.decode()
    line = codes_view().lines[0]
    assert (line.opened, line.applied) == (1, FEW)


def test_the_code_goes_along_to_another_telephone(today: Qinghe) -> None:
    browser, elsewhere, code = Client(), Client(), made(today)
    browser.post(f"/c/{code}")
    answered(browser)
    page = browser.post("/apply/save", {"pin": "428517", "again": "428517"}).content.decode()
    taken = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert taken is not None
    elsewhere.post("/apply/take-up", {"code": taken[0], "pin": "428517"})
    elsewhere.post("/apply/answers", {"agreed": "1", "seen": seen(elsewhere)})
    assert Case.objects.get().came_by.code.words == WORDS


def test_who_came_without_a_code_is_counted_for_none(today: Qinghe) -> None:
    made(today)
    browser = Client()
    answered(browser)
    browser.post("/apply/answers", {"agreed": "1", "seen": seen(browser)})
    assert codes_view().lines[0].applied == "0"
