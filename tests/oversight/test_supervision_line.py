"""Looking over a case: supervision by ladder and by people, correction with a reply, reception and promises, visits."""

from __future__ import annotations

import pytest

from jiefen.actions.clocks.warnings import tick
from jiefen.actions.oversight.receptions import call_off
from jiefen.actions.oversight.supervision import propose
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.reports.case.page import case_view, tab_buttons
from jiefen.store.models import Booking, Clock, Correction, Notice, Promise, Supervision, User
from kit.invariants import check_case
from kit.oversight import late, sitting
from kit.qinghe import Qinghe


def level(world: Qinghe, number: str) -> list[tuple[str, str]]:
    rows = Supervision.objects.filter(case__number=number).order_by("pk")
    return list(rows.values_list("level", "state"))


def test_a_late_limit_proposes_and_a_person_decides(world: Qinghe) -> None:
    number = late(world)
    [(proposed, state)] = level(world, number)
    assert (proposed, state) == ("listed", "proposed")
    assert "C-ORDER" not in set(Clock.objects.values_list("rule", flat=True)), "nothing is ordered by a rule"
    world.take("supervisor", "supervise", number, reason="请说明为什么还没有办结")
    assert level(world, number) == [("order", "standing")]
    check_case(number)


def test_the_proposal_grows_with_the_lateness_and_is_never_made_twice(world: Qinghe) -> None:
    number = late(world)
    for _ in range(3):
        tick(at=world.now, propose=propose)
    world.later(days=7)
    tick(at=world.now, propose=propose)
    assert level(world, number) == [("leader", "proposed")]
    world.take("supervisor", "drop_proposal", number, reason="等鉴定意见，理由充分")
    assert level(world, number) == [("leader", "dropped")]
    with pytest.raises(RuleError, match="没有等待决定"):
        world.take("supervisor", "drop_proposal", number, reason="再来一次")


