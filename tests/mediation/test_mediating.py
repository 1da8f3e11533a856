"""Nobody mediates against a party's will, nobody barred goes on, nothing is booked twice, concessions stay sealed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.words import Outcome
from jiefen.reports.common.timeline import timeline
from jiefen.store.models import Case, PartyMessage, Slot
from kit.mediating import PLAN, agree, hold, party, plan, room, who
from kit.parties import read_by
from kit.qinghe import Qinghe


def test_周敏_plans_a_session_both_are_invited_and_it_is_held_with_minutes(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    assert session.invitations.count() == 2
    assert session.proceeding is not None
    assert Slot.objects.filter(session=session).count() == 9, "three half hours of a room, a mediator, a case"
    agree(world, number)
    world.later(days=3)
    hold(world, number, session)
    session.refresh_from_db()
    assert (session.state, session.result) == ("held", "go_on")
    assert {one.state for one in session.invitations.all()} == {"came"}


def test_both_are_told_by_sms_unless_violence_is_alleged(world: Qinghe) -> None:
    number = world.reach("started")
    plan(world, number)
    assert PartyMessage.objects.count() == 2
    PartyMessage.objects.all().delete()
    Case.objects.filter(number=number).update(flags=",violence,")
    session = str(world.case(number).sessions.get().pk)
    answer = world.take("mediator", "cancel_session", number, session=session, reason="改用安全的办法。")
    assert "安全的联系方式" in answer.sentence
    assert not PartyMessage.objects.exists()


@pytest.mark.parametrize(
    ("other", "field", "told"),
    [
        ({"begins": "10:00", "ends": "11:00"}, "room", "第一调解室"),
        ({"begins": "08:00", "ends": "12:00", "room": "第二调解室", "mediator": "周敏"}, "begins", "周敏"),
    ],
)
def test_a_room_or_a_mediator_is_not_booked_twice(
    world: Qinghe, other: dict[str, str], field: str, told: str
) -> None:
    plan(world, world.reach("started"))
    number = world.reach("started")
    more = dict(other)
    more["room"] = room(other.get("room", "第一调解室"))
    more["mediator"] = who(other.get("mediator", "陶立群"))
    with pytest.raises(Invalid) as refused:
        plan(world, number, **more)
    assert told in refused.value.fields[field]
    assert "09:00–10:30" in refused.value.fields[field] or "10:00–10:30" in refused.value.fields[field]


def test_a_case_is_not_in_two_sessions_at_a_time_but_may_be_in_the_next_half_hour(world: Qinghe) -> None:
    number = world.reach("started")
    plan(world, number)
    other = {"room": room("第二调解室"), "mediator": who("陶立群")}
    with pytest.raises(Invalid, match="1 处") as refused:
        plan(world, number, **other)
    assert "本案" in refused.value.fields["on"]
    assert plan(world, number, **other, begins="10:30", ends="11:00").pk


def test_the_database_itself_refuses_a_second_booking(world: Qinghe) -> None:
    session = plan(world, world.reach("started"))
    slot = session.slots.filter(what="room").first()
    assert slot is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(session=session, what="room", which=slot.which, at=slot.at)


def test_a_session_moved_or_called_off_gives_its_half_hours_back(world: Qinghe) -> None:
    number, other = world.reach("started"), world.reach("started")
    session = plan(world, number)
    moved = {
        "session": str(session.pk),
        "on": "2026-03-06",
        "begins": "09:00",
        "ends": "10:00",
        "room": room(),
    }
    world.take("mediator", "move_session", number, **moved, reason="对方出差。")
    second = plan(world, other)
    world.take("mediator", "cancel_session", other, session=str(second.pk), reason="撤回。")
    assert not Slot.objects.filter(session=second).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"on": "2026-03-01"}, "on"),
        ({"on": "2030-01-01"}, "on"),
        ({"begins": "09:10"}, "begins"),
        ({"room": ""}, "room"),
        ({"mode": "online", "room": ""}, "link"),
        ({"mediator": "999"}, "mediator"),
    ],
)
def test_what_makes_no_session_is_refused_beside_its_field(
    world: Qinghe, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(world, world.reach("started"), **wrong)
    assert field in refused.value.fields


def test_no_minutes_before_it_begins_nor_without_each_partys_consent(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    with pytest.raises(RuleError, match="才开始"):
        hold(world, number, session)
    world.later(days=3)
    with pytest.raises(RuleError, match="张三是否同意接受调解；李四是否同意接受调解"):
        hold(world, number, session)


def test_an_open_session_needs_everybodys_consent_to_be_open(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number, openness="open")
    agree(world, number)
    world.later(days=3)
    with pytest.raises(RuleError, match="公开进行"):
        hold(world, number, session)
    agree(world, number, about="openness")
    hold(world, number, session)


def test_one_refusal_stops_everything_and_the_other_ways_are_told(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    said = {"party": party(world, number, "李四"), "via": "phone", "said": "我不想调了。"}
    answer = world.take("mediator", "refuse_mediation", number, **said)
    assert "到法院起诉" in answer.sentence
    session.refresh_from_db()
    assert session.state == "cancelled"
    assert not Slot.objects.filter(session=session).exists()
    running = world.case(number).proceedings.get()
    assert (running.state, running.outcome) == ("finished", Outcome.REFUSED)
    for verb, fields in (
        ("start", {"track": "peoples_mediation"}),
        ("plan_session", PLAN | {"mediator": who("周敏"), "room": room()}),
    ):
        with pytest.raises(RuleError, match="本人再次表示同意"):
            world.take("mediator", verb, number, **fields)
    world.take("mediator", "start", number, track="litigation_guidance")
    agree(world, number)
    world.take("mediator", "start", number, track="peoples_mediation")
    assert plan(world, number).pk


def test_a_no_noted_as_a_consent_is_the_same_refusal(world: Qinghe) -> None:
    number = world.reach("started")
    world.take(
        "mediator", "consent", number, party=party(world, number), asked="mediate", consent="no", via="paper"
    )
    assert not world.case(number).proceedings.filter(finished_at=None).exists()


def test_what_was_said_to_one_side_is_not_in_the_history_that_the_parties_read(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    agree(world, number)
    world.later(days=3)
    hold(world, number, session, statements="只对调解员说：最多退三千。")
    case = Case.objects.get(number=number)
    assert all("三千" not in entry.body for entry in case.entries.all())
    assert all("三千" not in line.note for line in timeline(case))
    assert all("三千" not in read_by(party) for party in case.parties.all())


def test_a_case_that_leaves_takes_no_session_with_it(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    world.take("clerk", "withdraw", number, said="到窗口说的", reason="和好了。")
    session.refresh_from_db()
    assert session.state == "cancelled"
