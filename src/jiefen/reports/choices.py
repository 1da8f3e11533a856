"""What a verb's select boxes offer for one case."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.domain import clocks
from jiefen.domain.words import ProceedingState, Track
from jiefen.reports.reference import people_of_holder, units_below, units_that_take_cases
from jiefen.store.models import Assignment, Case, ClockPause

Choices = list[tuple[str, str]]
OFFERS: dict[str, Callable[[Case], Choices]] = {}  # what is offered for other types of ask, by type


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
