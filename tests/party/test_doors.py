"""A party's own door: in by slip, PIN or message alone, shut after half an hour unused, and nothing typed is lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.actions.people.sessions import SessionStore
from jiefen.domain.agreement.party_codes import normalise, pin, why_not_pin
from jiefen.domain.common.phones import phone_tail
from jiefen.domain.people.tries import BUDGETS
from jiefen.portal.door import ELSEWHERE
from jiefen.reports.agreement.slips import code_slip
from jiefen.store.models import Entry, PartyPin
from jiefen.store.parties import code_of
from kit.invariants import check_case
from kit.parties import at_home, let_in, looking, party_of
from kit.qinghe import Qinghe
from kit.signing import offered

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
STROKES = json.dumps(
    [[[10, 10], [400, 200], [700, 90]], [[30, 200], [500, 30], [800, 250]], [[1, 1], [9, 200]]]
)


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Requests at the hour of the test's world."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


def with_pin(world: Qinghe, number: str, name: str = "李四", *, number_chosen: str = "428517") -> str:
    browser = let_in(world, number, name)
    answer = browser.post("/t/pin", {"pin": number_chosen, "again": number_chosen, "key": name})
    assert answer.headers["Location"] == "/t"
    return code_of(party_of(world, number, name))


def test_the_respondent_comes_in_by_the_slip_alone_and_refuses(today: Qinghe) -> None:
    number = today.reach("started")
    browser = let_in(today, number, "李四")
    assert (
        browser.post("/t/session", {"say": "refuse_mediation", "key": "no"}).headers["Location"]
        == "/t/session"
    )
    assert "您不同意调解" in browser.get("/t").content.decode()
    assert "您不同意" not in looking(party_of(today, number, "张三")).get("/t").content.decode()
    check_case(number)


def test_the_slip_says_how_to_come_in(world: Qinghe) -> None:
    number = world.register()
    party = party_of(world, number, "李四")
    code, blind = draw(party.pk)
    print_code(number=number, party=party.pk, blind=blind, by=world.actor("clerk"), at=world.now)
    paper = {"name": "李四", "code": code, "track_url": "https://jf.example/t/", "now": world.now}
    assert code_slip(world.case(number), party=party.pk, **paper).startswith(b"%PDF-")
    assert normalise(code)


def test_a_pin_opens_the_door_again_until_a_new_slip_ends_it(today: Qinghe) -> None:
    number = today.reach("handling")
    code = with_pin(today, number)
    browser = Client()
    assert browser.post("/track", {"code": code, "phone_tail": "４２８ ５１７"}).status_code == 302, (
        "full-width signs too"
    )
    assert browser.get("/t/appeal").status_code == 200
    facts = Entry.objects.filter(verb="set_pin").get().body
    assert "428517" not in facts
    let_in(today, number, "李四")
    assert Client().post("/track", {"code": code, "phone_tail": "428517"}).status_code == 422
    assert not PartyPin.objects.exists()
    check_case(number)


def test_a_pin_is_tried_five_times_and_is_no_other_partys(today: Qinghe) -> None:
    number = today.reach("handling")
    code = with_pin(today, number)
    other = code_of(party_of(today, number, "张三"))
    assert Client().post("/track", {"code": other, "phone_tail": "428517"}).status_code == 422
    known = Client()
    assert known.post("/track", {"code": code, "phone_tail": "428517"}).status_code == 302
    for guess in range(BUDGETS["pin"].tries):
        assert Client().post("/track", {"code": code, "phone_tail": f"11223{guess}"}).status_code == 422
    today.later(minutes=16)
    refused = Client().post("/track", {"code": code, "phone_tail": "428517"})
    assert "请用确认码" in refused.content.decode(), "tried too often by strangers; another way is said"
    assert known.post("/track", {"code": code, "phone_tail": "428517"}).status_code == 302, "known"
    today.later(days=6)
    assert Client().post("/track", {"code": code, "phone_tail": "428517"}).status_code == 302, (
        "nothing ended it"
    )


@pytest.mark.parametrize(
    "chosen", ["", "12345", "111111", "123456", "987654", "12345a", "1234567", "一二三四五六"]
)
def test_a_pin_that_anybody_guesses_is_refused_with_a_sentence(today: Qinghe, chosen: str) -> None:
    number = today.reach("handling")
    browser = let_in(today, number, "李四")
    answer = browser.post("/t/pin", {"pin": chosen, "again": chosen, "key": "p"})
    assert answer.status_code == 422
    assert why_not_pin(chosen) in answer.content.decode()
    assert not PartyPin.objects.exists()


def test_two_different_pins_are_not_taken(today: Qinghe) -> None:
    browser = let_in(today, today.reach("handling"), "李四")
    answer = browser.post("/t/pin", {"pin": "428517", "again": "428571", "key": "p"})
    assert "两次填的不一样" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("13800000001", "0001"),
        ("0001", "0001"),
        ("+86 138-0000-0001", "0001"),
        ("１３８００００００００１", "0001"),
        ("", ""),
        ("①", ""),
    ],
)
def test_the_last_four_digits_are_taken_of_any_number(typed: str, digits: str) -> None:
    assert phone_tail(typed) == digits
    assert pin("４２８５１７") == "428517"


def test_a_door_in_use_stays_open_and_one_left_alone_shuts(today: Qinghe) -> None:
    number = today.reach("handling")
    browser = let_in(today, number, "李四")
    for _ in range(4):
        today.later(minutes=20)
        assert browser.get("/t/appeal").status_code == 200
    today.later(minutes=30)
    assert browser.get("/t/appeal").headers["Location"] == "/t/own?back=/t/appeal"


def test_what_was_drawn_when_the_door_had_shut_is_there_again(today: Qinghe) -> None:
    number = offered(today)
    code = with_pin(today, number)
    browser = Client()
    browser.post("/track", {"code": code, "phone_tail": "428517"})
    page = browser.get("/t/agreement").content.decode()
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    today.later(minutes=45)
    answer = browser.post("/t/agreement", {"digest": digest, "strokes": STROKES, "key": "sign"})
    assert answer.headers["Location"] == "/t/own?back=/t/agreement"
    stored = "".join(json.dumps(SessionStore().decode(row.session_data)) for row in Session.objects.all())
    assert "400, 200" not in stored, "sealed, not readable in the database"
    assert "都还在" in browser.get("/t/own?back=/t/agreement").content.decode()
    back = browser.post("/t/own", {"code": "428517", "back": "/t/agreement"})
    assert back.headers["Location"] == "/t/agreement"
    again = browser.get("/t/agreement").content.decode()
    assert "400, 200" in again.replace("&quot;", '"')
    assert (
        browser.post("/t/agreement", {"digest": digest, "strokes": STROKES, "key": "sign"}).status_code == 302
    )
    assert world_signed(today, number) == ["李四"]


def world_signed(world: Qinghe, number: str) -> list[str]:
    rows = world.case(number).agreements.get().signatures.filter(party__isnull=False)
    return list(rows.values_list("party__name", flat=True))


def test_what_was_kept_is_given_back_to_nobody_else(today: Qinghe) -> None:
    number = today.reach("handling")
    browser = let_in(today, number, "李四")
    today.later(minutes=31)
    browser.post("/t/appeal", {"about": "delay", "said": "只给我自己看的话", "key": "a"})
    zhang = party_of(today, number, "张三")
    code, blind = draw(zhang.pk)
    print_code(number=number, party=zhang.pk, blind=blind, by=today.actor("clerk"), at=today.now)
    browser.post("/track", {"code": code_of(zhang), "phone_tail": code})
    assert "只给我自己看的话" not in browser.get("/t/appeal").content.decode()


def test_a_wrong_tail_uses_up_no_try_of_the_slip(today: Qinghe) -> None:
    number = today.register()
    party = party_of(today, number, "张三")
    code, blind = draw(party.pk)
    print_code(number=number, party=party.pk, blind=blind, by=today.actor("clerk"), at=today.now)
    for typed in ("9001", "9002", "13800009003", "428517", "AAAA-AAAA"):
        assert Client().post("/track", {"code": code_of(party), "phone_tail": typed}).status_code == 422
    assert Client().post("/track", {"code": code_of(party), "phone_tail": code}).status_code == 302


def test_a_neighbours_typing_errors_lock_nobody_out(today: Qinghe) -> None:
    number, hall = today.register(), Client()
    for at in range(25):
        hall.post("/track", {"code": f"AAAA-BBBB-CC{at:02d}", "phone_tail": "0000"})
    assert hall.post("/track", {"code": "AAAA-BBBB-CCCC"}).status_code == 429
    code = code_of(party_of(today, number, "张三"))
    assert hall.post("/track", {"code": code, "phone_tail": "0001"}).status_code == 302


def test_leaving_at_once_signs_out_and_shows_something_else(today: Qinghe) -> None:
    browser = let_in(today, today.reach("handling"), "李四")
    page = browser.get("/t").content.decode()
    assert 'action="/t/away"' in page
    assert "历史记录和短信，要您自己删" in page
    answer = browser.post("/t/away")
    assert answer.headers["Refresh"] == f"0; url={ELSEWHERE}"
    assert answer.content == b""
    assert browser.get("/t").headers["Location"] == "/track"
    assert 'action="/t/away"' not in browser.get("/").content.decode()


def test_signing_out_leaves_nothing_behind(today: Qinghe) -> None:
    browser = let_in(today, today.reach("handling"), "李四")
    assert "退出" in browser.get("/t").content.decode()
    assert browser.post("/t/leave").headers["Location"] == "/track"
    assert browser.get("/t").headers["Location"] == "/track"
    assert browser.get("/t/appeal").headers["Location"] == "/track"
    assert "退出" not in browser.get("/track").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/t/nothing/there", "/v/abc/def", "/published/x", "/calculator/x", "/who/x", "/no-such-page", "/T"],
)
def test_an_error_at_the_citizens_door_leads_to_the_citizens_pages(address: str, client: Client) -> None:
    client.get("/track?elder=1")
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'data-elder="on"' in page
    assert "查办理进度" in page
    assert "工作人员登录" not in page
    assert 'href="/home"' not in page


def test_a_code_of_one_party_is_not_spent_on_anothers_page(today: Qinghe) -> None:
    number = today.reach("handling")
    zhang, li = party_of(today, number, "张三"), party_of(today, number, "李四")
    code, blind = draw(zhang.pk)
    print_code(number=number, party=zhang.pk, blind=blind, by=today.actor("clerk"), at=today.now)
    assert looking(li).post("/t/own", {"code": code}).status_code == 422
    assert looking(zhang).post("/t/own", {"code": code}).status_code == 302


def test_a_party_on_both_sides_has_two_pages(today: Qinghe) -> None:
    number = today.register(respondent_name="张三", respondent_phone="13800000001")
    mine, theirs = today.case(number).parties.order_by("position")
    assert code_of(mine) != code_of(theirs)
    at_home(mine, at=today.now).post("/t/appeal", {"about": "delay", "said": "我作为申请人说的", "key": "a"})
    assert "我作为申请人说的" not in at_home(theirs, at=today.now).get("/t").content.decode()


def test_what_was_kept_is_for_the_page_it_was_typed_on(today: Qinghe) -> None:
    number = today.reach("handling")
    browser = let_in(today, number, "李四")
    today.now += timedelta(minutes=31)
    browser.post("/t/appeal", {"about": "delay", "said": "写了半天", "key": "a"})
    code = code_of(party_of(today, number, "李四"))
    fresh, blind = draw(party_of(today, number, "李四").pk)
    print_code(
        number=number,
        party=party_of(today, number, "李四").pk,
        blind=blind,
        by=today.actor("clerk"),
        at=today.now,
    )
    browser.post("/track", {"code": code, "phone_tail": fresh})
    assert "写了半天" not in browser.get("/t/mine").content.decode()
    assert "写了半天" in browser.get("/t/appeal").content.decode()


def test_a_browser_from_before_each_party_had_a_page_opens_nobodys(today: Qinghe) -> None:
    number = today.register()
    browser = Client()
    session = browser.session
    session["tracking"] = party_of(today, number, "张三").pk  # what it held then was the id of a case
    session.save()
    assert browser.get("/t").headers["Location"] == "/track"
