"""Handing a case on, and the limits that begin and end with each step."""

from __future__ import annotations

import json

import pytest

from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Assignment, Clock
from kit.invariants import check_case
from kit.qinghe import Qinghe
from kit.steps import ended, last, lead, running, said

pytestmark = pytest.mark.one_database
PETITION = {"flags": ("petition",)}
WHY = "该事项属于物业服务合同纠纷，应由住房和城乡建设部门承办，不属于本单位职责。"


def to_the_ruling(world: Qinghe) -> str:
    """A petition objected to twice."""
    number = world.reach("assigned", **PETITION)
    world.take("mediator", "object", number, reason=WHY)
    world.take("dispatcher", "agree_objection", number, reason="核实属实")
    world.take("dispatcher", "dispatch", number, unit="labour-inspection")
    world.take("handler", "object", number, reason=WHY)
    return number


def test_a_second_refusal_waits_for_a_ruling_under_the_limit_of_the_desk_alone(world: Qinghe) -> None:
    number = to_the_ruling(world)
    assert (world.case(number).state, world.case(number).holder_id) == ("ruling", snapshot().desk.pk)
    assert running(number) == {"C-DISPATCH"}
    since = Clock.objects.get(case__number=number, stopped_at=None).started_at
    world.later(hours=1)
    world.take("dispatcher", "form_group", number, members="housing,resources", reason="都要认定")
    assert running(number) == {"C-DISPATCH", "C-JOINT"}, "what leaves the case where it is rules nothing anew"
    assert Clock.objects.get(case__number=number, rule="C-DISPATCH", stopped_at=None).started_at == since
    check_case(number)


def test_a_first_objection_runs_under_its_own_limit(world: Qinghe) -> None:
    number = world.reach("assigned", **PETITION)
    world.take("mediator", "object", number, reason=WHY)
    assert (world.case(number).state, world.case(number).holder.code) == ("objecting", "mediation")
    assert "C-VERIFY" in running(number)
    assert "C-DISPATCH" not in running(number)
    check_case(number)


def test_what_goes_back_to_the_desk_begins_anew_and_what_stays_there_does_not(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "form_group", number, members="housing,resources", reason="都要认定")
    assert running(number) == {"C-DISPATCH", "C-JOINT"}
    world.take("dispatcher", "send_back", number, reason="缺证据")
    assert running(number) == {"C-COMPLETE", "C-JOINT"}
    world.take("clerk", "complete", number, reason="已补", note="已补")
    assert running(number) == {"C-DISPATCH"}
    assert (ended(number)["C-COMPLETE"], ended(number)["C-JOINT"]) == ("met", "void")
    check_case(number)


def test_deciding_meets_the_limit_of_the_review_and_nothing_else_moves(world: Qinghe) -> None:
    number = world.reach("reviewing")
    assert {"C-REVIEW", "C-SIMPLE"} <= running(number)
    world.take("reviewer", "approve", number)
    assert "C-REVIEW" not in running(number)
    assert "C-SIMPLE" in running(number)
    assert (ended(number)["C-REVIEW"], said(number)["facts"]["met"]) == ("met", ["C-REVIEW"])


def test_a_proceeding_brings_its_limit_and_takes_it_away(world: Qinghe) -> None:
    number = world.reach("handling", **PETITION)
    assert {"XF-03", "XF-04"} <= running(number)
    world.take("mediator", "start", number, track="petition")
    row = Clock.objects.get(case__number=number, rule="XF-05")
    proceeding = world.case(number).proceedings.get()
    assert row.proceeding_id == proceeding.pk
    assert not {"XF-03", "XF-04", "C-START"} & running(number)
    facts = said(number)["facts"]
    assert (facts["proceeding"], facts["clocks"]) == (proceeding.pk, ["XF-05"])
    assert set(facts["met"]) == {"XF-03", "XF-04", "C-START"}
    assert Clock.objects.get(case__number=number, rule="C-SIMPLE").proceeding_id is None
    world.take("mediator", "finish", number, proceeding=str(proceeding.pk), outcome="answered", note="已答复")
    assert ended(number)["XF-05"] == "met"
    assert "C-SIMPLE" in running(number)


def test_what_nobody_agreed_to_no_court_confirms(world: Qinghe) -> None:
    number = world.reach("closed")
    assert "RT-02" in running(number)
    world.later(hours=2)
    world.take("dispatcher", "reopen", number, reason="又起争议")
    assert running(number) == {"C-DISPATCH"} | ({"RT-02"} & running(number))
    visit = Clock.objects.get(case__number=number, rule="C-VISIT-30")
    assert (visit.ended, visit.stopped_at) == ("void", world.now)


def test_a_new_handler_is_named_in_the_row_the_assignment_and_the_entry(world: Qinghe) -> None:
    number = world.reach("handling")
    other = world.person("zhao", "mediator@mediation", name="赵六")
    world.later(hours=1)
    world.take("reviewer", "hand_over", number, person=str(other.user_id), reason="调岗")
    row = lead(number)
    assert (row.person_id, row.how, row.since, row.signed_at) == (
        other.user_id,
        "hand_over",
        world.now,
        world.now,
    )
    assert world.case(number).handler_id == other.user_id
    assert said(number)["set"] == {"holder": "mediation", "handler": other.user_id}
    check_case(number)


def test_a_unit_that_helped_and_then_leads_helps_no_longer(world: Qinghe) -> None:
    number = world.reach("handling")
    for unit in ("property", "labour-inspection"):
        world.take("mediator", "add_co", number, unit=unit, reason="请协助")
    world.later(hours=1)
    world.take("mediator", "forward", number, unit="property", reason="物业纠纷")
    rows = Assignment.objects.filter(case__number=number, lead=False)
    assert {row.unit.code: row.until for row in rows} == {"property": world.now, "labour-inspection": None}
    assert (lead(number).unit.code, world.case(number).holder.code) == ("property", "property")
    assert Assignment.objects.filter(case__number=number, lead=True, until=world.now).count() == 1


def test_the_sealed_words_of_a_step_are_the_words_that_were_written(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "dispatch", number, unit="mediation", reason="调委会更熟悉")
    sealed = said(number)["sealed"]["case"]
    words = json.loads(vault.unseal_text(vault.key_of(world.case(number).secret), sealed))
    assert words == {"reason": "调委会更熟悉"}


def test_what_one_party_said_is_read_by_that_party_alone(world: Qinghe) -> None:
    number = world.reach("handling")
    for party in world.case(number).parties.order_by("position"):
        told = {"party": str(party.pk), "about": "conduct", "said": "等得太久了。"}
        world.take("clerk", "appeal", number, **told)
        assert (last(number).audience, said(number)["to"]) == ("some", [party.pk])
