"""The written answers: an objection's, a petition review's and a re-review's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jiefen.domain.common.errors import Unseen
from jiefen.reports.documents import letters
from jiefen.reports.documents.letters import letter_pdf
from jiefen.store.outreach import letter_code_of
from jiefen.store.parties import code_of
from kit.filing import pages_of
from kit.parties import party_of
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def letter(world: Qinghe, number: str, name: str) -> bytes:
    return letter_pdf(world.case(number), name=name, track_url="http://127.0.0.1/t/", now=world.now)


def test_an_answer_is_addressed_to_who_objected_and_leads_to_their_page_alone(world: Qinghe) -> None:
    number = world.reach("assigned")
    li = party_of(world, number, "李四")
    world.take("clerk", "appeal", number, party=str(li.pk), about="recusal", said="调解员是他表哥")
    row, person = li.appeals.get(), str(world.actor("supervisor").user_id)
    world.take("leader", "assign_appeal", number, appeal=str(row.pk), person=person)
    world.take("supervisor", "answer_appeal", number, appeal=str(row.pk), result="upheld", answer="已换人")
    text = "".join(pages_of(letter(world, number, f"appeal-{row.pk}"))).replace(" ", "")
    assert "李四：" in text
    assert "张三" not in text


def test_an_invitation_leads_the_respondent_in_by_itself_and_says_that_nothing_happens_to_who_stays_away(
    world: Qinghe,
) -> None:
    number = world.reach("handling", wanted="退还押金八千元")
    li, zhang = party_of(world, number, "李四"), party_of(world, number, "张三")
    with pytest.raises(Unseen):
        letter(world, number, f"invitation-{li.pk}")
    world.take("mediator", "invite", number, party=str(li.pk), way="letter")
    text = "".join(pages_of(letter(world, number, f"invitation-{li.pk}"))).replace(" ", "").replace("\n", "")
    assert letter_code_of(li) in text
    assert code_of(zhang) not in text
    assert "/letter填码" in text
    assert text.index("没有任何不利") < len(text) / 3
    assert "/who，填上面的码" in text
    assert "押金" not in text, "not released yet"
    world.take("mediator", "release_claim", number, claim="请退还押金", via="phone")
    assert "请退还押金" in "".join(pages_of(letter(world, number, f"invitation-{li.pk}"))).replace(" ", "")
    assert Client().post("/track", {"code": code_of(li)}).status_code == 302
    for name in (f"invitation-{zhang.pk}", "invitation-0", "invitation-x"):
        with pytest.raises(Unseen):
            letter(world, number, name)
    page = world.client("mediator").get(f"/cases/{number}?tab=parties").content.decode()
    assert page.count("打印邀请函") == 1


def test_who_calls_says_how_to_check_the_call_and_that_nothing_happens_to_who_stays_away(
    world: Qinghe,
) -> None:
    number = world.reach("handling", wanted="退还押金八千元")
    at = f"/cases/{number}?tab=parties"
    page = world.client("mediator").get(at).content.decode()
    assert page.count("电话邀请怎么说") == 1
    said = page[page.index("电话邀请怎么说") :]
    assert said.index("请先挂断，自己打") < said.index("没有任何不利") < said.index("您愿意调解吗")
    assert "问过对方以后再告诉您" in said, "not released yet"
    world.take("mediator", "release_claim", number, claim="请退还押金", via="phone")
    assert "对方的请求是：请退还押金" in world.client("mediator").get(at).content.decode()


def test_an_invitation_is_one_page_however_much_is_asked(world: Qinghe) -> None:
    number = world.reach(
        "handling",
        respondent_name="清和县城关镇人民路第一农业生产资料综合贸易有限责任公司",
        respondent_kind="organisation",
    )
    li = party_of(world, number, "清和县城关镇人民路第一农业生产资料综合贸易有限责任公司")
    world.take(
        "mediator",
        "release_claim",
        number,
        claim="请退还押金，并说明墙面的情况。" * 30 + "\n" + "赔" * 400 + "\n再赔",
        via="phone",
    )
    world.take("mediator", "invite", number, party=str(li.pk), way="letter")
    assert len(pages_of(letter(world, number, f"invitation-{li.pk}"))) == 1


def test_nobody_is_invited_where_violence_is_alleged(world: Qinghe) -> None:
    number = world.reach("handling", flags=("violence",))
    with pytest.raises(Unseen):
        letter(world, number, f"invitation-{party_of(world, number, '李四').pk}")
    assert (
        "电话邀请怎么说" not in world.client("mediator").get(f"/cases/{number}?tab=parties").content.decode()
    )


def test_an_answered_objection_has_its_letter_and_an_open_one_has_none(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take(
        "clerk",
        "appeal",
        number,
        party=str(party_of(world, number, "张三").pk),
        about="delay",
        said="三天没有人联系我",
    )
    mine = world.case(number).appeals.get()
    with pytest.raises(Unseen):
        letter(world, number, f"appeal-{mine.pk}")
    person = str(world.actor("supervisor").user_id)
    world.take("leader", "assign_appeal", number, appeal=str(mine.pk), person=person)
    answer = "查明：指派后三天没有联系。依据：本中心时限。\n处理：今天已联系。"
    world.take("supervisor", "answer_appeal", number, appeal=str(mine.pk), result="upheld", answer=answer)
    made = letter(world, number, f"appeal-{mine.pk}")
    assert made.startswith(b"%PDF-")
    assert made == letter(world, number, f"appeal-{mine.pk}"), "the same answer is the same paper"


def test_review_and_re_review_have_their_letters(world: Qinghe) -> None:
    number = world.reach("closed", flags=("petition",))
    for who, said in (("supervisor", "事实没有查清"), ("leader", "仍然不服")):
        person = str(world.actor(who).user_id)
        world.take("clerk", "ask_review", number, received_on="2026-03-03", person=person, said=said)
        world.take(who, "decide_review", number, decided="kept", opinion="经复核，原处理意见适当。")
    for row in world.case(number).proceedings.filter(track__startswith="petition_re"):
        assert letter(world, number, f"review-{row.pk}").startswith(b"%PDF-")


def test_a_letter_names_the_ways_open_when_it_was_given_and_which_are_too_late(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.reach("closed", flags=("petition",), kind="1101")
    world.take("clerk", "own_clock", number, rule="AR-01", since="2025-12-01", reason="收到征收决定")
    for who in ("supervisor", "leader"):
        person = str(world.actor(who).user_id)
        world.take("clerk", "ask_review", number, received_on="2026-03-03", person=person, said="不服")
        world.take(who, "decide_review", number, decided="kept", opinion="原处理意见适当。")
        world.later(days=3)
    printed: list[list[str]] = []
    monkeypatch.setattr(letters, "render", lambda _name, fields, key: printed.append(fields["routes"]))
    for row in world.case(number).proceedings.filter(track__startswith="petition_re").order_by("pk"):
        letter(world, number, f"review-{row.pk}")
    first, second = ("\n".join(lines) for lines in printed)
    assert "请求信访复核" in first
    assert "请求信访复核" not in second
    for text in (first, second):
        assert "申请行政复议（按登记的日期推算，期限已过。是否超过由行政复议机关审查" in text
        assert "到法院起诉：" in text
        assert "不影响上述权利和期限" in text


def printed(world: Qinghe, number: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What goes to the paper, after the paper itself was made once."""
    assert letter(world, number, "answer").startswith(b"%PDF-")
    found: list[dict[str, Any]] = []
    with monkeypatch.context() as patched:
        patched.setattr(letters, "render", lambda _name, fields, key: found.append(fields))
        letter(world, number, "answer")
    return found[0]


