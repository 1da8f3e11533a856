"""顾长山 decides with the evidence beside the decision, and hears what closing lacks before it is refused."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import RuleError
from jiefen.reports.case import page as case_page
from jiefen.reports.case.review import evidence_of
from jiefen.store.models import Case
from kit.pages import flat
from kit.qinghe import Qinghe
from kit.signing import attach, write


def page(world: Qinghe, number: str, verb: str) -> str:
    answer = world.client("reviewer").get(f"/cases/{number}/{verb}")
    assert answer.status_code == 200
    return flat(answer.content.decode())


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_the_decision_stands_beside_result_agreement_confirmations_papers_and_what_is_lacking(
    world: Qinghe, verb: str
) -> None:
    number = world.reach("reviewing")
    attach(world, number, name="转账凭证.jpg")
    shown = page(world, number, verb)
    for text in ("达成协议", "分两期付清。", "¥ 8,000.00", "退还押金", "第 1 项", "转账凭证.jpg"):
        assert text in shown, text
    assert "办结还差：还没有确认：张三、李四" in shown


def test_what_the_parties_said_is_there_and_nothing_lacks_any_more(world: Qinghe) -> None:
    number = world.reach("reviewed")
    world.confirm(number)
    shown = page(world, number, "close")
    assert "办结还差" not in shown
    assert "当事人自己的确认" in shown
    assert "是这样说好的。" in shown


def test_the_refusal_to_close_shows_the_same_evidence(world: Qinghe) -> None:
    number = world.reach("reviewed")
    answer = world.client("reviewer").post(f"/cases/{number}/close", {"key": "k"})
    shown = flat(answer.content.decode())
    assert answer.status_code == RuleError.status
    assert "还没有确认：张三、李四" in shown
    assert "分两期付清。" in shown


@pytest.mark.parametrize("state", ["reviewing", "reviewed"])
def test_the_next_step_says_beforehand_what_closing_lacks(world: Qinghe, state: str) -> None:
    number = world.reach(state)
    case = world.case(number)
    said = case_page.case_view(world.actor("mediator"), case=case, now=world.now).next
    assert said is not None
    assert "还没有确认：张三、李四" in said.text
    world.confirm(number)
    said = case_page.case_view(world.actor("mediator"), case=world.case(number), now=world.now).next
    assert said is not None
    assert "确认：" not in said.text


def test_what_does_not_fit_the_result_is_said(world: Qinghe) -> None:
    number = world.reach("started")
    write(world, number)
    world.take("mediator", "offer_agreement", number)
    Case.objects.filter(number=number).update(state="reviewing", outcome="settled")
    evidence = evidence_of(world.case(number), may=(), now=world.now)
    assert evidence.doubts[0] == "登记的结果是“当场和解”，协议却还“待签署”，请核对"
    assert "人民调解还没有结束" in evidence.doubts
    assert all(not file.url for file in evidence.files), "whoever may not download sees names only"
