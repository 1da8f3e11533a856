"""S-2: every decision of the rulebook against tables that were written from the mission, not from the code.

`matrix.csv`: role, action, in which relations. `confidentiality.csv`: how far a level lets relations reach; rows that
fit are added up, `*` fits all. `broken_glass.csv`: what an opened glass gives whatever the level. `desk.csv`: actions
on no particular case.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from jiefen.domain.case import permissions
from jiefen.domain.case.permissions import CASE_ACTIONS, DESK_ACTIONS, Relation
from jiefen.domain.common.words import Confidentiality, Role

pytestmark = pytest.mark.one_database

HERE = Path(__file__).resolve().parent
Decide = Callable[..., bool]
# How a case can stand to a post at once: one way, or two.
STANDINGS: tuple[frozenset[str], ...] = (
    *(frozenset({str(relation)}) for relation in Relation),
    *(
        frozenset(pair.split())
        for pair in ("own unit", "own origin", "unit origin", "below origin", "co origin", "own below", "above co", "beside co")
    ),
)  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class Table:
    """The tables, asked one decision at a time."""

    def __init__(self) -> None:
        self.base: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
        for row in rows("matrix"):
            assert (row["role"], row["action"]) not in self.base, f"twice in matrix.csv: {row}"
            self.base[row["role"], row["action"]] = frozenset(row["relations"].split())
        self.glass = {
            (row["role"], row["action"]): frozenset(row["relations"].split()) for row in rows("broken_glass")
        }
        self.levels = rows("confidentiality")

    def reach(self, level: str, role: str, action: str) -> frozenset[str]:
        return frozenset(
            relation
            for row in self.levels
            if row["level"] == level and row["role"] in ("*", role) and row["action"] in ("*", action)
            for relation in row["relations"].split()
        )

    def given(self, role: str, action: str, level: str, *, glass: bool) -> frozenset[str]:
        given = self.base[role, action] & self.reach(level, role, action)
        return given | self.glass.get((role, action), frozenset()) if glass else given


def differences(decide: Decide) -> tuple[int, list[str]]:
    """How many decisions were compared, and those that differ."""
    table, compared, wrong = Table(), 0, []
    for role, action, level, glass in product(Role, CASE_ACTIONS, Confidentiality, (False, True)):
        given = table.given(str(role), action, str(level), glass=glass)
        for standing in STANDINGS:
            compared += 1
            told = decide(
                action,
                role=role,
                relations=[Relation(one) for one in standing],
                confidentiality=level,
                broken_glass=glass,
            )
            if told is given.isdisjoint(standing):
                wrong.append(
                    f"{role} {action} {'+'.join(sorted(standing))} {level} glass={glass}: code says {told}"
                )
    return compared, wrong


def test_every_decision_is_the_one_in_the_tables() -> None:
    compared, wrong = differences(permissions.allowed)
    assert compared >= 50_000
    assert wrong == []


def test_a_desk_action_is_open_to_the_posts_in_the_table_and_no_other() -> None:
    table = {row["action"]: frozenset(row["roles"].split()) for row in rows("desk")}
    assert set(table) == set(DESK_ACTIONS)
    wrong = [
        f"{role} {action}"
        for action, role in product(DESK_ACTIONS, Role)
        if permissions.may(action, roles=[role]) is (str(role) not in table[action])
    ]
    assert wrong == []


def test_the_tables_name_every_action_and_nothing_else() -> None:
    assert {row["action"] for row in rows("matrix")} == set(CASE_ACTIONS)
    assert {row["role"] for row in rows("matrix")} <= set(map(str, Role))
    named = {one for name in ("matrix", "confidentiality", "broken_glass") for row in rows(name) for one in row["relations"].split()}  # fmt: skip
    assert named <= set(map(str, Relation))


Change = Callable[[str, str, set[str], str, bool], bool | None]
BUGS: dict[str, Change] = {
    "an auditor may download": lambda action, role, relations, level, glass: (
        ((action, role) == ("download", "auditor") and "unit" in relations) or None
    ),
    "a family matter is inherited from above": lambda action, role, relations, level, glass: (
        ((action, role, level) == ("see", "leader", "family") and "below" in relations) or None
    ),
    "the glass does not open": lambda action, role, relations, level, glass: (
        False if glass and level == "special" else None
    ),
    "the administrator looks in": lambda action, role, relations, level, glass: (
        ((action, role) == ("see", "administrator") and "unit" in relations) or None
    ),
}


def with_bug(change: Change) -> Decide:
    def decide(action: str, **facts: Any) -> bool:
        relations = set(map(str, facts["relations"]))
        told = change(action, facts["role"], relations, facts["confidentiality"], facts["broken_glass"])
        return permissions.allowed(action, **facts) if told is None else told

    return decide


@pytest.mark.parametrize("bug", BUGS)
def test_the_comparison_notices_a_seeded_bug(bug: str) -> None:
    assert differences(with_bug(BUGS[bug]))[1]
