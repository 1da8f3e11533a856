"""赵一 applies from home: every answer is kept, read once more, and handed in once."""

from __future__ import annotations

import random
import re

import pytest
from django.test import Client

from jiefen.actions.party.applications import forget_old
from jiefen.domain.intake.applying import respondents_problem, unregistered
from jiefen.profiles.questionnaires import questionnaire
from jiefen.store.models import Application, Case, Secret
from kit.qinghe import Qinghe

pytestmark = pytest.mark.django_db

ANSWERS = {
    "danger": "no",
    "whose": "self",
    "kind": "0602",
    "story": "去年租房交了押金，退租后房东不退。",
    "wanted": "退还押金八千元",
    "amount": "8000",
    "happened_on": "2026-01-20",
    "place": "330999101",
    "respondents": "钱二\n清和房屋中介有限公司",
    "respondent_phone": "",
    "applicant_name": "赵一",
    "applicant_phone": "13800005566",
    "files": "",
}


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Requests at the hour of the test's world."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


def answered(browser: Client, **changed: str) -> str:
    """Answer question after question, as they come; where the last one leads."""
    at = "/apply/q/danger"
    while at.startswith("/apply/q/"):
        name = at.rpartition("/")[2]
        answer = browser.post(at, {"answer": (ANSWERS | changed)[name]})
        assert answer.status_code == 302, (name, answer.content.decode()[-2500:])
        at = answer.headers["Location"]
    return at


def seen(browser: Client) -> str:
    page = browser.get("/apply/answers").content.decode()
    return str(re.search('name="seen" value="([^"]+)"', page)[1])  # type: ignore[index]


def test_zhao_yi_applies_and_it_lies_in_triage_like_any_other_marked_online(today: Qinghe) -> None:
    browser = Client()
    assert answered(browser) == "/apply/answers"
    answer = browser.post("/apply/answers", {"agreed": "1", "seen": seen(browser)})
    assert answer.headers["Location"] == "/apply/done"
    page = browser.get("/apply/done").content.decode()
    case = Case.objects.get()
    assert (case.channel, case.state, case.kind, str(case.amount)) == (
        "online",
        "registered",
        "0602",
        "8000.00",
    )
    assert case.wanted == "退还押金八千元"
    assert [party.name for party in case.parties.order_by("position")] == [
        "赵一",
        "钱二",
        "清和房屋中介有限公司",
    ]
    assert case.number in today.client("dispatcher").get("/triage").content.decode()
    assert case.registered_by.username == "party"
    code = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert code is not None
    assert Client().post("/track", {"code": code[0], "phone_tail": "5566"}).status_code == 302
    assert browser.get("/t").status_code == 200
    assert browser.get("/apply/receipt").headers["Content-Type"] == "application/pdf"
    assert not Application.objects.get().sealed, "the case has it now"


def test_handed_in_twice_it_is_one_case_also_from_two_telephones(today: Qinghe) -> None:
    first, second = Client(), Client()
    answered(first)
    code = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", _saved(first))
    assert code is not None
    assert second.post("/apply/take-up", {"code": code[0], "pin": "428517"}).status_code == 302
    at = seen(second)
    for browser in (first, first, second):
        answer = browser.post("/apply/answers", {"agreed": "1", "seen": at})
        assert answer.headers["Location"] == "/apply/done"
    assert Case.objects.count() == 1
    assert "别的手机" in second.get("/apply/done").content.decode()


def test_what_was_changed_meanwhile_is_read_again_before_it_is_handed_in(today: Qinghe) -> None:
    browser = Client()
    answered(browser)
    at = seen(browser)
    today.later(minutes=1)
    browser.post("/apply/q/wanted", {"answer": "退还押金九千元", "checking": "1"})
    refused = browser.post("/apply/answers", {"agreed": "1", "seen": at})
    assert refused.status_code == 409
    assert "又改过" in refused.content.decode()
    assert not Case.objects.exists()


