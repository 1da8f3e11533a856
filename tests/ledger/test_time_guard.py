"""What the guard does when it holds: who is told, what waits, what goes on, who lets it go."""

from __future__ import annotations

import fcntl
import json
import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from skewed import HOUR, Machine, confirm, step

from jiefen.actions.ledger import time_guard
from jiefen.actions.people.clients import make_client
from jiefen.config.home import Home
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.gate import trusted
from jiefen.jobs.command_line import main
from jiefen.jobs.running import rounds
from jiefen.lib import trusted_time
from jiefen.lib.trusted_time import ClockReading
from jiefen.reports.ledger.health import examine
from jiefen.store.models import Checkpoint, ClockRung, Draft, Entry, GuardedClock, Heartbeat, Notice
from kit.qinghe import FIELDS, NOW, Qinghe

pytestmark = pytest.mark.one_database


def held(machine: Machine) -> time_guard.Moment:
    """Running for ten seconds, then an hour ahead."""
    machine.guarded()
    machine.t, machine.error = 10.0, step(HOUR, since=10)
    return machine.guarded()


def test_an_administrator_is_told_once_and_the_history_says_when_it_was_held_and_let_go(
    machine: Machine, world: Qinghe
) -> None:
    assert held(machine).held
    machine.t = 60.0
    machine.guarded()
    notice = Notice.objects.get(event__startswith="clock_held")
    assert (notice.user.username, notice.case) == ("admin", None)
    assert "现在快了 60 分钟" in notice.text
    assert "jiefen clock confirm" in notice.text
    row = GuardedClock.objects.get()
    assert (row.state, row.why, row.since) == ("held", "step", NOW + timedelta(seconds=10))
    machine.error = step(0.0)
    machine.t = 70.0
    machine.guarded()
    machine.t = 670.0
    assert not machine.guarded().held
    assert list(Entry.objects.filter(stream="system").order_by("seq").values_list("verb", flat=True))[
        -2:
    ] == [
        "clock_held",
        "clock_released",
    ]
    assert GuardedClock.objects.get().state == "running"


def test_a_clock_that_steps_every_second_is_one_alarm(machine: Machine, world: Qinghe) -> None:
    machine.guarded()
    machine.error = lambda t: 10.0 * (t % 2)
    for _ in range(30):
        machine.t += 1
        machine.guarded()
    assert Notice.objects.filter(event__startswith="clock_stepped").count() == 1


def test_only_an_administrator_confirms_and_says_why(machine: Machine, world: Qinghe) -> None:
    machine.guarded()
    with pytest.raises(RuleError, match="不需要确认"):
        confirm(machine, world)
    held(machine)
    with pytest.raises(NotAllowed):
        confirm(machine, world, who="clerk")
    with pytest.raises(Invalid):
        confirm(machine, world, reason=" ")
    assert machine.guarded().held
    assert "60 分钟" in confirm(machine, world)
    moment = machine.guarded()
    assert (moment.at, moment.held) == (machine.true + timedelta(hours=1), False)
    row = GuardedClock.objects.select_related("confirmed_by").get()
    assert row.confirmed_by is not None
    assert (row.state, row.confirmed_by.username, row.reason) == ("running", "admin", "与电话报时一致")
    entry = Entry.objects.filter(stream="system").latest("seq")
    assert (entry.verb, entry.actor_id) == ("confirm_clock", row.confirmed_by_id)
    assert "与电话报时一致" in entry.body


def test_nobody_vouches_against_the_database_s_own_clock(machine: Machine, world: Qinghe) -> None:
    def read() -> ClockReading:
        return replace(machine.read(), peer=machine.true.timestamp() + HOUR)

    assert time_guard.look(read, file=machine.file).held
    with pytest.raises(RuleError, match="对时"):
        time_guard.confirm(read, file=machine.file, reason="看过表了", by=world.actor("admin"))


def test_the_primary_s_clock_is_read_where_there_is_one(machine: Machine, world: Qinghe) -> None:
    before = time.time()
    peer = time_guard.beside_peer(machine.read()).peer
    assert peer is None if connection.vendor == "sqlite" else before - 1 < (peer or 0) < time.time() + 1


