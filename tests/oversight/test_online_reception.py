"""A leader receives online: the slot, the link and to whom it is shown, the record (row A3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jiefen.actions.oversight.receptions import plan_reception
from jiefen.reports.party.sessions import next_sitting
from jiefen.store.models import Booking
from kit.invariants import check_case
from kit.parties import looking
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LINK = "https://meet.example.gov.cn/room/8821"


def online(world: Qinghe) -> str:
    """A sitting the day after tomorrow; its id."""
    day = world.now.date() + timedelta(days=2)
    fields = {"on": f"{day}", "begins": "9:00", "ends": "11:30", "room": "", "link": LINK, "seats": "1"}
    leader = world.actor("leader")
    answer = plan_reception(leader=str(leader.user_id), fields=fields, by=leader, at=world.now, key="")
    return str(answer.more["reception"])


def test_an_online_sitting_is_seen_with_its_link_by_the_party_who_comes_and_by_nobody_else(
    world: Qinghe,
) -> None:
    number = world.reach("started")
    where = online(world)
    assert LINK in world.take("clerk", "book", number, reception=where, said="在外打工").sentence

    case = world.case(number)
    mine, other = case.parties.order_by("position")
    own = next_sitting(mine, now=world.now)
    assert own is not None
    assert (own.when, own.where, own.link) == ("3 月 5 日 星期四 09:00 到 11:30", "线上接访", LINK)
    assert next_sitting(other, now=world.now) is None
    world.later(days=3)
    assert next_sitting(mine, now=world.now) is None, "it is over"
    world.take(
        "leader", "receive", number, booking=str(Booking.objects.get().pk), came="received", said="谈过"
    )
    assert Booking.objects.get().talk == "谈过"
    check_case(number)


def test_the_portal_shows_the_link_to_the_phone_of_who_comes(world: Qinghe) -> None:
    world.now = timezone.now()
    number = world.reach("started")
    where = online(world)
    world.take("clerk", "book", number, reception=where, said="在外打工")
    case, shown = world.case(number), []
    for party in case.parties.order_by("position"):
        shown.append(LINK in looking(party).get("/t").content.decode())
    assert shown == [True, False]
