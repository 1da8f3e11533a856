"""S-1: random people take random verbs at random moments, and the computer breaks down in between.

`JIEFEN_S1=2000x50` runs the release's count; without it a small, always equal sample runs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from lives import Lives

from jiefen.actions.case import take as taking
from jiefen.actions.clocks import clocks
from jiefen.actions.common import command, step
from jiefen.domain.case.actor import Actor
from kit.qinghe import Qinghe
from kit.transitions import MOVES

pytestmark = pytest.mark.long
SEED, MOST_SAMPLES = 607, 12  # a seed whose first samples reach every verb that moves a case
SEEDS_OF_BUGS = {"a second return goes round again": 6_001}  # the bug that is met most seldom
SEED_OF_BUGS = 5_000  # a seed whose first sample finds the others
NEVER = frozenset({"no verb has this name"})
CAST = {
    "张三": ("clerk@window-1",),
    "李四": ("mediator@property", "mediator@family"),
    "王五": ("mediator@330999103",),
    "沈岚": ("dispatcher@centre", "dispatcher@desk"),
    "韩毅": ("handler@labour-inspection", "handler@330999001", "handler@desk", "handler@330999001001"),
    "顾长山": ("reviewer@centre", "reviewer@mediation", "reviewer@family", "reviewer@property"),
    "赵六": (
        "mediator@mediation",
        "mediator@property",
        "handler@labour-inspection",
        "handler@desk",
        "reviewer@centre",
    ),
    "陆书明": ("leader@centre",),
    "秦越": ("supervisor@centre",),
    "田小满": ("grid@grid-330999001001",),
    "严正": ("auditor@centre",),
}


def cast_of(world: Qinghe, names: Iterable[str] = CAST) -> list[Actor]:
    return [world.person(f"s1-{at}", *CAST[name], name=name) for at, name in enumerate(names)]


def live(
    people: list[Actor],
    *,
    runs: int,
    steps: int,
    sample: int = SEED,
    always_equal: bool = True,
    missing: Iterable[str] = (),
) -> Counter[tuple[str, str]]:
    """Which verb was accepted, and where it led, how often. `missing`: verbs to be tried more often."""
    facts = {"people": people, "accepted": Counter(), "missing": frozenset(missing)}
    machine = type("LivesHere", (Lives,), facts)
    if always_equal:
        seed(sample)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            database=None,
            deadline=None,
            phases=(Phase.generate,) if always_equal else (Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    return machine.accepted  # type: ignore[attr-defined,no-any-return]


def live_long(
    people: list[Actor], *, runs: int, wanted: frozenset[str] = NEVER, first: int = SEED
) -> set[str]:
    """Sample after sample until every wanted verb was accepted, or there are no more; answers what is missing."""
    missing = set(wanted)
    for sample in range(first, first + MOST_SAMPLES):
        missing -= {verb for verb, _ in live(people, runs=runs, steps=30, sample=sample, missing=missing)}
        if not missing:
            break
    return missing


def test_no_random_life_breaks_the_law(world: Qinghe) -> None:
    """Samples until every verb that moves a case has been taken: what is never reached is never tested."""
    people, unreached = cast_of(world), set(MOVES)
    if asked := os.environ.get("JIEFEN_S1", ""):
        runs, steps = (int(n) for n in asked.split("x"))
        unreached -= {verb for verb, _ in live(people, runs=runs, steps=steps, always_equal=False)}
    elif connection.vendor == "sqlite":
        unreached = live_long(people, runs=10, wanted=frozenset(unreached))
    else:
        live(people, runs=4, steps=30)
        return
    assert not unreached, f"so many lives say nothing about {unreached}"


def nothing(*_args: Any, **_kwargs: Any) -> list[str]:
    return []


HAND_TO = step.Step.hand_to


def forgets_the_holder(self: step.Step, unit: Any, *, how: str, person: Any = None) -> None:
    HAND_TO(self, unit, how=how, person=person)
    self.changes.pop("holder")


def names_another_holder(self: step.Step, unit: Any, *, how: str, person: Any = None) -> None:
    HAND_TO(self, unit, how=how, person=person)
    self.case.holder = self.case.origin


@contextmanager
def no_transaction(*_args: Any, **_kwargs: Any) -> Iterator[None]:
    yield


BUGS: dict[str, tuple[Any, str, Any]] = {
    "clocks are never stopped": (clocks, "stop", nothing),
    "the history forgets who holds the case": (step.Step, "hand_to", forgets_the_holder),
    "row and assignment name different holders": (step.Step, "hand_to", names_another_holder),
    "a broken command is not undone": (command.transaction, "atomic", no_transaction),
    "a second return goes round again": (taking, "landing", lambda row, *, returns: row.to),
    "people approve their own work": (taking, "_refuse_own_work", lambda *_a, **_k: None),
    "one key does two deeds": (command, "_known", lambda *_a, **_k: None),
    "an old page is believed": (command.Command, "_since", lambda *_a, **_k: 1 / 0),
}


@pytest.mark.one_database
@pytest.mark.parametrize("bug", BUGS)
def test_a_seeded_bug_is_found(world: Qinghe, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    owner, name, wrong = BUGS[bug]
    monkeypatch.setattr(owner, name, wrong)
    people = cast_of(world, ("张三", "沈岚", "赵六"))
    with pytest.raises(BaseException):  # noqa: B017, PT011  (an assertion, or a group of them)
        live_long(
            people, runs=10, wanted=frozenset(MOVES) | NEVER, first=SEEDS_OF_BUGS.get(bug, SEED_OF_BUGS)
        )
