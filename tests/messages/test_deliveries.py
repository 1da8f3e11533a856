"""Notices that leave: once per rung and medium, not at night, never twice, and nothing about anybody in them."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from gateways import PHONES, Away

from jiefen.actions.clocks.warnings import URGENT, tick
from jiefen.actions.messages import deliveries
from jiefen.actions.messages.notices import tell
from jiefen.actions.oversight.supervision import propose
from jiefen.channels.messages import Later, Refused, Uncertain, Unreachable
from jiefen.jobs.running import rounds
from jiefen.store.common.reference import shown_number
from jiefen.store.models import Clock, Delivery, Notice, User
from kit.qinghe import FIELDS, Qinghe


@pytest.fixture
def away(world: Qinghe) -> Away:
    return Away(world)


def notice(world: Qinghe, *people: str, event: str = "e", n: int = 1) -> None:
    """`n` notices of things that happened now."""
    users = set(User.objects.filter(username__in=people).values_list("pk", flat=True))
    for at in range(n):
        tell(users, event=f"{event}{at}", case=None, text="新登记：张三与李四", at=world.now)


def states() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def alarms() -> list[str]:
    return list(
        Notice.objects.filter(user__username="admin", event__startswith="messages:").values_list(
            "text", flat=True
        )
    )


def test_nobody_who_did_not_ask_is_told_outside(world: Qinghe, away: Away) -> None:
    notice(world, "mediator", "reviewer")
    assert not Delivery.objects.exists()
    away.want("mediator", media=())
    notice(world, "mediator", event="later")
    assert not Delivery.objects.exists()


def test_a_rung_is_told_once_by_each_medium_with_the_number_and_nothing_else(
    world: Qinghe, away: Away
) -> None:
    number = world.reach("started")
    away.want("mediator", media=("sms", "email"))
    world.later(hours=30)
    for _ in range(3):
        tick(at=world.now, propose=propose)
        away.send()
    expected = f"您有 1 条待查看的消息，案号 {shown_number(number)}。请登录系统查看。"
    assert away.sms.told == [(PHONES["mediator"], expected)]
    assert away.email.told == [("mediator@qinghe.gov.cn", expected)]
    assert states() == {"sent": 2}
    assert Delivery.objects.get(medium="sms").receipt == "receipt 1"
    private = [FIELDS["applicant_name"], FIELDS["respondent_name"], FIELDS["story"], FIELDS["amount"]]
    for message in away.sms.taken + away.email.taken:
        assert not any(word in message.text + message.subject + message.key for word in private)


def test_what_was_switched_on_later_does_not_bring_the_past(world: Qinghe, away: Away) -> None:
    notice(world, "mediator")
    world.later(minutes=1)
    away.want("mediator")
    notice(world, "mediator")
    assert away.send() == 0


def test_at_night_nothing_leaves_and_in_the_morning_it_does(world: Qinghe, away: Away) -> None:
    away.want("mediator")
    world.later(hours=10, minutes=59, seconds=30)
    notice(world, "mediator")
    assert away.send() == 0, "half a minute before nine it might not be over by nine"
    for _ in range(20):
        world.later(minutes=30)
        away.send()
    assert (away.sms.told, world.now.hour) == ([], 6)
    world.later(hours=1)
    assert away.send() == 1


def test_an_urgent_limit_is_told_at_night_too_and_the_rest_is_not(world: Qinghe, away: Away) -> None:
    number, late = world.reach("started"), world.now + timedelta(hours=13)
    away.want("mediator")
    Clock.objects.create(
        case=world.case(number), rule=URGENT[0], calendar="x", started_at=world.now, due=late, next_rung_at=late,
        explanation="",
    )  # fmt: skip
    notice(world, "mediator")
    world.later(hours=13, minutes=1)
    tick(at=world.now, propose=propose)
    assert away.send() == 1
    assert away.sms.taken[0].text.endswith(f"案号 {shown_number(number)}。请登录系统查看。")
    assert states() == {"sent": 1, "waiting": 1}


def test_what_was_read_inside_or_is_not_wanted_any_more_does_not_leave(world: Qinghe, away: Away) -> None:
    away.want("mediator", "reviewer", "dispatcher")
    notice(world, "mediator", "reviewer", "dispatcher")
    Notice.objects.filter(user__username="mediator").update(read_at=world.now)
    away.want("reviewer", media=())
    assert away.send() == 1
    assert away.sms.taken[0].to == PHONES["dispatcher"]
    assert states() == {"needless": 2, "sent": 1}


def test_an_address_that_does_not_open_holds_up_nobody_else(world: Qinghe, away: Away) -> None:
    away.want("mediator", "reviewer")
    sealed = User.objects.get(username="reviewer").phone_sealed
    User.objects.filter(username="mediator").update(phone_sealed=sealed)
    notice(world, "mediator", "reviewer")
    assert away.send() == 1
    assert states() == {"needless": 1, "sent": 1}


def test_after_a_month_without_a_worker_each_person_gets_one_message_that_counts(
    world: Qinghe, away: Away
) -> None:
    away.want("dispatcher", "supervisor")
    for _ in range(7):
        world.register()
    notice(world, "dispatcher", n=40)
    world.later(days=31)
    assert {rung: n for rung, n in tick(at=world.now, propose=propose).items() if n} == {"over5": 7}, (
        "only the highest rung"
    )
    assert away.send() == 2
    assert away.sms.told == [
        (PHONES["dispatcher"], "您有 40 条待查看的消息。请登录系统查看。"),
        (PHONES["supervisor"], "您有 7 条待查看的消息。请登录系统查看。"),
    ]
    assert (away.send(), states()) == (0, {"sent": 47})


def test_a_few_at_once_are_told_one_by_one(world: Qinghe, away: Away) -> None:
    away.want("mediator")
    notice(world, "mediator", n=3)
    assert (away.send(), states()) == (3, {"sent": 3})


def test_a_refusal_is_final_and_an_administrator_hears_of_it_once_a_day(world: Qinghe, away: Away) -> None:
    away.want("mediator", "reviewer")
    away.sms.problem = Refused("no such number")
    notice(world, "mediator", "reviewer", n=2)
    assert away.send() == 4
    assert (away.send(), states()) == (0, {"refused": 4})
    assert len(alarms()) == 1


def test_a_gateway_that_is_away_is_asked_less_and_less_and_given_up_after_a_day(
    world: Qinghe, away: Away
) -> None:
    away.want("mediator", "reviewer")
    away.sms.problem = Unreachable("away")
    notice(world, "mediator", "reviewer", n=2)
    asked = []
    for minute in range(180):
        asked += [minute] if away.send() else []
        world.later(minutes=1)
    assert asked == [0, 1, 3, 7, 15, 31, 61, 91, 121, 151], "one message each time, though four wait"
    assert (states(), alarms()) == ({"waiting": 4}, [])
    world.later(days=1)
    assert away.send() == 1
    assert states() == {"given_up": 4}
    assert len(alarms()) == 1
    assert "不再发送" in alarms()[0]


def test_a_gateway_that_comes_back_gets_what_waited_once(world: Qinghe, away: Away) -> None:
    away.want("mediator")
    away.sms.problem = Unreachable("away")
    notice(world, "mediator")
    away.send()
    key, away.sms.problem = away.sms.taken[0].key, None
    world.later(minutes=2)
    assert (away.send(), away.send()) == (1, 0)
    assert away.sms.taken[1].key == key, "the same message by the same key"
    assert states() == {"sent": 1}


def test_a_slow_medium_takes_no_time_from_the_other(world: Qinghe, away: Away) -> None:
    away.want("mediator", media=("sms", "email"))
    away.email.then = lambda: time.sleep(0.05)
    notice(world, "mediator", n=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "SECONDS", 0.04)
        assert away.send() >= 2
    assert len(away.email.taken) == 1
    assert away.sms.taken


def test_one_address_that_cannot_be_reached_now_holds_up_nobody_else(world: Qinghe, away: Away) -> None:
    away.want("mediator", "reviewer")
    notice(world, "mediator", "reviewer")
    away.sms.problem = Later("450")
    assert away.send() == 2
    away.sms.problem = None
    world.later(minutes=1)
    assert (away.send(), states()) == (2, {"sent": 2})


@pytest.mark.parametrize("problem", [Uncertain("no answer"), ZeroDivisionError("ours")])
def test_what_may_have_been_sent_is_never_sent_again_and_the_rest_waits(
    world: Qinghe, away: Away, problem: Exception
) -> None:
    away.want("mediator", "reviewer")
    notice(world, "mediator", "reviewer")
    away.sms.problem = problem
    assert away.send() == 1
    assert states() == {"uncertain": 1, "waiting": 1}
    away.sms.problem = None
    world.later(minutes=2)
    assert (away.send(), away.send()) == (1, 0)
    assert states() == {"sent": 1, "uncertain": 1}
    assert len(alarms()) == 1


def test_killed_while_sending_it_is_shown_as_uncertain_and_not_sent_again(world: Qinghe, away: Away) -> None:
    class Killed(BaseException):
        """Like a signal: nothing of ours catches it."""

    away.want("mediator")
    notice(world, "mediator")
    away.sms.problem = Killed()  # type: ignore[assignment]
    with pytest.raises(Killed):
        away.send()
    away.sms.problem = None
    assert (away.send(), states()) == (0, {"sending": 1})
    world.later(minutes=5)
    assert (away.send(), states()) == (0, {"uncertain": 1})
    assert len(away.sms.taken) == 1


def test_another_worker_that_comes_while_one_is_sending_finds_nothing(world: Qinghe, away: Away) -> None:
    away.want("mediator")
    notice(world, "mediator")
    away.sms.then = away.send
    away.send()
    assert len(away.sms.taken) == 1


def test_a_slow_gateway_that_answers_after_all_is_believed(world: Qinghe, away: Away) -> None:
    away.want("mediator")
    notice(world, "mediator")

    def slowly() -> None:
        world.later(minutes=6)
        away.sms.then = None
        away.send()
        assert states() == {"uncertain": 1}

    away.sms.then = slowly
    away.send()
    assert states() == {"sent": 1}


def test_while_the_clock_is_held_nothing_is_sent(world: Qinghe, away: Away) -> None:
    away.want("mediator")
    notice(world, "mediator")
    rounds.every_second(world.now, held=True)
    assert states() == {"waiting": 1}
    assert rounds.every_second(world.now, held=False)["messages"] == 1


def test_by_default_it_goes_into_the_log_without_an_address(
    world: Qinghe, away: Away, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "jiefen.messages")
    number = world.reach("started")
    away.want("mediator")
    world.later(hours=30)
    assert rounds.every_second(world.now, held=False)["messages"] == 2, "an entry and a rung"
    assert shown_number(number) in caplog.text
    assert not any(word in caplog.text for word in (PHONES["mediator"], FIELDS["applicant_name"], "刘"))
    assert not any(gateway.real for gateway in settings.GATEWAYS.values())


def test_a_round_with_nothing_to_send_writes_nothing(world: Qinghe, away: Away) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert away.send() == 0
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert len(queries) <= 4
