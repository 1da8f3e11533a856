"""What a verb's select boxes offer for one case."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.domain import clocks
from jiefen.domain.clock_rules import party_rules
from jiefen.domain.words import ProceedingState, Track
from jiefen.domain.words_responsibility import AppealAbout
from jiefen.reports.reference import people_of_holder, units_below, units_that_take_cases
from jiefen.store.insiders import outsiders
from jiefen.store.models import Assignment, Case, ClockPause
from jiefen.store.reference import snapshot

Choices = list[tuple[str, str]]


def for_ask(kind: str, *, verb: str, case: Case) -> Choices:
    """`kind`: unit, units, person, running, clock, paused, or one of `OFFERS`."""
    if kind in ("unit", "units"):
        return _units(verb, case=case)
    if kind in OFFERS:
        return OFFERS[kind](case)
    if kind == "person":
        return people_of_holder(case)
    if kind == "running":
        rows = case.proceedings.filter(state=ProceedingState.RUNNING)
        return [(str(row.pk), Track.label_of(row.track)) for row in rows]
    running = case.clocks.filter(stopped_at__isnull=True)
    standing = ClockPause.objects.filter(clock__case=case, until__isnull=True).values("clock_id")
    running = running.filter(pk__in=standing) if kind == "paused" else running.exclude(pk__in=standing)
    return [(row.rule, clocks.rule(row.rule).label) for row in running]


def _units(verb: str, *, case: Case) -> Choices:
    if verb == "forward":
        return units_below(case)
    if verb == "drop_co":
        rows = Assignment.objects.filter(case=case, lead=False, until__isnull=True).select_related("unit")
        return [(row.unit.code, row.unit.name) for row in rows]
    return units_that_take_cases()


def units_above(case: Case) -> Choices:
    """Units above the holder that take cases, the nearest first."""
    found = [
        unit
        for unit in snapshot().units.values()
        if unit.takes_cases and case.holder.path.startswith(unit.path) and unit.pk != case.holder_id
    ]
    return [(unit.code, unit.name) for unit in sorted(found, key=lambda unit: -len(unit.path))]


def open_appeals(case: Case) -> Choices:
    rows = case.appeals.filter(answered_at=None)
    return [(str(row.pk), f"{row.made_at:%Y-%m-%d} {AppealAbout.label_of(row.about)}") for row in rows]


def extendable(case: Case) -> Choices:
    """Running limits that may be lengthened and have not been."""
    running = case.clocks.filter(stopped_at=None, extension=0)
    rules = [clocks.rule(row.rule) for row in running]
    return [
        (rule.id, f"{rule.label}（最多 {rule.extension} {rule.unit.label}，{rule.extended_by}）")
        for rule in rules
        if rule.extension
    ]


# What is offered for other types of ask, by type.
OFFERS: dict[str, Callable[[Case], Choices]] = {
    "unit_above": units_above,
    "appeal": open_appeals,
    "my_appeal": open_appeals,
    "outsider": lambda case: [(str(one.pk), one.name) for one in outsiders(case)],
    "extendable": extendable,
    "party_rule": lambda case: [(rule.id, f"{rule.label}（{rule.source}）") for rule in party_rules()],
}
