"""Numbers without an account: the machine of the hall and bookings; nobody fills the line from outside."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from test_hall import line, take

from jiefen.actions.intake import bookings
from jiefen.actions.party import hall as anybody
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.intake import queue
from jiefen.reports.intake import hall as report
from jiefen.reports.party import hall as public
from jiefen.store.models import BookedSeat, HallTicket
from kit import servers
from kit.homes import World
from kit.qinghe import Qinghe


def test_nobody_on_the_internet_fills_the_line(world: Qinghe) -> None:
    stranger = Client()
    stranger.post("/kiosk", {"letter": "A", "key": "x"})
    stranger.cookies["jiefen-kiosk"] = "guessed"
    stranger.post("/kiosk", {"letter": "A", "key": "y"})
    assert not HallTicket.objects.exists()


def test_a_machine_of_the_hall_gives_numbers_and_nothing_else_until_it_is_ended(world: Qinghe) -> None:
    machine = world.client("clerk")
    machine.post("/hall/guide", {"make_kiosk": "1"})
    assert machine.get("/cases").status_code == 302
    slip = machine.post("/kiosk", {"letter": "B", "key": "one"}, follow=True).content.decode()
    assert "B001" in slip
    machine.post("/kiosk", {"letter": "B", "key": "one"})
    assert HallTicket.objects.count() == 1, "the same form twice is one number"
    kiosk = report.guide_view(now=world.now).kiosks[0][0]
    world.client("clerk").post("/hall/guide", {"do": "end", "kiosk": kiosk})
    machine.post("/kiosk", {"letter": "B", "key": "two"})
    assert HallTicket.objects.count() == 1


def booked(world: Qinghe, phone: str = "13800001111", slot: str = "2026-03-03 14:00", **more: str) -> str:
    facts = {"letter": "A", "slot": slot, "phone": phone, "address": "", "key": ""} | more
    return str(anybody.book(at=world.now, **facts).more["code"])


def test_a_booking_gets_its_number_on_arrival_by_its_half_hour(world: Qinghe) -> None:
    code = booked(world)
    assert not HallTicket.objects.exists()
    world.now = world.now.replace(hour=13, minute=50)
    take(world)
    world.now = world.now.replace(hour=14, minute=10)
    take(world)
    anybody.arrive_at_kiosk(code=code, at=world.now, key="")
    assert line(world) == ["A001", "A003", "A002"]
    assert not BookedSeat.objects.exists(), "the telephone number is gone"
    with pytest.raises(Invalid):
        anybody.arrive_at_kiosk(code=code, at=world.now, key="")


def test_a_half_hour_has_few_seats_and_a_seat_called_off_is_free_again(world: Qinghe) -> None:
    codes = [booked(world, phone=f"1380000111{n}") for n in range(queue.SEATS)]
    with pytest.raises(Invalid):
        booked(world)
    assert all("14:00" not in slot for slot, _ in public.free_slots(now=world.now) if "03-03" in slot)
    with pytest.raises(Invalid):
        anybody.call_off(code=codes[0], phone="13900000000", at=world.now, key="")
    anybody.call_off(code=codes[0], phone="138 0000 1110", at=world.now, key="")
    booked(world)


def test_a_booking_keeps_its_phone_sealed_and_only_until_the_day_is_over(world: Qinghe) -> None:
    booked(world)
    assert b"13800001111" not in bytes(BookedSeat.objects.get().phone_sealed)
    assert bookings.close_days(at=world.now) == 0
    assert bookings.close_days(at=world.now + timedelta(days=1)) == 1
    assert not BookedSeat.objects.exists()


def test_one_address_cannot_book_the_whole_week(world: Qinghe) -> None:
    slots = [slot for slot, _ in public.free_slots(now=world.now)]
    for slot in slots[:10]:
        booked(world, slot=slot, address="203.0.113.7")
    with pytest.raises(RuleError, match="今天已约了多次"):
        booked(world, slot=slots[11], address="203.0.113.7")
    booked(world, slot=slots[11], address="203.0.113.8")


def test_guessed_booking_codes_are_counted(world: Qinghe) -> None:
    stranger, answers = Client(), []
    for _ in range(12):
        answers.append(
            stranger.post("/booking/off", {"code": "8F3K-27QD", "phone": "13800001111"}).status_code
        )
    assert answers[0] == 422
    assert answers[-1] == 429


AT_ONCE = """
import threading
from django.db import connection
from jiefen.actions.intake import tickets, windows
from jiefen.store.models import HallTicket
names = ["clerk", "dispatcher", "handler", "mediator"]
people = {name: actor(name) for name in names}
at, go = datetime.now(timezone.utc), threading.Barrier(12)
taken, calls, wrong = [], [], []
def take():
    go.wait()
    for _ in range(4):
        taken.append(tickets.take_number(letter="A", by=people["clerk"], at=at).more["ticket"])
    connection.close()
threads = [threading.Thread(target=take) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
for number, name in enumerate(names, start=1):
    windows.sit_down(number=str(number), letters="", by=people[name], at=at)
go = threading.Barrier(4)
def call(name):
    go.wait()
    for _ in range(10):
        calls.append(windows.call_next(by=people[name], at=at).more["ticket"])
        if HallTicket.objects.filter(window__user_id=people[name].user_id, state__in=["called", "serving"]).count() != 1:
            wrong.append(name)
        windows.serve(by=people[name], at=at)
    connection.close()
threads = [threading.Thread(target=call, args=(name,)) for name in names]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
numbers = sorted(HallTicket.objects.values_list("number", flat=True))
print(json.dumps([numbers == list(range(1, 49)), len(calls), len(set(calls)), wrong]))
"""


@pytest.mark.server
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_numbers_and_calls_at_once_are_never_given_twice(tmp_path: Path, database: str) -> None:
    hall = World(tmp_path / "home")
    if database == "postgres":
        if not any(servers.binaries()):
            pytest.skip("no PostgreSQL binaries on this machine")
        hall.url = fresh_database()
    hall.python("found()")
    assert hall.python(AT_ONCE) == [True, 40, 40, []]


def fresh_database() -> str:
    """The address of an empty database on the throw-away server."""
    url, name = servers.postgres_url(), f"hall_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"
