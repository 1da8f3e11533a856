"""A drill in which nothing was answered has shown nothing, and says so."""

from __future__ import annotations

import pytest

from jiefen.jobs.drilling.kills import MUST_BE_ZERO, passed
from jiefen.jobs.drilling.load import Record


def figures(answered: int, *, at_least: int = 10) -> dict[str, int]:
    nothing_wrong = dict.fromkeys(MUST_BE_ZERO, 0)
    return nothing_wrong | {
        "acked": 20, "answered_during_faults": answered, "answered_at_least": at_least,
    }  # fmt: skip


@pytest.mark.parametrize(("answered", "good"), [(0, False), (6, False), (9, False), (10, True), (300, True)])
def test_enough_must_have_been_answered_during_the_faults(answered: int, good: bool) -> None:
    assert passed(figures(answered)) is good


def test_a_drill_must_say_how_many_are_enough() -> None:
    assert not passed(figures(0, at_least=0))


def test_what_was_lost_is_not_made_good_by_answers() -> None:
    assert not passed(figures(300) | {"lost": 1})


def test_registrations_steps_and_replays_are_answers() -> None:
    record = Record(acked={"a": "1", "b": "2"}, advanced=3, replays=4)
    record.unknown["c"] = {}
    assert record.answered == 9