def test_an_order_is_answered_by_the_unit_returned_once_and_lifted_by_somebody_else(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("supervisor", "supervise", number, reason="三天没有联系对方")
    with pytest.raises(RuleError, match="还没有答复"):
        world.take("supervisor", "return_answer", number, reason="没写原因")
    world.take("mediator", "answer_supervision", number, answer="对方出差，约好周五面谈")
    assert not Clock.objects.filter(rule="C-ORDER", stopped_at=None).exists()
    world.take("supervisor", "return_answer", number, reason="没有写什么时候办到哪一步")
    assert Clock.objects.filter(rule="C-ORDER", stopped_at=None).exists()
    world.take("mediator", "answer_supervision", number, answer="周五面谈，下周二前出方案")
    world.give("mediator", "supervisor@mediation")
    with pytest.raises(NotAllowed, match="不能自己"):
        world.take("mediator", "lift", number, reason="我办好了")
    world.take("supervisor", "lift", number, reason="面谈记录已核对")
    assert level(world, number) == [("order", "ended")]
    check_case(number)


def test_a_level_goes_up_and_not_down_and_the_lower_one_goes_over_into_it(world: Qinghe) -> None:
    number = world.reach("started")
    leader = str(User.objects.get(username="leader").pk)
    world.take("supervisor", "supervise", number, reason="请说明")
    world.take("supervisor", "list_case", number, reason="仍无进展，挂牌")
    with pytest.raises(RuleError, match="已经挂牌督办"):
        world.take("supervisor", "supervise", number, reason="又来一张")
    with pytest.raises(Invalid, match="1 处"):
        world.take("leader", "put_leader", number, person="999", reason="包案")
    world.take("leader", "put_leader", number, person=leader, reason="由我包案")
    assert level(world, number) == [("order", "raised"), ("listed", "raised"), ("leader", "standing")]


def test_no_button_offers_a_level_that_is_reached(world: Qinghe) -> None:
    def offered() -> set[str]:
        leader, case = world.actor("leader"), world.case(number)
        view = case_view(leader, case=case, now=world.now)
        verbs = {
            button.verb
            for button in tab_buttons(leader, tab="oversight", case=case, view=view, now=world.now)
        }
        return verbs & {"supervise", "list_case", "put_leader", "lift"}

    number = world.reach("started")
    assert offered() == {"supervise", "list_case", "put_leader"}
    world.take("leader", "list_case", number, reason="挂牌")
    assert offered() == {"put_leader", "lift"}


def test_what_stands_is_not_proposed_again_and_outlives_the_case(world: Qinghe) -> None:
    number = late(world)
    leader = str(User.objects.get(username="leader").pk)
    world.take("leader", "put_leader", number, person=leader, reason="由我包案")
    world.later(days=9)
    tick(at=world.now, propose=propose)
    assert level(world, number) == [("leader", "standing")]
    world.take("mediator", "record", number, outcome="answered", summary="分两期付清", amount="8000")
    world.take("reviewer", "approve", number)
    world.take("reviewer", "close", number)
    assert Clock.objects.filter(case__number=number, rule="C-ORDER", stopped_at=None).exists()
    world.take("mediator", "answer_supervision", number, answer="已经办结")
    check_case(number)


def test_urging_reaches_the_holder_and_leaves_no_limit(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("dispatcher", "urge", number, reason="当事人来电催问")
    assert level(world, number) == [("urge", "ended")]
    assert not Clock.objects.filter(rule="C-ORDER").exists()
    with pytest.raises(NotAllowed):
        world.take("mediator", "urge", number, reason="我催我自己")


def test_nobody_is_found_at_fault_unheard_unless_they_stay_silent_past_the_limit(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("supervisor", "correct", number, issue="poor_contact", reason="当事人说一周没有接到电话")
    with pytest.raises(RuleError, match="还没有说明"):
        world.take("supervisor", "end_correction", number, found="mended", reason="查过了")
    with pytest.raises(RuleError, match="还没有结论"):
        world.take("supervisor", "correct", number, issue="late", reason="又一项")
    world.take("mediator", "reply_correction", number, reply="电话记录在附件里，每天都打过")
    world.take("supervisor", "end_correction", number, found="withdrawn", reason="电话记录属实")
    assert Correction.objects.get().result == "withdrawn"
    check_case(number)


def test_a_correction_goes_up_one_step_at_a_time_each_with_its_own_say(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("supervisor", "correct", number, issue="late", reason="过期三天")
    world.later(days=6)
    for measure in ("circular", "talk"):
        world.take("supervisor", "raise_correction", number, reason="没有说明，也没有改")
        row = Correction.objects.get()
        assert (row.level, row.replied_at) == (measure, None)
        with pytest.raises(RuleError):
            world.take("supervisor", "raise_correction", number, reason="接着升")
        world.later(days=6)
    with pytest.raises(RuleError, match="没有更高一级"):
        world.take("supervisor", "raise_correction", number, reason="还要升")
    world.take("mediator", "reply_correction", number, reply="已经改了，方案昨天送到")
    world.take("supervisor", "end_correction", number, found="mended", reason="核对过")
    check_case(number)


def test_a_leader_receives_promises_and_somebody_else_asks_whether_it_was_kept(world: Qinghe) -> None:
    number, where = world.reach("started"), sitting(world)
    world.take("clerk", "book", number, reception=str(where), said="希望领导过问押金")
    other = world.register(applicant_name="王二")
    with pytest.raises(Invalid) as full:
        world.take("clerk", "book", other, reception=str(where), said="也想见")
    assert "约满" in full.value.fields["reception"]
    booking = str(Booking.objects.get().pk)
    with pytest.raises(Invalid) as early:
        world.take("clerk", "receive", number, booking=booking, came="received", said="谈过了")
    assert "还没有开始" in early.value.fields["came"]
    world.later(days=2, hours=1)
    with pytest.raises(Invalid) as half:
        world.take(
            "leader", "receive", number, booking=booking, came="received", said="谈", promise="督促退押金"
        )
    assert "promised_for" in half.value.fields
    world.take(
        "leader", "receive", number,
        booking=booking, came="received", said="听了双方的说法", promise="督促退押金", promised_for="2026-03-20",
    )  # fmt: skip
    promise = str(Promise.objects.get().pk)
    world.give("leader", "supervisor@centre")
    with pytest.raises(RuleError, match="不能自己登记"):
        world.take("leader", "settle_promise", number, promise=promise, kept="kept", reason="办到了")
    world.take(
        "clerk", "settle_promise", number, promise=promise, kept="kept", reason="电话问过张三，已收到押金"
    )
    assert Promise.objects.get().state == "kept"
    check_case(number)


def test_a_sitting_called_off_frees_its_bookings_and_tells_who_made_them(world: Qinghe) -> None:
    number, where = world.reach("started"), sitting(world)
    world.take("clerk", "book", number, reception=str(where), said="希望领导过问")
    with pytest.raises(Invalid, match="1 处"):
        sitting(world, begins="10:00", ends="12:00")
    answer = call_off(reception=where, by=world.actor("dispatcher"), at=world.now, key="")
    assert "1 件预约要改约" in answer.sentence
    assert Booking.objects.get().state == "cancelled"
    assert Notice.objects.filter(user__username="clerk", text__contains="改约").exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"on": "2026-03-02"}, "on"),
        ({"on": "2026-02-30"}, "on"),
        ({"on": "2030-01-01"}, "on"),
        ({"begins": "25:00"}, "begins"),
        ({"ends": "8:00"}, "ends"),
        ({"room": ""}, "room"),
        ({"link": "http://meet.example.com/1"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://meet.example.com@elsewhere.example/1"}, "link"),
        ({"link": "https://"}, "link"),
        ({"seats": "0"}, "seats"),
        ({"seats": "一百"}, "seats"),
    ],
)
def test_a_sitting_that_cannot_be_is_refused_field_by_field(
    world: Qinghe, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        sitting(world, **typed)
    assert set(refused.value.fields) == {field}


def test_a_return_visit_is_not_made_by_who_handled_it_and_an_unhappy_one_shows(world: Qinghe) -> None:
    number = world.reach("closed")
    world.give("mediator", "clerk@mediation")
    with pytest.raises(NotAllowed, match="不能自己"):
        world.take("mediator", "visit", number, side="applicant", content="satisfied", said="很满意")
    with pytest.raises(Invalid) as nobody:
        world.take("clerk", "visit", number, side="representative", content="satisfied", said="好")
    assert "没有登记这一方" in nobody.value.fields["side"]
    answer = world.take(
        "clerk", "visit", number, side="applicant", content="dissatisfied", said="第二期没有付"
    )
    assert "不满意" in answer.sentence
    check_case(number)


def test_an_agreement_starts_the_parties_thirty_days_and_one_undone_voids_them(world: Qinghe) -> None:
    number = world.reach("closed")
    clock = Clock.objects.get(rule="RT-02")
    assert (clock.started_at, clock.stopped_at) == (world.now, None)
    world.take("dispatcher", "reopen", number, reason="李四说当时不明白写的是什么")
    world.take("dispatcher", "dispatch", number, unit="mediation", reason="")
    world.take("mediator", "sign", number)
    world.take("mediator", "start", number, track="peoples_mediation")
    world.take("mediator", "record", number, outcome="not_agreed", summary="双方不再认那份协议。")
    clock.refresh_from_db()
    assert clock.ended == "void", "nobody asked the court, and nobody was late"
    check_case(number)