def test_while_held_what_people_did_goes_on_and_what_only_time_says_waits(world: Qinghe) -> None:
    world.register()
    Draft.objects.create(user_id=world.actor("clerk").user_id, key="old", sealed=b"", touched_at=world.now)
    world.later(days=200)
    done = rounds.every_second(world.now, held=True) | rounds.every_ten_seconds(world.now, held=True)
    rounds.at_the_end(world.now, held=True)
    assert done["notices"] > 0
    assert done["sequenced"] > 0
    assert Heartbeat.objects.get(pk="worker").at == world.now
    assert not ClockRung.objects.exists()
    assert not Checkpoint.objects.exists()
    assert Draft.objects.exists()
    done = rounds.every_second(world.now, held=False) | rounds.every_ten_seconds(world.now, held=False)
    assert done["over5"] > 0
    assert Checkpoint.objects.exists()
    assert not Draft.objects.exists()


def test_two_processes_take_turns_so_that_a_confirmation_is_not_written_over(
    machine: Machine, world: Qinghe
) -> None:
    machine.guarded()
    other = threading.Thread(target=machine.guarded)
    with machine.file.with_suffix(".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        other.start()
        other.join(0.05)
        assert other.is_alive()
    other.join(10)
    assert not other.is_alive()


def test_a_state_that_cannot_be_kept_stops_the_round(machine: Machine, world: Qinghe) -> None:
    machine.file = machine.file.parent / "gone" / "clock.json"
    with pytest.raises(OSError, match="gone"):
        machine.guarded()


@pytest.fixture
def here(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """This machine's clocks are the skewed ones."""
    monkeypatch.setattr(Home, "clock", property(lambda self: machine.file))
    monkeypatch.setattr(trusted, "this_machine", machine.read)
    monkeypatch.setattr(time_guard, "beside_peer", lambda reading: reading)
    return machine


def test_a_person_s_deed_is_dated_by_trusted_time(here: Machine, world: Qinghe) -> None:
    assert trusted.now() == here.true, "without a worker the wall clock is all there is"
    held(here)
    assert trusted.now() == here.true
    number = (
        world.client("clerk")
        .post(
            "/api/cases",
            FIELDS,
            content_type="application/json",
            headers={"Authorization": "Bearer " + make_client("desk", username="clerk", at=world.now)},
        )
        .json()["number"]
    )
    assert Entry.objects.get(case__number=number).at == here.true


def told(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--json"])
    return int(ended.value.code or 0), json.loads(capsys.readouterr().out)


def test_the_command_line_shows_confirms_and_refuses(
    here: Machine, world: Qinghe, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told("clock", capsys=capsys)[1]["state"] == "unguarded"
    held(here)
    assert told("tick", capsys=capsys)[1]["clock_held"]
    code, shown = told("clock", capsys=capsys)
    assert (code, shown["state"], shown["why"], shown["apart_seconds"]) == (0, "held", "step", HOUR)
    assert told("clock", "confirm", "--by", "nobody", "--reason", "对过", capsys=capsys)[0] == 1
    assert told("clock", "confirm", "--by", "clerk", "--reason", "对过", capsys=capsys)[0] == 1
    assert told("clock", "confirm", "--by", "admin", capsys=capsys)[0] == 1
    code, shown = told("clock", "confirm", "--by", "admin", "--reason", "对过", capsys=capsys)
    assert (code, shown["state"], shown["apart_seconds"]) == (0, "running", 0.0)


def test_the_doctor_names_a_held_clock_and_hints_at_a_slewing_one(machine: Machine, world: Qinghe) -> None:
    held(machine)
    health = examine(at=machine.true, clock=time_guard.kept(machine.file))
    assert any("服务器时间暂不采信" in sentence for sentence in health.problems)
    assert (health.figures["clock"], health.figures["clock_apart_seconds"]) == ("held", HOUR)
    slewing = trusted_time.GuardState(trusted_time.Anchor("a", 0.0, machine.true.timestamp()), apart=-30.0)
    health = examine(at=machine.true, clock=slewing)
    assert any("慢了 30 秒" in sentence for sentence in health.notes)
