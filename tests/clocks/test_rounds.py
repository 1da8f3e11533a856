"""The background tells each thing once, however often or late it comes round (item 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.actions.clocks.warnings import tick
from jiefen.actions.messages.notices import deliver
from jiefen.actions.oversight.supervision import propose
from jiefen.jobs.running import rounds
from jiefen.store.models import ClockRung, Heartbeat, Notice, Outbox
from kit.qinghe import SAFE, Qinghe


def told(world: Qinghe, *, days: float = 0, minutes: float = 0) -> dict[str, int]:
    """The rungs told, by how many."""
    return {
        rung: n
        for rung, n in tick(at=world.now + timedelta(days=days, minutes=minutes), propose=propose).items()
        if n
    }


def test_nothing_is_told_while_there_is_time(world: Qinghe) -> None:
    world.register()
    assert told(world, minutes=10) == {}


def test_each_rung_is_told_once_as_it_is_reached(world: Qinghe) -> None:
    world.register()
    assert told(world, minutes=92) == {"yellow": 1}
    assert told(world, minutes=93) == {}
    assert told(world, minutes=115) == {"red": 1}
    assert told(world, days=1) == {"due": 1}
    assert told(world, days=1) == {}


def test_after_a_month_without_running_the_overdue_is_told_once_and_not_its_earlier_rungs(
    world: Qinghe,
) -> None:
    world.register()
    assert told(world, days=31) == {"over5": 1}
    assert told(world, days=31) == {}
    assert Notice.objects.filter(text__startswith="超期").values("user").distinct().count() >= 1


def test_a_stopped_and_a_paused_clock_are_not_told(world: Qinghe) -> None:
    number = world.register()
    world.take("dispatcher", "dispatch", number, unit="mediation")
    world.take("mediator", "sign", number)
    world.take("mediator", "screen", number, **SAFE)
    world.take("mediator", "start", number, track="peoples_mediation")
    world.take("mediator", "suspend", number, clock="C-SIMPLE", reason="appraisal")
    assert told(world, days=20) == {}
    assert not ClockRung.objects.exists()


def test_the_outbox_becomes_notices_once_for_those_who_must_act(world: Qinghe) -> None:
    Outbox.objects.update(done_at=world.now)
    number = world.register()
    world.take("dispatcher", "dispatch", number, unit="mediation")
    assert deliver(at=world.now) == 2
    assert deliver(at=world.now) == 0
    names = set(Notice.objects.filter(case__number=number).values_list("user__username", flat=True))
    assert "mediator" in names
    assert "stranger" not in names
    Outbox.objects.filter(case__number=number).update(done_at=None)
    before = Notice.objects.count()
    deliver(at=world.now)
    assert Notice.objects.count() == before, "a second delivery tells nobody twice"


def test_a_round_leaves_a_sign_of_life_and_numbers_and_seals_the_log(world: Qinghe) -> None:
    world.register()
    first = rounds.every_second(world.now, held=False)
    assert first["sequenced"] > 0
    rounds.every_ten_seconds(world.now, held=False)
    assert Heartbeat.objects.get(pk="worker").at == world.now
    assert not any(rounds.every_second(world.now, held=False).values())


@pytest.mark.parametrize("command", ["verify", "doctor", "serve", "import"])
def test_a_command_without_a_home_says_what_to_do_and_fails(
    command: str, tmp_path, monkeypatch, capsys
) -> None:
    from jiefen.jobs.command_line import main

    monkeypatch.setenv("JIEFEN_HOME", str(tmp_path / "nothing"))
    with pytest.raises(SystemExit) as ended:
        main([command, "--json"])
    assert ended.value.code == 1
    assert "jiefen init" in capsys.readouterr().out
