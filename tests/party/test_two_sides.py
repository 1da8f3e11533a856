"""Two sides are two people: what one reads of the other, verb by verb, and what each does behind their own door."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from django.test import Client

from jiefen.actions.case import take as taking
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.step import Step
from jiefen.domain.case.lifecycle import BY_NAME, VERBS, Verb
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience, Readers
from jiefen.domain.oversight.words_disagreement import AppealAbout
from jiefen.reports.common.timeline import timeline
from jiefen.store.models import Entry, Party, PartyMessage
from jiefen.store.parties import code_of
from kit.filing import issue
from kit.invariants import check_case
from kit.parties import at_home, looking, party_of, read_by
from kit.qinghe import Qinghe

pytestmark = pytest.mark.django_db
SIDES = {"applicant": "张三", "respondent": "李四"}
TABLE = Path(__file__).parent / "readers.csv"
PAGES = (
    "/t", "/t/papers", "/t/mine", "/t/mine.json", "/t/session", "/t/court", "/t/appeal", "/t/agreement", "/t/confirm",
    "/t/messages", "/t/withdraw", "/t/materials",
)  # fmt: skip


def texts_of(row: Verb) -> list[str]:
    return [ask.name for ask in row.asks if ask.type in ("text", "long")]


def mark(row: Verb, text: str, *, side: str) -> str:
    return f"«{row.name}.{text}.{side}»"


@in_one_transaction("write_down")
def write_down(command: Command, *, number: str, verb: str, party: Party, side: str) -> Answer:
    """The entry of a verb as the command writes it, each of its texts with a mark, for or by this party."""
    case = command.lock(number, action="see")
    row = BY_NAME[verb]
    words = {ask.name: mark(row, ask.name, side=side) for ask in row.asks if ask.type in ("text", "long")}
    step = Step(
        command=command, case=case, row=row, values=dict.fromkeys((a.name for a in row.asks), "") | words
    )
    step.values |= {"party": party}
    taking._save(step)
    return Answer(sentence="", number=number)


def seen_by(party: Party) -> str:
    """All that the pages and files of a party say, and the messages on their way to them."""
    browser = at_home(party)
    pages = [browser.get(page) for page in PAGES]
    assert {answer.status_code for answer in pages} == {200}
    return "\n".join(answer.content.decode() for answer in pages)


def told_by_the_table() -> Iterator[str]:
    """`verb text: of whom → reader`, one for each pair the table allows."""
    with TABLE.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            for side in SIDES:
                readers = {"both": SIDES, "applicant": ["applicant"], "own": [side]}[line["readers"]]
                yield from (f"{line['verb']} {line['text']}: {side} → {reader}" for reader in readers)


def test_each_side_reads_of_every_verb_what_the_table_says_and_nothing_else(world: Qinghe) -> None:
    read: list[str] = []
    for rows in (VERBS[::3], VERBS[1::3], VERBS[2::3]):  # a page shows so many entries and no more
        read += told_of(world, rows)
    assert sum(len(texts_of(row)) for row in VERBS) > 70, "the control: there are texts to be read"
    assert sorted(read) == sorted(told_by_the_table())


def told_of(world: Qinghe, rows: Sequence[Verb]) -> Iterator[str]:
    """The same from the pages, for these verbs done for or by each side."""
    number = world.reach("handling")
    people = {side: party_of(world, number, name) for side, name in SIDES.items()}
    for row in rows:
        for side, party in people.items():
            done = {"verb": row.name, "party": party, "side": side}
            write_down(number=number, **done, by=world.actor("mediator"), at=world.now)
    seen = {reader: seen_by(party) for reader, party in people.items()}
    staff = "".join(entry.note for entry in timeline(world.case(number), limit=1_000))
    for row, side in product(rows, SIDES):
        for text in texts_of(row):
            assert mark(row, text, side=side) in staff, "the control: it was written down"
            for reader in SIDES:
                if mark(row, text, side=side) in seen[reader]:
                    yield f"{row.name} {text}: {side} → {reader}"


def test_a_text_that_parties_read_says_so_where_it_is_typed() -> None:
    for row in VERBS:
        for ask in row.asks:
            if ask.type not in ("text", "long"):
                continue
            chosen = any(other.name == "audience" for other in row.asks)
            assert chosen or ask.shown == ("可见" in ask.label), (row.name, ask.label)
            assert not (ask.shown and row.party_line is None), (row.name, "nobody reads the line")


def test_each_line_says_you_only_to_whom_it_is_for(world: Qinghe) -> None:
    for row in VERBS:
        chosen = any(ask.name == "audience" for ask in row.asks)
        if row.readers is Readers.ALL and row.party_line and not chosen:
            said = re.sub("您觉得不合适的，可以要求换人|请您看过再签", "", row.party_line)
            assert "您" not in said, row.name


def test_both_object_and_neither_reads_the_others(world: Qinghe) -> None:
    number = world.reach("handling")
    both_object(world, number)
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    for who, own, other in ((zhang, "拖了十天", "表哥"), (li, "表哥", "拖了十天")):
        seen = seen_by(who)
        assert (own in seen, other in seen) == (True, False)
    answered(world, zhang, answer="确实拖了，已催办")
    assert "确实拖了" in read_by(zhang)
    assert "确实拖了" not in seen_by(li)
    running = world.case(number).clocks.filter(rule="C-APPEAL", stopped_at=None)
    assert running.count() == 1, "李四 still waits"
    answered(world, li, answer="查过，不是亲戚")
    assert not running.exists()
    check_case(number)


def both_object(world: Qinghe, number: str) -> None:
    for name, said in (("张三", "拖了十天没有人管"), ("李四", "调解员是对方的表哥")):
        browser = at_home(party_of(world, number, name))
        answer = browser.post("/t/appeal", {"about": "conduct", "said": said, "key": f"by {name}"})
        assert answer.headers["Location"] == "/t"


def answered(world: Qinghe, party: Party, *, answer: str) -> None:
    number, row = party.case.number, party.appeals.get()
    reviewer = str(world.actor("supervisor").user_id)
    world.take("leader", "assign_appeal", number, appeal=str(row.pk), person=reviewer)
    world.take("supervisor", "answer_appeal", number, appeal=str(row.pk), result="partly", answer=answer)


def test_an_objection_needs_the_partys_own_door(world: Qinghe) -> None:
    number = world.reach("handling")
    browser = looking(party_of(world, number, "李四"))
    assert browser.get("/t/appeal").headers["Location"] == "/t/own?back=/t/appeal"
    answer = browser.post("/t/appeal", {"about": "delay", "said": "替他说的", "key": "x"})
    assert answer.headers["Location"] == "/t/own?back=/t/appeal"
    assert not world.case(number).appeals.exists()


def test_a_note_and_a_file_are_for_whom_they_were_meant(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take("mediator", "note", number, text="请带上租约原件", audience="applicant")
    world.take("mediator", "note", number, text="请回个电话", audience="respondent")
    zhang, li = read_by(party_of(world, number, "张三")), read_by(party_of(world, number, "李四"))
    assert ("租约原件" in zhang, "租约原件" in li) == (True, False)
    assert ("回个电话" in zhang, "回个电话" in li) == (False, True)
    shown = {entry.readers for entry in timeline(world.case(number))}
    assert {"只给张三看", "只给李四看"} <= shown, "the staff sees who reads it"
    assert Entry.objects.filter(case__number=number, audience=Audience.SOME).count() == 2


def test_the_claim_is_the_applicants_until_it_is_released(world: Qinghe) -> None:
    number = world.reach("handling", wanted="退还押金八千元，另付搬家费")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    assert "搬家费" in looking(zhang).get("/t").content.decode()
    assert "搬家费" not in seen_by(li)
    world.take("mediator", "release_claim", number, claim="请退还押金八千元", via="phone")
    page = looking(li).get("/t").content.decode()
    assert "对方的请求" in page
    assert "请退还押金八千元" in page
    assert "搬家费" not in page
    check_case(number)


def test_where_violence_is_alleged_nothing_is_released(world: Qinghe) -> None:
    number = world.reach("handling", flags=("violence",))
    with pytest.raises(RuleError, match="当面和申请人商量"):
        world.take("mediator", "release_claim", number, claim="他打我", via="phone")
    for name in SIDES.values():
        assert 'id="claim"' not in looking(party_of(world, number, name)).get("/t").content.decode()


def test_the_limits_of_the_applicant_are_not_the_respondents(world: Qinghe) -> None:
    number = world.register(kind="0701", happened_on="2026-02-20", respondent_kind="organisation")
    mine, theirs = (
        looking(row).get("/t").content.decode() for row in world.case(number).parties.order_by("position")
    )
    assert "您自己的期限" in mine
    assert "您自己的期限" not in theirs


def test_a_message_of_the_centre_goes_to_each_in_their_own_row(world: Qinghe) -> None:
    number = world.reach("started")
    begins = {"on": "2026-03-05", "begins": "09:00", "ends": "10:00"}
    mediator = str(world.case(number).proceedings.get().person.mediator.pk)
    world.take(
        "mediator",
        "plan_session",
        number,
        mediator=mediator,
        mode="in_person",
        openness="closed",
        place="村委会",
        **begins,
    )
    assert PartyMessage.objects.values("party").distinct().count() == 2


def test_one_code_opens_one_partys_page_alone(world: Qinghe, client: Client) -> None:
    number = world.register()
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    assert code_of(zhang) != code_of(li)
    assert client.post("/track", {"code": code_of(zhang)}).status_code == 422, "his own telephone is asked"
    assert client.post("/track", {"code": code_of(zhang), "phone_tail": "0002"}).status_code == 422, (
        "not the other's"
    )
    assert client.post("/track", {"code": code_of(zhang), "phone_tail": "13800000001"}).status_code == 302, (
        "a whole number"
    )
    assert "李某" in client.get("/t").content.decode()
    other = Client()
    assert other.post("/track", {"code": code_of(li)}).status_code == 302, "nobody's telephone is asked"
    page = other.get("/t").content.decode()
    assert "张某" in page
    assert "和您有关的事" in page
    assert "您反映" not in page


@pytest.mark.parametrize("about", list(AppealAbout))
def test_every_reason_to_object_reaches_somebody_else_and_not_the_other_side(
    world: Qinghe, about: AppealAbout
) -> None:
    ended = about in (AppealAbout.REOPEN, AppealAbout.REVIEW)
    number = world.reach("closed" if ended else "started", flags=("petition",) if ended else ())
    li = party_of(world, number, "李四")
    answer = at_home(li).post("/t/appeal", {"about": about, "said": "请看一下", "key": "one"})
    assert answer.status_code == 302
    row = li.appeals.get()
    own = str(world.actor("mediator").user_id)
    with pytest.raises(RuleError):
        world.take("leader", "assign_appeal", number, appeal=str(row.pk), person=own)
    assert (
        about.label
        not in looking(party_of(world, number, "张三")).get("/t").content.decode().split("进展")[1]
    )


def test_three_are_called_and_each_has_their_own_page(world: Qinghe) -> None:
    number = world.reach("handling")
    people = [party_of(world, number, "张三"), party_of(world, number, "李四")]
    world.take("mediator", "note", number, text="请两位都来", audience="respondent")
    assert ["请两位都来" in read_by(row) for row in people] == [False, True]
    assert len({code_of(row) for row in people}) == 2


def test_who_was_erased_has_no_page_any_more_and_the_others_keep_theirs(world: Qinghe) -> None:
    number = world.reach("handling")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    code, kept = code_of(zhang), code_of(li)
    world.take("clerk", "withdraw", number, said="不告了", reason="和解了")
    world.later(days=181)
    asked = world.take("leader", "erase_party", number, party=str(zhang.pk), reason="本人要求")
    world.agree("reviewer", asked)
    assert Client().post("/track", {"code": code, "phone_tail": "0001"}).status_code == 422
    assert Client().post("/track", {"code": kept}).status_code == 302
    check_case(number)


def test_each_party_takes_away_their_own_papers_and_no_other(world: Qinghe) -> None:
    number = world.reach("handling", flags=("petition",))
    issue(world, number, "pet_acceptance")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    row = world.case(number).papers.get()
    assert looking(zhang).get("/t/papers").headers["Location"] == "/t/own?back=/t/papers"
    hers, his = at_home(zhang), at_home(li)
    assert row.title in hers.get("/t/papers").content.decode()
    assert row.title not in his.get("/t/papers").content.decode()
    assert row.title not in his.get("/t/mine").content.decode()
    taken = hers.get(f"/t/papers/{row.pk}")
    assert b"".join(taken.streaming_content).startswith(b"%PDF-")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert his.get(f"/t/papers/{row.pk}").status_code == 404
    assert Client().get(f"/t/papers/{row.pk}").headers["Location"] == "/track"
