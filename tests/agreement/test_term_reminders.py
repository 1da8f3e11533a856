"""Promises near and past their day: who is told, once each, and the visit that follows (row D6, law.md § 5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jiefen.actions.agreement.term_reminders import remind_of_terms
from jiefen.actions.messages.party_messages import send_to_parties
from jiefen.channels.messages import Later, Message, Refused, Uncertain
from jiefen.domain.agreement.reminders import reminder
from jiefen.store.models import Notice, PartyMessage, Term
from kit.invariants import check_case
from kit.qinghe import Qinghe

DUE = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("past", "name"),
    [(-4, ""), (-3, "soon"), (0, "today"), (1, "late"), (6, "late"), (7, "urge"), (40, "routes")],
)
def test_only_the_last_step_reached_is_told(past: int, name: str) -> None:
    found = reminder(DUE, today=DUE + timedelta(days=past))
    assert (found.name if found else "") == name


@pytest.mark.django_db
def test_each_step_is_told_once_to_whom_it_concerns_however_often_the_job_comes_round(world: Qinghe) -> None:
    number = world.reach("agreed")
    told: list[tuple[int, str]] = []
    for days in (26, 27, 30, 31, 37, 45, 50):
        world.later(days=days - (world.now.date() - date(2026, 3, 3)).days)
        for _ in range(2):
            remind_of_terms(at=world.now)
        told.append(
            (
                days,
                f"{PartyMessage.objects.count()}/{Notice.objects.filter(event__startswith='term:').count()}",
            )
        )
    assert told == [(26, "0/0"), (27, "1/0"), (30, "2/0"), (31, "4/1"), (37, "5/2"), (45, "6/3"), (50, "6/3")]
    check_case(number)


@pytest.mark.django_db
def test_a_month_late_tells_the_last_step_alone_and_plans_the_visit_from_the_promised_day(
    world: Qinghe,
) -> None:
    number = world.reach("agreed")
    world.later(days=60)
    remind_of_terms(at=world.now)
    assert [row.event.rpartition(":")[2] for row in PartyMessage.objects.all()] == ["routes"]
    clock = world.case(number).clocks.get(rule="C-VISIT-7")
    assert clock.started_at.astimezone(world.now.tzinfo).date() == Term.objects.get().due_on
    remind_of_terms(at=world.now)
    assert world.case(number).clocks.filter(rule="C-VISIT-7").count() == 1


@pytest.mark.django_db
def test_nobody_is_disturbed_at_night_but_by_the_code_they_wait_for(world: Qinghe) -> None:
    world.reach("agreed")
    world.later(days=30, hours=13)
    assert remind_of_terms(at=world.now) == 0
    assert not PartyMessage.objects.exists()


class Gate:
    """A gateway that answers in order what it was told to."""

    real = True

    def __init__(self, *answers: object) -> None:
        self.answers, self.had = list(answers), []  # type: ignore[var-annotated]

    def send(self, message: Message) -> str:
        self.had.append(message)
        answer = self.answers.pop(0) if self.answers else "ok"
        if isinstance(answer, Exception):
            raise answer
        return str(answer)


@pytest.mark.django_db
@pytest.mark.usefixtures("sms")
def test_a_message_to_a_party_leaves_once_whatever_the_gateway_says(world: Qinghe) -> None:
    number = world.reach("agreed")
    for one in world.case(number).parties.all():
        world.take("mediator", "send_code", number, party=str(one.pk))
    gate = Gate(Later(), Refused("黑名单"))
    assert send_to_parties(at=world.now, gateway=gate) == 2
    assert sorted(PartyMessage.objects.values_list("state", flat=True)) == ["refused", "waiting"]
    world.later(minutes=5)
    gate.answers = [Uncertain()]
    send_to_parties(at=world.now, gateway=gate)
    world.later(days=1)
    assert send_to_parties(at=world.now, gateway=gate) == 0
    assert sorted(PartyMessage.objects.values_list("state", flat=True)) == ["refused", "uncertain"]
    texts = "".join(message.text for message in gate.had)
    assert "押金" not in texts
    assert "张三" not in texts
    assert {message.to for message in gate.had} == {"13800000001", "13900000002"}
