"""Is it really them: numbers and codes are told apart from strangers' ones, and nothing is told of the matter."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jiefen.actions.common.throttle import wrong_at
from jiefen.store.common import reference
from jiefen.store.models import Centre, Party, Unit
from jiefen.store.parties import code_of
from kit.qinghe import FIELDS, Qinghe

pytestmark = pytest.mark.one_database

OURS, NOT_OURS = "</svg>是我们</h1>", "不是我们，别理</h1>"


def ask(typed: str) -> Any:
    return Client().post("/who", {"typed": typed})


@pytest.fixture
def phones(world: Qinghe) -> None:
    Centre.objects.update(phone="0570-8012345")
    Unit.objects.filter(code="mediation").update(phone="0570-8012399")
    reference.changed()


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("0570-8012345", "综治中心"), ("05708012345", "综治中心"), ("（0570）8012345", "综治中心"),
        ("8012345", "综治中心"), ("+86 570 8012399", "人民调解委员会"), ("8012399", "人民调解委员会"),
        ("0570-8012399-8", "人民调解委员会"),
    ],
)  # fmt: skip
def test_a_number_of_ours_is_known_however_it_is_written(phones: None, typed: str, unit: str) -> None:
    text = ask(typed).content.decode()
    assert OURS in text
    assert unit in text


@pytest.mark.parametrize("typed", ["0570-8012340", "13800009999", "8012340", "不知道", "1", "0" * 500, "%00"])
def test_a_number_that_is_not_ours_is_said_to_be_nobodys(phones: None, typed: str) -> None:
    answer = ask(typed)
    assert answer.status_code == 200
    assert NOT_OURS in answer.content.decode()


@pytest.mark.parametrize(("typed", "house"), [("110", "公安机关报警电话"), ("12345", "政务服务便民热线")])
def test_a_public_number_of_another_house_is_not_said_to_be_ours(
    phones: None, typed: str, house: str
) -> None:
    text = ask(typed).content.decode()
    assert f"不是我们，是{house}" in text
    assert OURS not in text


def test_a_code_names_the_unit_and_the_post_and_nothing_of_the_matter(world: Qinghe) -> None:
    number = world.reach("handling")
    case, party = world.case(number), Party.objects.get(case__number=number, side="respondent")
    text = ask(code_of(party)).content.decode()
    assert OURS in text
    assert f"{case.holder.name}（调解员）" in text
    assert case.handler is not None
    told = (case.handler.name, party.name, FIELDS["applicant_name"], case.number, case.title, FIELDS["story"])
    assert [word for word in told if word in text] == []


def test_a_code_that_is_not_ours_is_counted_and_a_number_is_not(world: Qinghe, phones: None) -> None:
    for typed in ("8F3K-27QD-M4XZ", "8f3k27qdm4x0"):
        assert NOT_OURS in ask(typed).content.decode()
    ask("0570-8012340")
    assert wrong_at("code:127.0.0.1", at=world.now) == 2


def test_an_empty_question_is_told_what_to_type(world: Qinghe) -> None:
    answer = ask("  ")
    assert answer.status_code == 422
    assert "请填来电的号码" in answer.content.decode()


def test_the_front_page_is_everybodys_and_staff_go_on_to_their_work(world: Qinghe) -> None:
    front = Client().get("/")
    assert front.status_code == 200
    for address in ("/track", "/who", "/calculator", "/v/check", "/published", "tel:", "/signin"):
        assert f'href="{address}' in front.content.decode()
    staff = world.client("clerk")
    assert staff.get("/").headers["Location"] == "/home"
    assert staff.get("/home").headers["Location"] == "/work"


def test_a_stranger_who_opens_the_staffs_first_page_signs_in_first(world: Qinghe) -> None:
    assert Client().get("/home").headers["Location"].startswith("/signin")