def test_nothing_is_handed_in_that_nobody_said_is_true(today: Qinghe) -> None:
    browser = Client()
    answered(browser)
    refused = browser.post("/apply/answers", {"seen": seen(browser)})
    assert refused.status_code == 422
    assert "打勾" in refused.content.decode()
    assert not Case.objects.exists()


def test_a_changed_answer_leads_back_to_the_list_and_opens_the_questions_it_brings(today: Qinghe) -> None:
    browser = Client()
    answered(browser)
    to = browser.post("/apply/q/amount", {"answer": "9000", "checking": "1"}).headers["Location"]
    assert to == "/apply/answers"
    to = browser.post("/apply/q/whose", {"answer": "agent", "checking": "1"}).headers["Location"]
    assert "representative_name" in to or to != "/apply/answers"
    assert answered(browser, whose="agent", representative_name="孙三", representative_phone="13800007788")
    page = browser.get("/apply/answers").content.decode()
    assert "孙三" in page
    assert "9,000.00" not in page, "the walk has said 8000 again"
    browser.post("/apply/q/whose", {"answer": "self", "checking": "1"})
    assert "孙三" not in browser.get("/apply/answers").content.decode()
    browser.post("/apply/q/whose", {"answer": "agent", "checking": "1"})
    assert "孙三" in browser.get("/apply/answers").content.decode(), "kept while it did not count"


def test_random_walks_lose_nothing_and_invent_nothing(today: Qinghe) -> None:
    """Back, forward and change, right and wrong: each page shows what was last typed there, and no other."""
    chance = random.Random(12)
    texts = {
        "danger": ["no", "yes", "unsure"],
        "whose": ["self", "family", "agent", "group"],
        "kind": ["0602", "9999", ""],
        "amount": ["", "8000", "八千", "一点"],
        "happened_on": ["", "2026-01-20", "2099-01-01"],
        "people": ["12", "0", "很多"],
        "applicant_phone": ["13800005566", "110", ""],
        "respondents": ["钱二", "", "一\n二\n三\n四\n五\n六"],
    }
    for _ in range(6):
        browser, typed = Client(), dict[str, str]()
        at = "/apply/q/danger"
        for _ in range(60):
            page = browser.get(at)
            if page.status_code == 302:
                at = page.headers["Location"]
                continue
            name = at.partition("?")[0].rpartition("/")[2]
            if name == "answers":
                at = f"/apply/q/{chance.choice(list(typed))}?checking=1"
                continue
            assert _shown(page.content.decode()) == typed.get(name, ""), name
            if chance.random() < 0.3 and typed:
                at = f"/apply/q/{chance.choice(list(typed))}"
                continue
            text = chance.choice(
                [*texts.get(name, []), ANSWERS.get(name, "孙三" if "name" in name else "13800007788")]
            )
            answer = browser.post(at, {"answer": text})
            typed[name] = text
            if answer.status_code == 302:
                at = answer.headers["Location"]
        kept = browser.session.get("application")
        assert kept is not None


def _shown(page: str) -> str:
    """What the field of a question holds."""
    for pattern in (
        'value="([^"]+)"[^>]*? checked',
        '<option value="([^"]*)" selected',
        "<textarea[^>]*>([^<]*)</textarea>",
        'id="answer" name="answer" value="([^"]*)"',
    ):
        if (match := re.search(pattern, page)) and not ("option" in pattern and 'id="answer"' not in page):
            return match[1].lstrip("\n")
    return ""


