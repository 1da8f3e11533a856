"""S-4: one secret case more, and nobody without access sees a list, count, search, suggestion, figure or file differ.

Each world is random: who looks and from where, what there is already, whose the secret is, how confidential, what
becomes of it. `JIEFEN_S4=200` goes through two hundred.
"""

from __future__ import annotations

import difflib
import os
import random
from types import SimpleNamespace

import pytest
from django.db import transaction
from routes import browser, routes
from secret_worlds import LEFT_OUT, UNITS, cast, pages, rounds, secret, watchers

from jiefen.store.models import Case, Notice
from kit.morning import Morning
from kit.qinghe import NOW, Qinghe

pytestmark = [pytest.mark.one_database, pytest.mark.long]

WORLDS = int(os.environ.get("JIEFEN_S4", "2"))
LOOKING = 2  # people who look at all they can open, before and after
GOALS = ("registered", "assigned", "handling", "started", "reviewing", "closed")


def differences(
    world: Qinghe, morning: Morning, *, seed: int, looking: tuple[str, ...] = (), only: str = ""
) -> tuple[list[str], int]:
    """What differs, and how many pages were compared. `looking`: somebody else than chance would have it."""
    chance = random.Random(seed)
    for _ in range(chance.randint(2, 4)):
        family = chance.random() < 0.3  # which nobody above its unit reviews
        goal = chance.choice(GOALS[:4] if family else GOALS)
        world.reach(goal, confidentiality="family" if family else "normal")
    names = watchers(world, chance)
    looking = looking or tuple(chance.sample(names, k=LOOKING))
    people, began = cast(world, unit=chance.choice(UNITS)), world.now
    morning.now = world.later(days=6)
    rounds(world)
    clients = {name: browser(name) for name in looking}
    before = {name: pages(clients[name], world.actor(name), only=only) for name in looking}
    world.now = began
    _, blind = secret(world, chance, people=people, watching=set(looking))
    world.now = morning.now
    rounds(world)
    found, compared = [], 0
    for name in sorted(blind - asked_to_decide()):
        after = pages(clients[name], world.actor(name), only=only)
        compared += len(after)
        found += [f"{name} {page}: {_told(before[name][page], text)}" for page, text in after.items() if text != before[name][page]]  # fmt: skip
    return found, compared


def asked_to_decide() -> set[str]:
    """Whoever is to agree to something about the case is told its number (`docs/decisions/0014-powers-apart.md`)."""
    asked = Notice.objects.filter(event__startswith="approval:")
    return set(asked.values_list("user__username", flat=True))


def _told(before: str, after: str) -> str:
    """The first words that differ."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return " ".join(line.strip() for line in lines if not line.startswith(("---", "+++", "@@")))[:300]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_secret_case_more_changes_nothing_for_who_may_not_see_it(
    world: Qinghe, morning: Morning, seed: int
) -> None:
    found, _ = differences(world, morning, seed=seed)
    assert found == []


def test_what_is_left_out_is_there_and_has_a_reason() -> None:
    assert set(LEFT_OUT) <= {route.name for route in routes()}
    assert all(LEFT_OUT.values())


def found_within(worlds: int, world: Qinghe, morning: Morning, *, who: str, page: str) -> bool:
    """Whether one of so many worlds, each undone before the next, shows somebody the secret on this page."""
    for seed in range(worlds):
        mark = transaction.savepoint()
        found, _ = differences(world, morning, seed=seed, looking=(who,), only=page)
        transaction.savepoint_rollback(mark)
        world.now = NOW
        if found:
            return True
    return False


def test_a_figure_that_counts_all_cases_is_found(
    world: Qinghe, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the gauges forget whose they are."""
    forgets = SimpleNamespace(objects=SimpleNamespace(visible_to=lambda _: Case.objects.all()))
    assert not found_within(4, world, morning, who="w-supervisor", page="/gauges")
    monkeypatch.setattr("jiefen.reports.figures.gauges.Case", forgets)
    assert found_within(4, world, morning, who="w-supervisor", page="/gauges")


def test_a_warning_to_whoever_is_above_is_found(
    world: Qinghe, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a limit that passed is told to everybody above, who then reads what it is about."""
    monkeypatch.setattr("jiefen.actions.clocks.warnings.who_sees", lambda _case, *, people, actors: people)
    assert found_within(12, world, morning, who="reviewer", page="/notices")
