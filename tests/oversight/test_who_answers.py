"""Who answers for a matter: objections, referral upwards, joint groups, appeals from outside, review, more time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.actions.common.actors import party_actor
from jiefen.actions.oversight.appeals import appeal_by_party
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.domain.common.words import State
from jiefen.domain.oversight.joint import Spread, common_upper, joint_reasons
from jiefen.store.models import Appeal, Clock, JointMeeting
from kit.invariants import check_case
from kit.parties import party_of
from kit.qinghe import Qinghe

WHY = "本单位没有这项职权，依据三定方案第五条应由住建部门承办。"


def petition(world: Qinghe, goal: str = "assigned") -> str:
    return world.reach(goal, flags=("petition",))


def running(world: Qinghe, number: str) -> set[str]:
    return set(Clock.objects.filter(case__number=number, stopped_at=None).values_list("rule", flat=True))


def test_a_petition_is_not_returned_but_objected_to_and_stays_with_its_holder_until_the_sender_agrees(
    world: Qinghe,
) -> None:
    number = petition(world)
    with pytest.raises(RuleError, match="管辖异议"):
        world.take("mediator", "return", number, reason=WHY)
    assert {"XF-03", "XF-04"} <= running(world, number)
    world.take("mediator", "object", number, reason=WHY)
    case = world.case(number)
    assert (case.state, case.holder.code) == (State.OBJECTING, "mediation")
    assert "C-VERIFY" in running(world, number)
    world.take("dispatcher", "agree_objection", number, reason="核实属实")
    case = world.case(number)
    assert (case.state, case.holder.code, case.returns) == (State.REGISTERED, "desk", 1)
    check_case(number)


def test_an_objection_without_detailed_reasons_or_after_five_working_days_is_refused(world: Qinghe) -> None:
    number = petition(world)
    with pytest.raises(Invalid) as short:
        world.take("mediator", "object", number, reason="不归我管")
    assert "20 个字" in short.value.fields["reason"]
    world.later(days=12)
    with pytest.raises(RuleError, match="5 个工作日"):
        world.take("mediator", "object", number, reason=WHY)


def test_a_refused_objection_leaves_it_and_the_second_one_goes_to_a_ruling_after_which_there_is_none(
    world: Qinghe,
) -> None:
    number = petition(world)
    world.take("mediator", "object", number, reason=WHY)
    world.take("dispatcher", "refuse_objection", number, reason="三定方案写明由贵单位承办")
    assert (world.case(number).state, world.case(number).holder.code) == (State.ASSIGNED, "mediation")
    world.take("mediator", "object", number, reason=WHY)
    assert (world.case(number).state, world.case(number).holder.code) == (State.RULING, "desk")
    world.take("leader", "rule", number, unit="mediation", reason="由县调委会承办")
    with pytest.raises(NotAllowed, match="裁定"):
        world.take("mediator", "object", number, reason=WHY)
    check_case(number)


def test_an_ordinary_case_is_returned_and_not_objected_to(world: Qinghe) -> None:
    number = world.reach("assigned")
    with pytest.raises(RuleError, match="退回"):
        world.take("mediator", "object", number, reason=WHY)


def test_what_a_village_cannot_settle_goes_up_with_a_reason_and_comes_down_again_with_one_holder(
    world: Qinghe,
) -> None:
    number = world.register()
    village = world.person("村调解员", "mediator@330999001001")
    world.take("dispatcher", "dispatch", number, unit="330999001001", reason="先由村里调")
    town = world.person("镇调解员", "mediator@330999001")
    world.take(village, "sign", number)
    with pytest.raises(Invalid, match="1 处"):
        world.take(village, "escalate", number, unit="family", reason="不会调")
    world.take(village, "escalate", number, unit="330999001", reason="两次没有调成，需要镇里出面")
    assert (world.case(number).holder.code, world.case(number).state) == ("330999001", State.ASSIGNED)
    world.take(town, "sign", number)
    world.take(town, "forward", number, unit="330999001001", reason="已议定方案，由村里落实")
    assert world.case(number).holder.code == "330999001001"
    check_case(number)


def test_a_second_referral_to_the_centre_is_ruled_on(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take("mediator", "refer_up", number, reason="涉及住建和自然资源两个部门")
    assert world.case(number).state == State.REGISTERED
    world.take("dispatcher", "dispatch", number, unit="mediation", reason="")
    world.take("mediator", "refer_up", number, reason="仍无法协调")
    assert world.case(number).state == State.RULING
    check_case(number)


def test_a_joint_group_works_beside_one_holder_meets_decides_and_leaves(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take("mediator", "form_group", number, members="housing,resources", reason="界址和报建都要认定")
    housing = world.person("住建员", "handler@housing")
    assert "C-JOINT" in running(world, number)
    assert world.sees(housing, number)
    with pytest.raises(Invalid, match="1 处"):
        world.take(
            "mediator", "meet", number, held_on="2026-03-09", present="三家", minutes="说了", decision="定了"
        )
    world.take(
        "mediator",
        "meet",
        number,
        held_on="2026-03-03",
        present="三家",
        minutes="现场看过",
        decision="按原界址砌墙",
    )
    assert JointMeeting.objects.get().decision == "按原界址砌墙"
    assert "C-JOINT" not in running(world, number)
    world.take("mediator", "end_group", number, reason="界址已定")
    assert not world.sees(housing, number)
    assert world.case(number).holder.code == "mediation"
    check_case(number)


def test_a_meeting_is_called_for_by_rule_and_only_then() -> None:
    quiet = Spread(failed_rounds=1, bodies=2, people=9, weight="larger", flags=frozenset())
    assert joint_reasons(quiet) == ()
    loud = Spread(failed_rounds=2, bodies=3, people=10, weight="major", flags=frozenset({"cross_area"}))
    assert len(joint_reasons(loud)) == 5


def test_the_common_upper_unit_is_the_nearest_one_above_all() -> None:
    assert common_upper(["/centre/mediation/family/", "/centre/mediation/property/"]) == "/centre/mediation/"
    assert common_upper(["/centre/mediation/", "/centre/housing/"]) == "/centre/"
    assert common_upper(["/centre/mediation/"]) == "/centre/mediation/"


def appeal(world: Qinghe, number: str, *, name: str = "张三", **fields: str) -> Appeal:
    told = {"about": "delay", "said": "十天没有人联系我"} | fields
    party = party_of(world, number, name)
    appeal_by_party(case=party.case_id, party=party.pk, **told, by=party_actor(), at=world.now)
    return Appeal.objects.get(party=party, answered_at=None)


def test_李秋月_disagrees_and_somebody_who_never_held_the_case_answers_in_writing(world: Qinghe) -> None:
    number = world.reach("reviewed")
    mine = appeal(world, number)
    assert "C-APPEAL" in running(world, number)
    insider = str(world.actor("reviewer").user_id)
    with pytest.raises(Invalid) as refused:
        world.take("leader", "assign_appeal", number, appeal=str(mine.pk), person=insider)
    assert "经手过" in refused.value.fields["person"]
    outsider = world.actor("supervisor")
    world.take("leader", "assign_appeal", number, appeal=str(mine.pk), person=str(outsider.user_id))
    told = {"appeal": str(mine.pk), "result": "upheld", "answer": "确有拖延，今天已联系双方。"}
    world.take("supervisor", "answer_appeal", number, **told)
    mine.refresh_from_db()
    assert (mine.result, mine.reviewer_id) == ("upheld", outsider.user_id)
    assert "C-APPEAL" not in running(world, number)
    check_case(number)


def test_who_takes_a_hand_in_the_case_after_being_asked_may_no_longer_answer(world: Qinghe) -> None:
    number = world.reach("reviewing")
    mine = appeal(world, number)
    reviewer = str(world.actor("reviewer").user_id)
    world.take("leader", "assign_appeal", number, appeal=str(mine.pk), person=reviewer)
    world.take("reviewer", "approve", number)
    told = {"appeal": str(mine.pk), "result": "rejected", "answer": "不成立"}
    with pytest.raises(NotAllowed, match="经手过"):
        world.take("reviewer", "answer_appeal", number, **told)


def test_only_the_one_who_was_asked_answers(world: Qinghe) -> None:
    number = world.reach("assigned")
    mine = appeal(world, number)
    told = {"appeal": str(mine.pk), "result": "rejected", "answer": "不成立"}
    with pytest.raises(Invalid, match="1 处"):
        world.take("leader", "answer_appeal", number, **told)


def test_what_is_said_while_an_appeal_is_open_is_added_to_it(world: Qinghe) -> None:
    number = world.reach("assigned")
    appeal(world, number)
    mine = appeal(world, number, about="conduct", said="电话里说话很冲")
    assert "十天没有人联系我" in mine.said
    assert "电话里说话很冲" in mine.said


def test_an_appeal_without_a_word_is_told_what_is_missing(world: Qinghe) -> None:
    number = world.reach("assigned")
    with pytest.raises(Invalid) as refused:
        appeal(world, number, about="", said=" ")
    assert set(refused.value.fields) == {"about", "said"}


def test_an_appeal_outlives_the_end_of_the_case(world: Qinghe) -> None:
    number = world.reach("confirmed")
    appeal(world, number)
    world.take("reviewer", "close", number)
    assert "C-APPEAL" in running(world, number)
    check_case(number)


def test_a_petition_is_reviewed_and_re_reviewed_once_each_by_outsiders_within_their_limits(
    world: Qinghe,
) -> None:
    number = petition(world, "closed")
    assert "XF-06-ASK" in running(world, number)
    supervisor, leader = (str(world.actor(name).user_id) for name in ("supervisor", "leader"))
    asked = {"received_on": "2026-03-03", "said": "事实没有查清"}
    world.take("clerk", "ask_review", number, person=supervisor, **asked)
    assert "XF-06-DECIDE" in running(world, number)
    assert "XF-06-ASK" not in running(world, number)
    world.take("supervisor", "decide_review", number, decided="kept", opinion="维持")
    assert "XF-07-ASK" in running(world, number)
    world.take("clerk", "ask_review", number, person=leader, **asked)
    world.take("leader", "decide_review", number, decided="changed", opinion="变更")
    with pytest.raises(RuleError, match="复核终结"):
        world.take("clerk", "ask_review", number, person=leader, **asked)
    check_case(number)


def test_a_review_asked_for_too_late_is_told_so_and_other_roads_stay_open(world: Qinghe) -> None:
    number = petition(world, "closed")
    world.later(days=45)
    person = str(world.actor("leader").user_id)
    with pytest.raises(Invalid) as late:
        world.take("clerk", "ask_review", number, person=person, received_on="2026-04-16", said="不服")
    assert "起诉" in late.value.fields["received_on"]


def test_a_limit_is_lengthened_once_by_somebody_above_and_the_party_sees_why(world: Qinghe) -> None:
    number = world.reach("started")
    before = Clock.objects.get(case__number=number, rule="RT-01").due
    told = {"clock": "RT-01", "reason": "双方都同意再谈一次", "told": "双方书面同意"}
    with pytest.raises(NotAllowed):
        world.take("mediator", "extend", number, more="1", **told)
    with pytest.raises(Invalid) as too_much:
        world.take("reviewer", "extend", number, more="9", **told)
    assert "最多延长" in too_much.value.fields["more"]
    world.take("reviewer", "extend", number, more="1", **told)
    clock = Clock.objects.get(case__number=number, rule="RT-01")
    assert before is not None
    assert clock.due is not None
    assert clock.due - before > timedelta(days=27)
    with pytest.raises(Invalid) as again:
        world.take("reviewer", "extend", number, more="1", **told)
    assert "已经延长过" in again.value.fields["clock"]
    check_case(number)


def test_a_statutory_limit_stands_still_only_for_a_reason_of_its_own_article(world: Qinghe) -> None:
    number = world.reach("started")
    with pytest.raises(RuleError, match="法定"):
        world.take("mediator", "suspend", number, clock="RT-01", reason="materials")


def test_a_partys_own_limit_runs_on_whatever_happens_to_the_case(world: Qinghe) -> None:
    number = world.reach("confirmed")
    told = {"rule": "LB-02", "since": "2025-06-01", "reason": "2025 年 6 月起未发工资"}
    world.take("clerk", "own_clock", number, **told)
    before = Clock.objects.get(case__number=number, rule="LB-02").due
    world.take("reviewer", "close", number)
    assert "LB-02" in running(world, number)
    assert Clock.objects.get(case__number=number, rule="LB-02").due == before
    assert world.case(number).next_due is None, "the party's limit is not the holder's"
