"""The centre's reference data as pages need it: names, choices, lists."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Tier
from jiefen.domain.intake.numbering import display
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Centre
from jiefen.store.people.able import staff_of

Choices = list[tuple[str, str]]  # what a select box offers: (key, label)


def centre() -> Centre | None:
    """The centre, or None before it has been set up."""
    try:
        return snapshot().centre
    except RuleError:
        return None


def units_below(case: Case, *, now: datetime) -> list[tuple[str, str]]:
    """Units a case may be forwarded to: below its holder, with somebody who could sign."""
    path = case.holder.path
    units = [
        unit
        for unit in snapshot().units.values()
        if unit.takes_cases and unit.path.startswith(path) and unit.pk != case.holder_id
    ]
    staff = staff_of(units, now=now)
    return [(unit.code, unit.name) for unit in units if staff[unit.code].here]


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Places grouped by town: (town, [(code, name)]), the county first."""
    all_places = sorted(snapshot().places.values(), key=lambda place: place.path)
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for place in all_places:
        if place.tier in (Tier.COUNTY, Tier.TOWN):
            groups.append((place.name, [(place.code, f"{place.name}（{Tier.label_of(place.tier)}本级）")]))
        else:
            groups[-1][1].append((place.code, place.name))
    return groups


def shown_number(case: Case) -> str:
    """The case number as it stands on paper."""
    return display(case.number, snapshot().centre.short)
