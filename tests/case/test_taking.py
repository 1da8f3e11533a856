"""What taking a verb leaves behind on the case: where it is, who holds it, which limits run, what the entry says and to whom."""

from __future__ import annotations

import json

import pytest

from jiefen.domain.case.lifecycle import verb
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Approval, Assignment, Case, Clock, Party
from kit.qinghe import Qinghe
from kit.steps import ended, last, lead, running, said

pytestmark = pytest.mark.one_database


def test_a_step_answers_with_where_the_case_is_and_who_holds_it(world: Qinghe) -> None:
    number = world.register()
    answer = world.take("dispatcher", "dispatch", number, unit="mediation")
    case = world.case(number)
    assert answer.sentence == f"已{verb('dispatch').label}，案件现在是“待签收”，由{case.holder.name}负责。"
    assert (answer.number, answer.version, answer.more) == (number, case.version, {})


def test_dispatching_meets_the_limit_of_the_desk_and_starts_those_of_the_unit(world: Qinghe) -> None:
    number = world.register(weight="larger")
    assert running(number) == {"C-DISPATCH"}
    world.later(minutes=30)
    world.take("dispatcher", "dispatch", number, unit="mediation")
    assert running(number) == {"C-SIGN", "C-LARGER"}
    assert ended(number) == {"C-DISPATCH": "met"}
    told = said(number)
    assert (told["facts"]["met"], told["facts"]["clocks"]) == (["C-DISPATCH"], ["C-SIGN", "C-LARGER"])
    assert told["set"] == {"state": "assigned", "holder": "mediation", "handler": None}
    assert {clock.started_at for clock in Clock.objects.filter(case__number=number, stopped_at=None)} == {
        world.now
    }
    case = world.case(number)
    assert case.next_due == min(
        clock.due for clock in Clock.objects.filter(case=case, stopped_at=None) if clock.due
    )
    row = lead(number)
    assert (row.unit.code, row.person_id, row.how, row.since) == ("mediation", None, "dispatch", world.now)


def test_a_step_that_touches_no_limit_says_nothing_of_limits(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "accept", number)
    assert running(number) == {"C-DISPATCH"}
    assert not {"met", "clocks"} & said(number)["facts"].keys()
    assert said(number)["set"] == {"state": "accepted"}


def test_who_signs_answers_from_now_on(world: Qinghe) -> None:
    number = world.reach("handling")
    me = world.actor("mediator").user_id
    assert (world.case(number).handler_id, lead(number).person_id, lead(number).signed_at) == (
        me,
        me,
        world.now,
    )
    assert running(number) == {"C-START", "C-SIMPLE"}
    assert ended(number)["C-SIGN"] == "met"


