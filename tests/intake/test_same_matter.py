"""A key counts with its content at every door: again the same is known, another matter is a clash that is shown."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from jiefen.actions.intake.same_matter import content_of
from jiefen.actions.people.clients import make_client
from jiefen.domain.intake.registration import read
from jiefen.store.models import Case
from kit.qinghe import FIELDS, Qinghe

BODY = {
    "applicant_name": "张三",
    "respondent_name": "李四",
    "story": "砌墙占了过道。",
    "source": "12345",
    "external_number": "QH-7",
}


@pytest.fixture
def send(world: Qinghe):  # type: ignore[no-untyped-def]
    token = make_client("hotline", username="clerk", at=world.now)
    client = Client(headers={"authorization": f"Bearer {token}"})
    return lambda **changes: client.post(
        "/api/cases", json.dumps(BODY | changes), content_type="application/json"
    )


def test_the_api_knows_the_same_again_and_shows_a_clash(world: Qinghe, send) -> None:  # type: ignore[no-untyped-def]
    first, again, other = send(), send(), send(story="另一件事。")
    assert (first.json()["known"], again.json()["known"]) == (False, True)
    assert again.json()["number"] == first.json()["number"]
    assert other.status_code == 409
    assert "内容却不同" in other.json()["detail"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"amount": 8600}, {"happened_on": "2026-02-01"}, {"respondent_name": "王五"}, {"people": 12}, {"applicant_phone": "13800000001"}],
)  # fmt: skip
def test_any_other_content_is_a_clash(world: Qinghe, send, changes: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    send()
    assert send(**changes).status_code == 409


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"amount": "8600"}, {"amount": "¥8,600.00元"}),
        ({"happened_on": "2026-02-01"}, {"happened_on": "2026年2月1日"}),
        ({"applicant_phone": "13800000001"}, {"applicant_phone": "+86 138-0000-0001"}),
        ({"kind": "0202"}, {"kind": "相邻土地建筑利用"}),
    ],
)
def test_the_same_written_in_another_way_is_the_same(
    world: Qinghe, one: dict[str, str], other: dict[str, str]
) -> None:
    contents = [
        content_of(read(FIELDS | {"external_number": "1"} | way, today=world.now.date(), strict=False))
        for way in (one, other)
    ]
    assert contents[0] == contents[1] != b""


def test_a_case_of_before_contents_were_kept_is_known_by_its_story(world: Qinghe, send) -> None:  # type: ignore[no-untyped-def]
    send()
    Case.objects.update(told_blind=b"")
    assert send(amount=5).json()["known"]
    assert send(story="另一件事。").status_code == 409


def test_the_window_says_it_beside_the_field_and_keeps_what_was_typed(world: Qinghe) -> None:
    world.register(external_number="QH-8", source="")
    client = world.client("clerk")
    typed = {
        "applicant_kind": "person", "applicant_name": "王五", "people": "1", "channel": "window", "weight": "simple",
        "confidentiality": "normal", "kind": "0202", "place": "330999101002", "story": "另一件事。", "external_number": "QH-8",
        "respondents-TOTAL_FORMS": "1", "respondents-INITIAL_FORMS": "0", "respondents-0-respondent_kind": "person",
        "respondents-0-respondent_name": "赵六", "save": "1", "key": "k-1",
    }  # fmt: skip
    answer = client.post("/register", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "编号“QH-8”已登记为" in page
    assert "另一件事。" in page
    assert Case.objects.count() == 1
