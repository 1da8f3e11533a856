"""Who learns what, as one sentence each. 魏远 is the stranger; 陆书明 may break the glass."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from jiefen.actions.documents.attach import attach
from jiefen.actions.intake.register import register
from jiefen.actions.people.clients import make_client
from jiefen.actions.privacy.glass import break_glass
from jiefen.actions.privacy.reading_log import reveal
from jiefen.domain.common.errors import Invalid, NotAllowed, Unseen
from jiefen.domain.intake.registration import read
from jiefen.store.models import Approval, Case, Entry, Party, Sighting
from kit.invariants import check_case
from kit.qinghe import FIELDS, SAFE, Qinghe

pytestmark = pytest.mark.one_database


def test_a_stranger_is_told_the_same_of_a_foreign_case_as_of_none(world: Qinghe) -> None:
    number = world.reach("handling")
    told = set()
    for asked in (number, "330999J20260099999"):
        with pytest.raises(Unseen) as refused:
            world.take("stranger", "note", asked, text="看看", audience="internal")
        told.add(refused.value.sentence)
    assert len(told) == 1


def test_who_sees_but_may_not_is_told_so(world: Qinghe) -> None:
    number = world.reach("handling")
    with pytest.raises(NotAllowed, match="不由您的岗位"):
        world.take("supervisor", "close", number)


@pytest.mark.parametrize(
    ("narrow", "wider"), [("special", "family"), ("special", "normal"), ("family", "normal")]
)
def test_only_the_desk_makes_the_circle_wider(world: Qinghe, narrow: str, wider: str) -> None:
    number = world.reach("handling")
    world.take("mediator", "classify", number, confidentiality=narrow, reason="涉及隐私")
    with pytest.raises(NotAllowed, match="分流调度员"):
        world.take("mediator", "classify", number, confidentiality=wider, reason="没事了")


def test_the_desk_widens_the_circle_only_with_a_second_person_who_need_not_see_the_case(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    number = world.register(confidentiality="family")
    asked = world.take("dispatcher", "classify", number, confidentiality="normal", reason="双方同意公开办理")
    assert world.case(number).confidentiality == "family"
    assert not world.sees("reviewer", number)
    page = world.client("reviewer").get(f"/approvals/{asked.more['approval']}").content.decode()
    assert "保密级别降为“普通”" in page
    assert "张三" not in page
    assert "李四" not in page
    assert "双方同意公开办理" in page
    auditor = world.client("auditor").get(f"/approvals/{asked.more['approval']}").content.decode()
    assert "双方同意公开办理" not in auditor, "who need not decide need not know"
    world.agree("reviewer", asked)
    assert world.case(number).confidentiality == "normal"
    entry = Entry.objects.get(case__number=number, verb="classify")
    assert entry.actor.username == "dispatcher"
    assert f'"approval":{asked.more["approval"]}' in entry.body
    check_case(number)


def test_a_connected_system_waits_for_a_second_person_like_anybody(world: Qinghe) -> None:
    number = world.register(confidentiality="family")
    token = make_client("desk", username="dispatcher", at=world.now)
    answer = Client().post(
        f"/api/cases/{number}/classify",
        json.dumps({"confidentiality": "normal", "reason": "双方同意公开办理"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 202
    assert Approval.objects.get().pk == answer.json()["approval"]
    assert world.case(number).confidentiality == "family"


def test_violence_narrows_the_circle_by_itself(world: Qinghe) -> None:
    number = world.register(flags=["violence"])
    assert world.case(number).confidentiality == "family"
    assert not world.sees("leader", number)
    assert world.sees("clerk", number)


def test_the_glass_is_broken_with_a_reason_for_four_hours(world: Qinghe) -> None:
    number = world.register(flags=["violence"])
    with pytest.raises(Invalid):
        break_glass(number=number, reason="看看", by=world.actor("leader"), at=world.now)
    break_glass(number=number, reason="上级督办，核实处置情况", by=world.actor("leader"), at=world.now)
    assert world.sees("leader", number)
    assert not world.sees("supervisor", number)
    world.later(hours=4, minutes=1)
    assert not world.sees("leader", number)
    assert Entry.objects.filter(case__number=number, verb="break_glass").count() == 1


def test_nobody_else_breaks_the_glass(world: Qinghe) -> None:
    number = world.register(flags=["violence"])
    for username in ("clerk2", "admin", "auditor", "reviewer", "stranger"):
        with pytest.raises(NotAllowed):
            break_glass(number=number, reason="我就是想看一看这件", by=world.actor(username), at=world.now)


def test_a_reveal_asks_a_reason_and_leaves_a_trace(world: Qinghe) -> None:
    number = world.register()
    party = Party.objects.get(case__number=number, side="applicant").pk
    with pytest.raises(Invalid):
        reveal(number=number, party=party, reason="看", by=world.actor("clerk"), at=world.now)
    reveal(number=number, party=party, reason="电话核对送达地址", by=world.actor("clerk"), at=world.now)
    assert Sighting.objects.filter(case__number=number, what="reveal").count() == 1
    assert "电话核对" not in Entry.objects.get(case__number=number, verb="reveal").body


def test_a_party_of_another_case_is_not_revealed(world: Qinghe) -> None:
    mine, other = world.register(), world.register(by="grid")
    party = Party.objects.filter(case__number=other).first()
    with pytest.raises(Invalid, match="1 处"):
        reveal(number=mine, party=party.pk, reason="电话核对送达地址", by=world.actor("clerk"), at=world.now)


def test_a_file_is_on_a_case_once(world: Qinghe) -> None:
    number = world.register()
    facts = {"number": number, "digest": "a" * 64, "name": "借条.jpg", "size": 10, "media_type": "image/jpeg", "audience": "party"}  # fmt: skip
    attach(**facts, by=world.actor("clerk"), at=world.now)
    attach(**facts, by=world.actor("clerk"), at=world.now)
    assert world.case(number).attachments.count() == 1
    check_case(number)


def test_no_word_of_the_parties_is_in_the_clear_in_the_history(world: Qinghe) -> None:
    number = world.reach("archived")
    told = "\n".join(Entry.objects.filter(case__number=number).values_list("body", flat=True))
    for private in ("张三", "李四", "13800000001", "押金", "分两期", "11010519491231002X"):
        assert private not in told


def test_registering_asks_for_a_post_that_registers(world: Qinghe) -> None:
    facts = read(FIELDS, today=world.now.date())
    for username in ("admin", "auditor", "leader", "supervisor", "reviewer"):
        with pytest.raises(NotAllowed):
            register(registration=facts, by=world.actor(username), at=world.now)
    assert not Case.objects.exists()


@pytest.mark.parametrize("level", ["normal", "family", "minor", "special"])
def test_the_people_of_qinghe_can_bring_a_matter_of_every_level_to_its_end(world: Qinghe, level: str) -> None:
    """Narrow circles must not be so narrow that nobody at the desk sees what came in."""
    number = world.register(confidentiality=level)
    world.take("dispatcher", "dispatch", number, unit="family")
    world.take("mediator3", "sign", number)
    world.take("mediator3", "screen", number, **SAFE)
    world.take("mediator3", "start", number, track="peoples_mediation")
    world.take("mediator3", "record", number, outcome="answered", summary="双方和好。")
    for verb in ("approve", "close", "archive"):
        world.take("family-reviewer", verb, number)
    assert world.case(number).state == "archived"
    assert world.sees("reviewer", number) is (level == "normal")
