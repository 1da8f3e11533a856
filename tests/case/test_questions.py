"""What a question offers is exactly what may be answered, for every kind of question."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jiefen.actions.case.lookups import LOOKUPS
from jiefen.actions.common.command import Command
from jiefen.actions.common.history import History
from jiefen.domain.case.lifecycle import VERBS
from jiefen.reports.case.choices import for_ask
from jiefen.store.models import (
    Appeal,
    AuditDraw,
    AuditItem,
    Booking,
    Case,
    Clock,
    DataRequest,
    ExpertQuestion,
    Inquiry,
    IssuedPaper,
    Mediator,
    Promise,
    Reception,
    Room,
    Unit,
    User,
)
from jiefen.store.questions.table import QUESTIONS
from kit.mediating import plan
from kit.qinghe import SAFE, Qinghe
from kit.signing import attach, write

pytestmark = pytest.mark.one_database

NONSENSE = ("没有这个词", "0", "-1", "m0", "u0", "9" * 40, "nowhere", "07:15")
TYPED = {"case", "terms"}
# Offered to everybody who may answer an objection; taken from the one who was named for it.
NAMED = {"my_appeal"}


def command(world: Qinghe, username: str) -> Command:
    by = world.actor(username)
    return Command(by=by, at=world.now, history=History(by=by, at=world.now))


def filled(world: Qinghe) -> list[Case]:
    """Cases on which, taken together, every kind of question has something to offer."""
    world.give("mediator", "handler@mediation")
    talks, calm = world.reach("started"), world.reach("agreed")
    world.take("mediator", "suspend", talks, clock="C-SIMPLE", reason="appraisal")
    plan(world, talks)
    write(world, talks)
    world.take("mediator", "offer_agreement", talks)
    hurt = world.reach("handling")
    world.take("mediator", "screen", hurt, **SAFE | {"violence": "yes"})
    Clock.objects.filter(case__number=hurt, rule="C-START").update(due=world.now - timedelta(hours=1))
    village = world.register()
    world.person("村调解员", "mediator@330999001001")
    world.take("dispatcher", "dispatch", village, unit="330999001001", reason="先由村里调")
    world.take("mediator", "add_co", talks, unit="property")
    _rows(world, world.case(talks))
    return [world.case(number) for number in (talks, calm, hurt, village)]


def _rows(world: Qinghe, case: Case) -> None:
    """What takes long ways to come about otherwise."""
    at, by = world.now, User.objects.get(username="leader")
    attach(world, case.number)
    party = case.parties.get(name="张三")
    Inquiry.objects.create(case=case, party=party, made_at=at)
    DataRequest.objects.create(party=party, about="erase", made_at=at)
    paper = case.attachments.get()
    IssuedPaper.objects.create(
        case=case,
        code="receipt",
        title="受理通知书",
        verify_blind=b"1" * 16,
        file=paper,
        told="{}",
        at=at,
        by=by,
    )
    draw = AuditDraw.objects.create(month=date(2026, 2, 1), seed="1", base=1, drawn=1, at=at)
    AuditItem.objects.create(draw=draw, case=case, why="random")
    Appeal.objects.create(
        case=case, about="handling", said="不同意", via="window", state="open", made_at=at, reviewer=by
    )
    begins = at + timedelta(days=2)
    sitting = Reception.objects.create(
        leader=by,
        unit=case.holder,
        room="接访室",
        begins_at=begins,
        ends_at=begins,
        seats=3,
        made_at=at,
        by=by,
    )
    booking = Booking.objects.create(reception=sitting, case=case, party=party, wish="谈", made_at=at, by=by)
    Promise.objects.create(booking=booking, case=case, text="三天内答复", due_on=date(2026, 3, 9))
    expert = Mediator.objects.filter(kind="lawyer")[0]
    ExpertQuestion.objects.create(case=case, expert=expert, question="押金怎么算", asked_at=at, by=by)


def test_what_is_offered_is_taken_and_what_is_not_offered_is_refused(world: Qinghe) -> None:
    cases, own = filled(world), command(world, "leader")
    offered = {
        (type_, case.pk): dict(kind.offered(case, now=world.now))
        for type_, kind in QUESTIONS.items()
        for case in cases
    }
    assert {type_ for type_, case in offered if offered[type_, case]} == set(QUESTIONS)
    keys = {type_: {key for case in cases for key in offered[type_, case.pk]} for type_ in QUESTIONS}
    some = {str(pk) for pk in User.objects.values_list("pk", flat=True)[::9]}
    some |= set(Unit.objects.values_list("code", flat=True)[::9])
    for (type_, _), case in zip(offered, cases * len(QUESTIONS), strict=True):
        for key in offered[type_, case.pk]:
            value, problem = LOOKUPS[type_](key, own, case)
            assert (value is not None, problem) == (True, ""), (type_, key)
        for key in (keys[type_] | some | set(NONSENSE)) - set(offered[type_, case.pk]):
            value, problem = LOOKUPS[type_](key, own, case)
            assert value is None, (type_, key)
            assert problem, (type_, key)


def test_of_several_each_must_be_offered(world: Qinghe) -> None:
    case, own = world.case(world.reach("handling")), command(world, "leader")
    first, second = (str(pk) for pk in case.parties.values_list("pk", flat=True))
    parties, problem = LOOKUPS["parties"](f"{first},{second}", own, case)
    assert ([party.name for party in parties], problem) == (["张三", "李四"], "")
    assert LOOKUPS["parties"](f"{first},0", own, case) == (None, "请从本案当事人中选择。")


def test_an_objection_is_answered_only_by_who_was_named_for_it(world: Qinghe) -> None:
    case = filled(world)[0]
    appeal = str(case.appeals.get().pk)
    assert LOOKUPS["my_appeal"](appeal, command(world, "leader"), case)[0] == case.appeals.get()
    value, problem = LOOKUPS["my_appeal"](appeal, command(world, "reviewer"), case)
    assert (value, "没有指定给您" in problem) == (None, True)


def test_a_room_that_is_closed_is_neither_offered_nor_taken(world: Qinghe) -> None:
    case = world.case(world.reach("handling"))
    room = Room.objects.get(name="第一调解室")
    Room.objects.filter(pk=room.pk).update(closed_on=world.now.date())
    assert str(room.pk) not in dict(for_ask("room", verb="plan_session", case=case, now=world.now))
    assert LOOKUPS["room"](str(room.pk), command(world, "mediator"), case)[0] is None


def test_every_question_of_a_verb_is_of_a_known_kind() -> None:
    plain = {"text", "long", "kept", "clock_time", "money", "number", "date", "file"}
    asked = {ask.type for verb in VERBS for ask in verb.asks if isinstance(ask.type, str)} - plain
    assert asked == set(LOOKUPS)
    assert set(LOOKUPS) - set(QUESTIONS) == TYPED