def test_every_ended_case_has_one_answer_by_how_it_ended(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed = printed(world, world.reach("closed"), monkeypatch)
    assert agreed["title"] == "调处结果告知书"
    assert "分两期付清。" in agreed["parts"][1]["lines"]
    assert any("申请司法确认" in route for route in agreed["routes"])
    failed = world.reach("started")
    world.take("mediator", "record", failed, outcome="not_agreed", summary="对方不同意付款。")
    with pytest.raises(Unseen):
        letter(world, failed, "answer")
    world.take("reviewer", "approve", failed)
    world.take("reviewer", "close", failed)
    fields = printed(world, failed, monkeypatch)
    assert fields["title"] == "终止调解告知书"
    assert any("到法院起诉" in route for route in fields["routes"])
    assert not any("申请司法确认" in route for route in fields["routes"])
    petition = printed(world, world.reach("closed", flags=("petition",)), monkeypatch)
    assert petition["title"] == "信访事项处理意见书"
    assert any("请求信访复查" in route for route in petition["routes"])


def test_a_refusal_says_why_and_where_else_and_what_was_withdrawn_is_not_answered(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    declined = world.register()
    world.take("dispatcher", "decline", declined, reason="已经在法院立案。", elsewhere="court")
    fields = printed(world, declined, monkeypatch)
    assert fields["title"] == "不予受理告知书"
    assert fields["parts"][1]["lines"] == ["已经在法院立案。", "您可以：向人民法院起诉。"]
    again = world.reach("closed")
    world.take("dispatcher", "reopen", again, reason="第二期没有付")
    world.take("dispatcher", "decline", again, reason="已申请执行。", elsewhere="court")
    assert printed(world, again, monkeypatch)["title"] == "不予受理告知书", (
        "the last word counts, not the first"
    )
    withdrawn = world.reach("assigned")
    world.take("clerk", "withdraw", withdrawn, said="当面提出", reason="双方和解")
    with pytest.raises(Unseen):
        letter(world, withdrawn, "answer")


@pytest.mark.parametrize(
    "name",
    ["appeal-1", "answer", "answer-1", "appeal-x", "review-", "nothing", "appeal-99999999999999999999"],
)
def test_what_is_no_letter_is_not_found(world: Qinghe, name: str) -> None:
    with pytest.raises(Unseen):
        letter(world, world.reach("assigned"), name)


def test_a_long_answer_is_printed_to_its_last_word(world: Qinghe) -> None:
    from jiefen.reports.documents.letters import paragraphs

    text = "查" * 4_999 + "完\n\n第二段"
    assert "".join(paragraphs(text)) == text.replace("\n", "")
    assert all(len(line) <= 1_900 for line in paragraphs(text))
