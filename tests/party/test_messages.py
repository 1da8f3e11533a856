"""留言: a party writes to whoever handles the matter; it is theirs alone, and nobody leaves it unanswered unseen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jiefen.actions.messages import inquiries, notices
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.words import Audience
from jiefen.domain.messages.inquiries import MOST_OPEN
from jiefen.reports.common.lists import work
from jiefen.store.common import vault
from jiefen.store.models import Inquiry, Notice, Party, PartyMessage, User
from kit.invariants import check_case
from kit.parties import at_home, looking, party_of, read_by
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGES = ("/t", "/t/messages", "/t/mine", "/t/mine.json", "/t/papers", "/t/session", "/t/appeal")


@pytest.fixture(autouse=True)
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests at the hour of the test's world."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)


def writes(party: Party, said: str) -> int:
    return at_home(party).post("/t/messages", {"said": said, "key": f"{party.pk} {said}"}).status_code


def everything(party: Party) -> str:
    browser = at_home(party)
    return "\n".join(browser.get(page).content.decode() for page in PAGES) + read_by(party)


def answer(world: Qinghe, number: str, who: str, text: str) -> None:
    row = Inquiry.objects.filter(party__case__number=number, answered_at=None).order_by("pk").first()
    assert row is not None
    world.take(who, "answer_inquiry", number, inquiry=str(row.pk), answer=text)


def told(username: str, *, of: str) -> list[str]:
    rows = Notice.objects.filter(user=User.objects.get(username=username), text__contains=of)
    return [row.text for row in rows.order_by("pk")]


def test_张三_writes_周敏_answers_and_李四_reads_neither(world: Qinghe) -> None:
    number = world.reach("started")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    assert writes(zhang, "下周三我在外地，能不能线上谈") == 302
    notices.deliver(at=world.now)
    assert told("mediator", of="当事人留言"), "the holder is told"
    case_page = world.client("mediator").get(f"/cases/{number}?tab=oversight").content.decode()
    assert "下周三我在外地" in case_page
    assert "答复留言" in case_page
    assert number_is_on_the_desk(world, number)
    answer(world, number, "mediator", "可以，链接另发给您")
    assert not number_is_on_the_desk(world, number)
    mine = at_home(zhang).get("/t/messages").content.decode()
    assert "可以，链接另发给您" in mine
    assert "您的留言有答复了" in looking(zhang).get("/t").content.decode()
    for mark in ("下周三", "链接另发", "留言有答复了", "留了言"):
        assert mark in everything(zhang), "the control"
        assert mark not in everything(li)
    handler = world.case(number).handler
    assert handler is not None
    assert handler.name not in mine, "the unit answers"
    check_case(number)


def number_is_on_the_desk(world: Qinghe, number: str) -> bool:
    sections = work(world.actor("mediator"), now=world.now)
    row = world.case(number)
    return any(case.number == row.number for part in sections if "留言" in part.heading for case in part.rows)


def test_the_sms_says_nothing_of_what_was_written(world: Qinghe) -> None:
    number = world.reach("started")
    zhang = party_of(world, number, "张三")
    writes(zhang, "我的存折丢了")
    answer(world, number, "mediator", "请到银行挂失")
    row = PartyMessage.objects.get(party=zhang, event__startswith="inquiry:")
    text = vault.unseal(vault.key_of(zhang.secret), bytes(row.sealed), place="party_message")
    assert "留言有答复了" in text
    assert "存折" not in text
    assert "挂失" not in text


def test_neither_words_are_in_the_history_or_readable_in_the_row(world: Qinghe) -> None:
    number = world.reach("started")
    writes(party_of(world, number, "张三"), "我的存折丢了")
    answer(world, number, "mediator", "请到银行挂失")
    row = Inquiry.objects.get()
    for sealed in (row.said_sealed, row.answer_sealed):
        assert "存折".encode() not in bytes(sealed)
        assert "挂失".encode() not in bytes(sealed)
    entries = world.case(number).entries.filter(verb__in=("ask_handler", "answer_inquiry"))
    assert [entry.body.count('"sealed":{}') for entry in entries] == [1, 1]
    assert {entry.audience for entry in entries} == {Audience.SOME}, (
        "for their writer, whoever else is in the case"
    )


def test_one_side_alone_cannot_be_answered_by_somebody_elses_post(world: Qinghe) -> None:
    number = world.reach("started")
    writes(party_of(world, number, "张三"), "什么时候开会")
    with pytest.raises(NotAllowed):
        answer(world, number, "supervisor", "不归我答")
    with pytest.raises(RuleError):
        world.take("mediator", "answer_inquiry", number, inquiry="0", answer="没有这一条")


def test_the_third_message_without_an_answer_reaches_the_supervisor_once(world: Qinghe) -> None:
    number = world.reach("started")
    zhang = party_of(world, number, "张三")
    for said in ("第一次问", "第二次问"):
        writes(zhang, said)
    assert inquiries.tell_of_unanswered(at=world.now) == 0
    writes(zhang, "第三次问")
    for _ in range(3):
        assert inquiries.tell_of_unanswered(at=world.now) == 1
    assert len(told("supervisor", of="没有人答复")) == 1
    assert not told("mediator", of="没有人答复")
    answer(world, number, "mediator", "一起答")
    assert inquiries.tell_of_unanswered(at=world.now) == 0, "derived anew each time"


def test_who_wrote_once_and_waits_five_working_days_is_no_worse_off(world: Qinghe) -> None:
    number = world.reach("started")
    writes(party_of(world, number, "李四"), "我什么时候能来")
    world.later(days=6)
    assert inquiries.tell_of_unanswered(at=world.now) == 0, "a weekend lies between"
    world.later(days=1)
    assert inquiries.tell_of_unanswered(at=world.now) == 1


def test_messages_go_on_after_the_end_and_stop_at_a_bound(world: Qinghe) -> None:
    number = world.reach("closed")
    zhang = party_of(world, number, "张三")
    for n in range(MOST_OPEN):
        assert writes(zhang, f"对方没有付第 {n} 期") == 302
    assert writes(zhang, "还有一句") == 409
    assert Inquiry.objects.count() == MOST_OPEN


def test_a_message_needs_the_partys_own_door(world: Qinghe) -> None:
    number = world.reach("started")
    zhang = party_of(world, number, "张三")
    browser = looking(zhang)
    assert browser.get("/t/messages").headers["Location"] == "/t/own?back=/t/messages"
    browser.post("/t/messages", {"said": "替他说的", "key": "x"})
    assert at_home(zhang).post("/t/messages", {"said": " ", "key": "y"}).status_code == 422
    assert not Inquiry.objects.exists()