def test_a_saved_application_is_taken_up_elsewhere_with_code_and_pin_and_shredded_after_14_days(
    today: Qinghe,
) -> None:
    browser = Client()
    browser.post("/apply/q/danger", {"answer": "no"})
    browser.post("/apply/q/whose", {"answer": "self"})
    page = _saved(browser)
    code = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert code is not None
    other = Client()
    for wrong in ({"code": code[0], "pin": "428518"}, {"code": "AAAA-AAAA", "pin": "428517"}):
        assert "对不上" in other.post("/apply/take-up", wrong).content.decode()
    assert other.post("/apply/take-up", {"code": code[0].lower(), "pin": "４２８５１７"}).status_code == 302
    assert other.get("/apply/answers").headers["Location"] == "/apply/q/kind"
    today.later(days=13)
    other.post("/apply/take-up", {"code": code[0], "pin": "428517"})
    other.post("/apply/q/kind", {"answer": "0602"})
    today.later(days=13)
    assert forget_old(at=today.now) == 0
    secrets = Secret.objects.count()
    today.later(days=1)
    assert forget_old(at=today.now) == 1
    assert Secret.objects.count() == secrets - 1, "its key is gone with it"
    assert "对不上" in Client().post("/apply/take-up", {"code": code[0], "pin": "428517"}).content.decode()
    assert other.get("/apply/answers").headers["Location"] == "/apply", "nothing of it is left here either"


def _saved(browser: Client) -> str:
    return browser.post("/apply/save", {"pin": "428517", "again": "428517"}).content.decode()


def test_pins_are_guessed_five_times_and_then_not_even_the_right_one_opens(today: Qinghe) -> None:
    browser = Client()
    browser.post("/apply/q/danger", {"answer": "no"})
    code = re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", _saved(browser))
    assert code is not None
    for guess in range(5):
        Client().post("/apply/take-up", {"code": code[0], "pin": f"10274{guess}"})
    assert "错得太多" in Client().post("/apply/take-up", {"code": code[0], "pin": "428517"}).content.decode()
    assert browser.get("/apply/q/whose").status_code == 200, "where it is open it stays open"


def test_nothing_of_an_application_lies_readable_in_the_database(today: Qinghe) -> None:
    browser = Client()
    browser.post("/apply/q/danger", {"answer": "no"})
    browser.post("/apply/q/whose", {"answer": "self"})
    browser.post("/apply/q/kind", {"answer": "0602"})
    browser.post("/apply/q/story", {"answer": "金丝雀七三一"})
    row = Application.objects.get()
    assert "金丝雀".encode() not in bytes(row.sealed)
    assert "金丝雀七三一" in browser.get("/apply/q/story").content.decode()


def test_danger_shows_the_way_to_safety_and_marks_the_case(today: Qinghe) -> None:
    browser = Client()
    answered(browser, danger="yes")
    assert "人身安全保护令" in browser.get("/apply/q/story").content.decode()
    browser.post("/apply/answers", {"agreed": "1", "seen": seen(browser)})
    assert "violence" in Case.objects.get().flag_set()


def test_another_browser_sees_nothing_of_it(today: Qinghe) -> None:
    browser = Client()
    answered(browser)
    stranger = Client()
    assert stranger.get("/apply/answers").headers["Location"] == "/apply"
    assert stranger.get("/apply/q/story").headers["Location"] == "/apply/q/danger"
    assert stranger.get("/apply/receipt").headers["Location"] == "/track"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("钱二", ""), (" \n ", "请写"), ("\n".join("一二三四五六"), "最多写 5 个"), ("长" * 121, "“长")],
)
def test_the_other_side_is_named_one_a_line(text: str, problem: str) -> None:
    assert respondents_problem(text).startswith(problem)
    assert bool(respondents_problem(text)) is bool(problem)


def test_every_answer_has_a_place_in_the_registration() -> None:
    assert unregistered(questionnaire("apply")) == []


def test_very_many_begun_from_one_address_are_sent_to_the_window(today: Qinghe) -> None:
    for _ in range(60):
        Client().post("/apply/q/danger", {"answer": "no"})
    refused = Client().post("/apply/q/danger", {"answer": "no"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "窗口" in page
    assert 'value="no"' in page, "the question is still there"
