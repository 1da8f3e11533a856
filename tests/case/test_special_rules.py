"""Each special rule of the lifecycle as one sentence. 刘倩 registers, 沈岚 dispatches, 周敏 mediates, 顾长山 reviews."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.actions.intake.amend import amend
from jiefen.domain.common.errors import Clash, Invalid, KeyReused, NotAllowed, RuleError, Stale
from jiefen.domain.intake.registration import read
from jiefen.reports.case.page import parties_of
from jiefen.store.models import Case, Party, Tie, Unit
from kit.invariants import check_case, everything
from kit.qinghe import FIELDS, Qinghe

pytestmark = pytest.mark.one_database


def correct(world: Qinghe, number: str, **told: str) -> str:
    """The clerk sends only these fields; an empty one counts as not sent."""
    facts = read(told, today=world.now.date(), strict=False)
    sent = frozenset(name for name, value in told.items() if value)
    return amend(number=number, sent=sent, registration=facts, by=world.actor("clerk"), at=world.now).sentence


def test_the_first_return_goes_to_the_desk_and_the_second_to_a_ruling(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("mediator", "return", number, reason="不属于本委职责")
    assert (world.case(number).state, world.case(number).holder.code) == ("registered", "desk")
    world.take("dispatcher", "dispatch", number, unit="labour-inspection")
    world.take("handler", "return", number, reason="也不属于本队职责")
    assert world.case(number).state == "ruling"
    check_case(number)


def test_a_ruled_case_cannot_be_returned(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("mediator", "return", number, reason="一")
    world.take("dispatcher", "dispatch", number, unit="labour-inspection")
    world.take("handler", "return", number, reason="二")
    world.take("leader", "rule", number, unit="mediation", reason="由调委会承办")
    with pytest.raises(NotAllowed, match="裁定"):
        world.take("mediator", "return", number, reason="三")


def test_the_handler_cannot_approve_their_own_work_even_as_a_reviewer(world: Qinghe) -> None:
    world.give("mediator", "reviewer@mediation")
    number = world.reach("reviewing")
    for verb in ("approve", "reject"):
        with pytest.raises(NotAllowed, match="不能自己"):
            world.take("mediator", verb, number, reason="自己审自己")


def test_who_recorded_the_outcome_cannot_approve_it_after_handing_the_case_over(world: Qinghe) -> None:
    world.give("mediator", "reviewer@mediation")
    other = world.person("zhao", "mediator@mediation", name="赵六")
    number = world.reach("reviewing")
    world.take("reviewer", "reject", number, reason="补充笔录")
    world.take("reviewer", "hand_over", number, person=str(other.user_id), reason="调岗")
    Case.objects.filter(number=number).update(state="reviewing")
    with pytest.raises(NotAllowed, match="不能自己"):
        world.take("mediator", "approve", number)


def test_the_one_who_approved_may_close_but_the_handler_may_not(world: Qinghe) -> None:
    world.give("mediator", "reviewer@mediation")
    number = world.reach("confirmed")
    with pytest.raises(NotAllowed):
        world.take("mediator", "close", number)
    world.take("reviewer", "close", number)
    assert world.case(number).state == "closed"


def test_a_merger_is_undone_with_everything_it_did(world: Qinghe) -> None:
    first, second = world.register(), world.register()
    world.take("dispatcher", "merge", second, other=first, reason="同一事项")
    assert (world.case(second).state, world.case(second).merged_into_id) == ("merged", world.case(first).pk)
    world.take("dispatcher", "unmerge", second, reason="弄错了")
    case = world.case(second)
    assert (case.state, case.merged_into_id, case.outcome, case.ended_at) == ("registered", None, "", None)
    assert not Tie.objects.filter(case=case, until__isnull=True).exists()
    check_case(second)


def test_reopening_a_merged_and_archived_case_takes_it_out_of_the_other(world: Qinghe) -> None:
    first, second = world.register(), world.register()
    world.take("dispatcher", "merge", second, other=first, reason="同一事项")
    world.take("dispatcher", "archive", second)
    world.take("dispatcher", "reopen", second, reason="不是同一事项")
    assert world.case(second).merged_into_id is None
    assert not Tie.objects.filter(case__number=second, until__isnull=True).exists()
    check_case(second)


def test_a_case_cannot_be_merged_into_itself_or_into_one_that_is_merged(world: Qinghe) -> None:
    first, second, third = world.register(), world.register(), world.register()
    with pytest.raises(Invalid) as itself:
        world.take("dispatcher", "merge", first, other=first, reason="自己")
    assert "自己" in itself.value.fields["other"]
    world.take("dispatcher", "merge", second, other=first, reason="同一事项")
    with pytest.raises(Invalid):
        world.take("dispatcher", "merge", third, other=second, reason="同一事项")
    with pytest.raises(RuleError, match="先撤销"):
        world.take("dispatcher", "merge", first, other=third, reason="同一事项")


def test_one_can_merge_only_into_a_case_one_sees(world: Qinghe) -> None:
    hidden, number = world.register(confidentiality="special"), world.register()
    world.take("dispatcher", "dispatch", hidden, unit="court")
    with pytest.raises(Invalid) as refused:
        world.take("dispatcher", "merge", number, other=hidden, reason="猜的")
    with pytest.raises(Invalid) as absent:
        world.take("dispatcher", "merge", number, other=hidden[:-3] + "99X", reason="猜的")
    told = [problem.value.fields["other"].split("“")[0] for problem in (refused, absent)]
    assert told[0] == told[1]


def test_forwarding_goes_only_to_a_unit_below(world: Qinghe) -> None:
    number = world.reach("handling")
    for sideways in ("labour-inspection", "desk", "330999001"):
        with pytest.raises(Invalid, match="1 处"):
            world.take("mediator", "forward", number, unit=sideways, reason="推给别人")
    with pytest.raises(Invalid):
        world.take("mediator", "forward", number, unit="mediation", reason="给自己")
    world.take("mediator", "forward", number, unit="property", reason="物业纠纷")
    case = world.case(number)
    assert (case.state, case.holder.code, case.handler_id) == ("assigned", "property", None)


def test_nothing_is_assigned_to_a_unit_that_is_closed_or_takes_no_cases(world: Qinghe) -> None:
    number = world.register()
    Unit.objects.filter(code="medical").update(closed_on=world.now.date())
    for unit in ("medical", "window-1", "centre", "nowhere"):
        with pytest.raises(Invalid) as refused:
            world.take("dispatcher", "dispatch", number, unit=unit)
        assert "停用" in refused.value.fields["unit"]


def test_a_partial_correction_never_blanks_what_is_stored(world: Qinghe) -> None:
    number = world.register()
    correct(world, number, applicant_phone="13700000007", story="")
    case = world.case(number)
    party = parties_of(world.actor("clerk"), case=case)[0]
    assert (case.story, case.wanted, case.amount) == (FIELDS["story"], FIELDS["wanted"], 8600.50)
    assert party.name == "张三"
    assert [fact.value for fact in party.facts if fact.label == "证件号"] != ["未登记"]


def test_correcting_an_organisations_phone_leaves_it_an_organisation(world: Qinghe) -> None:
    number = world.register(respondent_name="安居物业服务有限公司", respondent_kind="organisation")
    correct(world, number, respondent_phone="13700000008")
    assert Party.objects.get(case__number=number, side="respondent").kind == "organisation"


def test_a_correction_cannot_change_the_weight_and_so_the_limit(world: Qinghe) -> None:
    number = world.reach("handling")
    facts = read({"weight": "major"}, today=world.now.date(), strict=False)
    amend(
        number=number,
        sent=frozenset({"weight"}),
        registration=facts,
        by=world.actor("mediator"),
        at=world.now,
    )
    assert world.case(number).weight == "simple"
    check_case(number)


def test_the_same_delivery_twice_makes_one_case_and_one_answer(world: Qinghe) -> None:
    first = world.register(key="once")
    before = everything()
    assert world.register(key="once") == first
    assert everything() == before


def test_the_same_key_with_another_body_is_refused(world: Qinghe) -> None:
    world.register(key="once")
    with pytest.raises(KeyReused) as refused:
        world.register(key="once", story="另一件事")
    assert refused.value.status == 422
    assert Case.objects.count() == 1


def test_two_people_may_use_the_same_key(world: Qinghe) -> None:
    assert world.register(key="k1", by="clerk") != world.register(key="k1", by="clerk2")


def test_a_key_that_was_refused_may_be_used_again(world: Qinghe) -> None:
    number = world.register()
    with pytest.raises(Invalid):
        world.take("dispatcher", "dispatch", number, key="k", unit="nowhere")
    world.take("dispatcher", "dispatch", number, key="k", unit="mediation")
    assert world.case(number).state == "assigned"


def test_an_outside_number_comes_in_once_however_often_it_is_told(world: Qinghe) -> None:
    told = {"source": "12345", "external_number": "A-1"}
    assert world.register(**told, key="a") == world.register(**told, key="b")
    with pytest.raises(Clash, match="内容却不同"):
        world.register(**told, story="换了说法", key="c")
    assert world.register(source="12345", external_number="A-2") != world.register(
        source="court", external_number="A-1"
    )


def test_acting_on_an_old_page_is_refused_with_the_name_of_who_was_faster(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "accept", number, seen=1)
    with pytest.raises(Stale, match="沈岚") as refused:
        world.take("dispatcher", "decline", number, seen=1, reason="晚了", elsewhere="court")
    assert refused.value.status == 409


def test_a_verb_out_of_turn_is_refused_with_where_the_case_is(world: Qinghe) -> None:
    number = world.reach("assigned")
    with pytest.raises(RuleError, match="待签收"):
        world.take("dispatcher", "accept", number)


def test_an_outcome_needs_a_proceeding(world: Qinghe) -> None:
    number = world.reach("handling")
    with pytest.raises(RuleError, match="启动"):
        world.take("mediator", "record", number, outcome="answered", summary="说好了")


def test_an_outcome_waits_until_only_one_proceeding_runs(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "start", number, track="legal_aid")
    with pytest.raises(RuleError, match="逐个结束"):
        world.take("mediator", "record", number, outcome="answered", summary="说好了")
    with pytest.raises(Invalid):
        world.take("mediator", "start", number, track="legal_aid")


def test_a_withdrawal_cannot_be_recorded_as_an_outcome(world: Qinghe) -> None:
    number = world.reach("started")
    for outcome in ("withdrawn", "merged", ""):
        with pytest.raises(Invalid):
            world.take("mediator", "record", number, outcome=outcome, summary="算了")


def test_recording_the_outcome_stops_the_starting_clock_of_a_forwarded_case(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "forward", number, unit="property", reason="物业纠纷")
    world.take("mediator2", "sign", number)
    world.take("mediator2", "record", number, outcome="answered", summary="说好了")
    check_case(number)


def test_a_pause_moves_the_due_moment_and_the_next_due(world: Qinghe) -> None:
    number = world.reach("handling", weight="larger")
    before = world.case(number).clocks.get(rule="C-LARGER").due
    world.take("mediator", "suspend", number, clock="C-LARGER", reason="appraisal")
    assert world.case(number).clocks.get(rule="C-LARGER").due is None
    world.later(days=5)
    world.take("mediator", "resume", number, clock="C-LARGER")
    moved = world.case(number).clocks.get(rule="C-LARGER").due - before
    assert moved == timedelta(days=6), "five times 24 hours touch six calendar days"
    check_case(number)


def test_grading_exchanges_the_limit_from_the_same_start(world: Qinghe) -> None:
    number = world.reach("handling")
    old = world.case(number).clocks.get(rule="C-SIMPLE")
    world.later(hours=3)
    world.take("dispatcher", "grade", number, weight="major", reason="涉及多户")
    new = world.case(number).clocks.get(rule="C-MAJOR")
    assert (new.started_at, new.stopped_at) == (old.started_at, None)
    check_case(number)


def test_a_risk_is_about_the_case_and_expires(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "assess", number, risk="high", reason="多次上门")
    assert world.case(number).risk_until == world.now + timedelta(days=14)


def test_no_proceeding_runs_on_after_a_withdrawal(world: Qinghe) -> None:
    withdrawn = world.reach("started")
    world.take("mediator", "withdraw", withdrawn, said="本人到窗口书面申请", reason="自行和解")
    assert not world.case(withdrawn).proceedings.filter(state="running").exists()