def test_a_return_stops_the_limits_unmet_and_goes_to_the_desk(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("mediator", "return", number, reason="不属于本委职责")
    case = world.case(number)
    assert (case.holder_id, case.handler_id) == (snapshot().desk.pk, None)
    assert running(number) == {"C-DISPATCH"}
    assert (
        ended(number) == {"C-DISPATCH": "met", "C-SIGN": "met", "C-SIMPLE": "void"}
        or ended(number)["C-SIMPLE"] == "void"
    )
    assert lead(number).how == "return"
    assert Assignment.objects.filter(case=case, lead=True).exclude(until=None).count() == 2


def test_a_ruling_waits_at_the_desk_with_its_own_limit_and_every_other_is_void(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("mediator", "return", number, reason="一")
    world.take("dispatcher", "dispatch", number, unit="labour-inspection")
    world.take("handler", "return", number, reason="二")
    assert (world.case(number).state, world.case(number).holder_id) == ("ruling", snapshot().desk.pk)
    assert running(number) == {"C-DISPATCH"}
    world.take("leader", "rule", number, unit="mediation", reason="由调委会承办")
    assert (world.case(number).ruled, world.case(number).holder.code) == (True, "mediation")
    assert running(number) == {"C-SIGN", "C-SIMPLE"}


def test_what_is_sent_back_goes_to_where_it_was_registered(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "send_back", number, missing="缺证据", reason="缺证据")
    case = world.case(number)
    assert (case.state, case.holder_id) == ("completing", case.origin_id)
    assert running(number) == {"C-COMPLETE"}
    assert lead(number).how == "send_back"
    applicants = set(Party.objects.filter(case=case, side="applicant").values_list("pk", flat=True))
    assert (last(number).audience, set(said(number)["to"])) == ("some", applicants)


def test_a_case_is_handed_to_another_unit_than_the_one_that_has_it(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("mediator", "return", number, reason="一")
    world.take("dispatcher", "dispatch", number, unit="desk")
    assert world.case(number).holder.code == "desk", "a desk may keep a case for itself"
    world.take("dispatcher", "take_back", number, reason="改派")
    world.take("dispatcher", "dispatch", number, unit="labour-inspection")
    world.take("handler", "return", number, reason="二")
    with pytest.raises(RuleError) as refused:
        world.take("leader", "rule", number, unit="desk", reason="留在中心")
    assert refused.value.sentence == f"案件已经在{snapshot().desk.name}，请选择另一个单位。"


def test_closing_meets_the_limit_of_handling_and_leaves_none_of_ours(world: Qinghe) -> None:
    number = world.reach("closed")
    assert ended(number)["C-SIMPLE"] == "met"
    assert running(number) == {"C-VISIT-30", "RT-02"}
    assert world.case(number).next_due is None


def test_whoever_handled_or_recorded_it_is_told_that_somebody_else_decides(world: Qinghe) -> None:
    world.give("mediator", "reviewer@mediation")
    number = world.reach("reviewing")
    with pytest.raises(NotAllowed) as refused:
        world.take("mediator", "approve", number)
    assert refused.value.sentence == f"自己办的案件不能自己“{verb('approve').label}”，请由其他人办理。"
    Case.objects.filter(number=number).update(handler=None)
    with pytest.raises(NotAllowed):
        world.take("mediator", "approve", number)
    world.take("reviewer", "approve", number)


def test_the_words_of_a_step_are_sealed_and_its_codes_are_not(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "dispatch", number, unit="mediation", reason="调委会更熟悉")
    told = said(number)
    assert "调委会更熟悉" not in last(number).body
    assert set(told["sealed"]) == {"case"}
    world.take("mediator", "sign", number)
    assert said(number)["sealed"] == {}


def test_a_note_for_the_house_is_read_by_no_party_and_an_entry_for_all_names_nobody(world: Qinghe) -> None:
    number = world.reach("handling")
    assert (last(number).audience, said(number).get("to")) == ("party", None)
    world.take("mediator", "note", number, text="内部意见", audience="internal")
    assert (last(number).audience, said(number).get("to")) == ("internal", None)
    world.take("mediator", "note", number, text="给申请人", audience="applicant")
    applicants = set(Party.objects.filter(case__number=number, side="applicant").values_list("pk", flat=True))
    assert set(said(number)["to"]) == applicants


def test_what_needs_a_second_person_waits_with_its_answers_and_is_then_done_in_the_first_ones_name(
    world: Qinghe,
) -> None:
    number = world.register(confidentiality="family")
    before = world.case(number).version
    told = {"confidentiality": "normal", "reason": "双方同意公开办理", "nonsense": "x"}
    asked = world.take("dispatcher", "classify", number, **told)
    assert (world.case(number).confidentiality, world.case(number).version) == ("family", before)
    waiting = Approval.objects.get(pk=asked.more["approval"])
    assert (waiting.case and waiting.case.number, waiting.kind, waiting.reason) == (
        number,
        "lower",
        "双方同意公开办理",
    )
    assert waiting.unit_id == world.case(number).holder_id
    facts = json.loads(waiting.facts)
    assert facts["verb"] == "classify"
    assert facts["fields"] == {"confidentiality": "normal"}
    world.agree("reviewer", asked)
    assert world.case(number).confidentiality == "normal"
    entry = said(number)["facts"]
    agreed = {"approval": waiting.pk, "agreed_by": world.actor("reviewer").user_id}
    assert {name: entry[name] for name in agreed} == agreed
    assert last(number).verb == "classify"
