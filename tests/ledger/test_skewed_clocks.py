"""R-15: whatever is done to the server's clock, two hundred deadlines are told once each, and none too soon."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from skewed import (
    DAY,
    DEADLINES,
    EVERY,
    HOUR,
    MINUTE,
    Machine,
    Told,
    confirm,
    deadlines,
    kill_the_next_telling,
    run,
    step,
)

from jiefen.actions.clocks.calendars import import_year
from jiefen.actions.common.heartbeat import beat
from jiefen.actions.demo.cases import fill
from jiefen.store.models import Clock, ClockRung
from kit.databases import on_both
from kit.qinghe import NOW, Qinghe

pytestmark = [pytest.mark.one_database, pytest.mark.long]

ENOUGH = 60  # deadlines that find a background out which believes the wall clock
NEARLY_MIDNIGHT = NOW.replace(hour=23, minute=57)
HOLIDAYS = (
    'year = 2027\nsource = "通知（测试）"\n[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'
)


@dataclass(frozen=True)
class Scenario:
    """`held`: whether the guard is expected to hold at all; `fooled`: what a background without a guard does."""

    error: Callable[[float], float] = lambda t: 0.0
    events: tuple[tuple[float, str], ...] = ()
    began: datetime = NOW
    held: bool = False
    fooled: str = ""

    @property
    def until(self) -> float:
        """All deadlines have passed, and a hold its ten minutes."""
        return 960.0 if self.held else 420.0


AHEAD, BEHIND = step(HOUR, until=250), step(-HOUR, until=250)
SCENARIOS = {
    "one hour ahead": Scenario(AHEAD, held=True, fooled="early"),
    "one hour behind": Scenario(BEHIND, held=True),
    "thirty days ahead": Scenario(step(30 * DAY, until=250), held=True, fooled="early"),
    "a day behind": Scenario(step(-DAY, until=250), held=True, fooled="late"),
    "a slow drift": Scenario(lambda t: t * 0.0005),
    "off for two minutes": Scenario(events=((150, "reboot"),)),
    "rebooted an hour behind": Scenario(
        step(-HOUR, until=310), events=((150, "reboot"),), held=True, fooled="late"
    ),
    "rebooted thirty days ahead": Scenario(
        step(30 * DAY, until=700), events=((150, "reboot"), (710, "confirm")), held=True, fooled="early"
    ),
    "another time zone": Scenario(events=((150, "zone"),)),
    "over midnight": Scenario(began=NEARLY_MIDNIGHT),
    "an hour ahead just before midnight": Scenario(AHEAD, began=NEARLY_MIDNIGHT, held=True, fooled="early"),
    "a holiday calendar arrives": Scenario(events=((200, "calendar"),)),
    "a calendar arrives while held": Scenario(AHEAD, events=((200, "calendar"),), held=True),
    "the state is torn and the clock behind": Scenario(BEHIND, events=((150, "tear"),), held=True),
    "a minute and a half ahead": Scenario(step(1.5 * MINUTE, until=250), held=True, fooled="early"),
    "thirty days behind": Scenario(step(-30 * DAY, until=250), held=True, fooled="late"),
    "an hour ahead and back and ahead": Scenario(
        lambda t: HOUR if 150 <= t < 250 and int(t / 20) % 2 else 0.0, held=True, fooled="early"
    ),
    "a day behind just before midnight": Scenario(
        step(-DAY, until=250), began=NEARLY_MIDNIGHT, held=True, fooled="late"
    ),
    "another time zone over midnight": Scenario(began=NEARLY_MIDNIGHT, events=((100, "zone"),)),
    "off twice for two minutes": Scenario(events=((100, "reboot"), (240, "reboot"))),
    "a slow drift backwards": Scenario(lambda t: -t * 0.0005),
    "killed three times": Scenario(events=((100, "kill"), (200, "kill"), (300, "kill"))),
    "killed in the middle of a jump": Scenario(AHEAD, events=((150, "kill"), (200, "kill")), held=True),
    "a day behind in another time zone": Scenario(step(-DAY, until=250), events=((200, "zone"),), held=True),
}


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def events(scenario: Scenario, machine: Machine, world: Qinghe) -> dict[float, Callable[[], object]]:
    def zone() -> None:
        os.environ["TZ"] = "America/New_York"
        time.tzset()

    def calendar() -> None:
        some = list(Clock.objects.order_by("due").values_list("pk", flat=True))[::4]
        Clock.objects.filter(pk__in=some).update(started_at=F("due") - timedelta(hours=72), provisional=True)
        file = machine.file.with_name("2027.toml")
        file.write_text(HOLIDAYS, encoding="utf-8")
        import_year(file, name=file.name, year="", source="", by=world.actor("admin"), at=machine.true)
        assert not Clock.objects.filter(provisional=True).exists()

    def tear() -> None:
        beat("worker", at=machine.true)
        machine.file.write_bytes(b"\0" * 200)

    happen: dict[str, Callable[[], object]] = {
        "reboot": lambda: machine.reboot(off=120),
        "confirm": lambda: confirm(machine, world) if machine.file.exists() else None,
        "zone": zone,
        "kill": kill_the_next_telling,
        "calendar": calendar,
        "tear": tear,
    }
    return {at: happen[name] for at, name in scenario.events}


def play(scenario: Scenario, machine: Machine, world: Qinghe, *, guarded: bool) -> Told:
    machine.error, machine.began = scenario.error, scenario.began
    many = DEADLINES if guarded else ENOUGH
    fill(many, at=scenario.began, seed=5)
    deadlines(machine, many=many)
    return run(
        machine,
        until=scenario.until,
        now=machine.guarded if guarded else machine.believed,
        events=events(scenario, machine, world),
    )


@pytest.mark.parametrize("name", on_both(SCENARIOS, {"one hour ahead", "a calendar arrives while held"}))
def test_none_early_none_lost_none_twice(name: str, machine: Machine, world: Qinghe) -> None:
    scenario = SCENARIOS[name]
    found = play(scenario, machine, world, guarded=True)
    assert (found.told, found.early) == (DEADLINES, 0), found
    assert ClockRung.objects.filter(rung="ended").count() == DEADLINES
    assert (found.held > 0) == scenario.held, found
    if not scenario.held and not {"reboot", "kill"} & {what for _, what in scenario.events}:
        assert found.late <= EVERY


def test_there_are_as_many_scenarios_as_the_specification_asks_for() -> None:
    assert len(SCENARIOS) == 24


@pytest.mark.parametrize(
    "name", on_both([name for name, one in SCENARIOS.items() if one.fooled], {"thirty days ahead"})
)
def test_control_a_background_that_believes_the_wall_clock_is_found_out(
    name: str, machine: Machine, world: Qinghe
) -> None:
    found = play(SCENARIOS[name], machine, world, guarded=False)
    assert found.early > 0 if SCENARIOS[name].fooled == "early" else found.late > MINUTE, found
