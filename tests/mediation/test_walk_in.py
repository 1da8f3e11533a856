"""Both sides walk in: mediation begins now and is written down as it happens; an odd hour is booked with a warning."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.gate import trusted
from jiefen.reports.mediation.session_page import session_view
from jiefen.store.models import Clock, Delivery, MediationSession, PartyMessage, Slot
from kit.invariants import check_case
from kit.mediating import MINUTES, agree, party, plan, room, who
from kit.qinghe import SAFE, Qinghe


def begin(world: Qinghe, number: str, **more: str) -> MediationSession:
    fields = {"mediator": who("周敏"), "mode": "in_person", "room": room()} | more
    return MediationSession.objects.get(
        pk=world.take("mediator", "begin_session", number, **fields).more["session"]
    )


def minutes(world: Qinghe, number: str, row: MediationSession) -> dict[str, str]:
    present = ",".join(party(world, number, name) for name in ("张三", "李四"))
    return MINUTES | {"session": str(row.pk), "present": present}


def test_周敏_begins_now_and_completes_the_minutes_the_same_hour(world: Qinghe) -> None:
    number = world.reach("started")
    world.later(minutes=17)
    row = begin(world, number)
    assert (row.begins_at, row.ends_at) == (
        world.now - timedelta(minutes=17),
        world.now + timedelta(minutes=43),
    )
    assert Slot.objects.filter(session=row).count() == 6, "room, mediator and case are taken"
    assert not PartyMessage.objects.exists(), "nobody who sits here is sent a message"
    view = session_view(world.actor("mediator"), case=world.case(number), row=row, now=world.now)
    assert (view.may_hold, view.begun) == (True, True), "the minutes are open at once"
    agree(world, number)
    world.later(minutes=20)
    world.take("mediator", "hold_session", number, **minutes(world, number, row))
    row.refresh_from_db()
    assert row.state == "held"
    check_case(number)


def test_the_page_leads_on_to_the_minutes(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    number = world.reach("started")
    monkeypatch.setattr(trusted, "now", lambda: world.now)
    fields = {"mediator": who("周敏"), "mode": "in_person", "room": room(), "key": "k"}
    answer = world.client("mediator").post(f"/cases/{number}/begin_session", fields)
    row = MediationSession.objects.get()
    assert answer.headers["Location"] == f"/cases/{number}/sessions/{row.pk}"


@pytest.mark.parametrize(("what", "field"), [("room", "room"), ("mediator", "mediator")])
def test_what_is_taken_at_this_hour_is_refused_beside_its_field(world: Qinghe, what: str, field: str) -> None:
    other, number = world.reach("started"), world.reach("started")
    begin(world, other)
    more = {"mediator": who("孙婉")} if what == "room" else {"room": "", "place": "村委会二楼"}
    with pytest.raises(Invalid) as refused:
        begin(world, number, **more)
    assert list(refused.value.fields) == [field]


def test_nobody_is_mediated_on_the_spot_whose_safety_forbids_it(world: Qinghe) -> None:
    number = world.reach("started")
    said = {"party": party(world, number, "李四"), "via": "phone", "said": "我不想调了。"}
    world.take("mediator", "refuse_mediation", number, **said)
    with pytest.raises(RuleError, match="本人再次表示同意"):
        begin(world, number)


@pytest.mark.parametrize(
    ("on", "begins", "ends", "note"),
    [
        ("2026-03-08", "20:30", "21:00", "03 月 08 日是周末，不是工作日"),
        ("2026-04-05", "10:00", "11:00", "04 月 05 日是清明节，不是工作日"),
        ("2026-03-04", "20:00", "21:00", "20:00 在办公时间以外"),
    ],
)
def test_an_odd_hour_is_booked_with_a_warning(
    world: Qinghe, on: str, begins: str, ends: str, note: str
) -> None:
    number = world.reach("started")
    fields = {"mediator": who("周敏"), "mode": "in_person", "openness": "closed", "room": room()}
    told = world.take("mediator", "plan_session", number, on=on, begins=begins, ends=ends, **fields)
    assert f"请留意：{note}" in told.sentence
    moved = world.take(
        "mediator", "move_session", number, session=str(told.more["session"]), on="2026-03-05", begins="09:00",
        ends="10:00", room=room(), reason="改到上班时间。",
    )  # fmt: skip
    assert "不是工作日" not in moved.sentence
    assert "办公时间以外" not in moved.sentence


def test_a_day_beyond_the_cases_own_limit_is_said(world: Qinghe) -> None:
    number = world.reach("started")
    due = Clock.objects.get(case__number=number, rule="C-SIMPLE").due
    assert isinstance(due, datetime)
    later = (due + timedelta(days=3)).date()
    fields = {"mediator": who("周敏"), "mode": "in_person", "openness": "closed", "room": room()}
    told = world.take(
        "mediator", "plan_session", number, on=str(later), begins="09:00", ends="10:00", **fields
    )
    assert "晚于“简单纠纷办结”的到期时间" in told.sentence
    world.later(minutes=1)
    assert Delivery.objects.count() == 0


def test_parties_who_come_early_are_heard_on_the_day_and_not_before_it(world: Qinghe) -> None:
    number = world.reach("started")
    row = plan(world, number)
    agree(world, number)
    with pytest.raises(RuleError, match="才开始"):
        world.take("mediator", "hold_session", number, **minutes(world, number, row))
    world.now = row.begins_at - timedelta(hours=1)
    for side in ("applicant", "respondent"):
        world.take("mediator", "screen", number, **SAFE | {"side": side})
    world.take("mediator", "hold_session", number, **minutes(world, number, row))
    row.refresh_from_db()
    assert row.state == "held"
