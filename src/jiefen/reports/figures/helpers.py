"""Who files for people 代办点、小分队、网格 (rows A7, C7): how many work there, what they filed and what became of it.

Never per person: no share of a unit in which only one person works, and none that stands on too few answers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.common.words import HELPING, Role, UnitKind
from jiefen.domain.figures import shares
from jiefen.reports.common.stat import Stat
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import CaseQuery, on_one_of
from jiefen.store.models import Case, Rating, Unit
from jiefen.store.people.in_office import in_office

YEAR = timedelta(days=365)
SATISFIED = 4  # of five
FEWEST_PEOPLE = 2


@dataclass(frozen=True)
class HelperLine:
    """One unit in the last year. `answered`: how many ratings the share stands on; `share`: `—` when it is not shown."""

    name: str
    kind: str
    people: int
    filed: int
    ended: int
    answered: int
    share: str


@dataclass(frozen=True)
class HelperPlace:
    """A town, or the county itself, with its units: points first, then teams, then grids. `idle`: names of those in
    which nobody works and which filed nothing."""

    name: str
    lines: list[HelperLine]
    idle: list[str]


@dataclass(frozen=True)
class HelpersView:
    stats: list[Stat]
    places: list[HelperPlace]


@dataclass
class _Sum:
    people: int = 0
    filed: int = 0
    ended: int = 0
    answered: int = 0
    satisfied: int = 0


def helpers(actor: Actor, *, now: datetime) -> HelpersView:
    """Units at or below those in which this person oversees, over the cases that they may see."""
    units = _units(actor)
    filed = Case.objects.visible_to(actor).filter(registered_at__gte=now - YEAR, origin__in=units)
    sums = _sums(filed)
    places = [
        _place(name, [_line(unit, sums[unit.pk]) for unit in group])
        for name, group in groupby(sorted(units, key=_in_order), key=_town)
    ]
    return HelpersView(_stats(units, sums=sums), places)


def _place(name: str, lines: list[HelperLine]) -> HelperPlace:
    idle = [line.name for line in lines if not line.people and not line.filed]
    return HelperPlace(name, [line for line in lines if line.name not in idle], idle)


def _units(actor: Actor) -> list[Unit]:
    below = Q(pk__in=[])
    for post in actor.posts:
        if post.role in DESK_ACTIONS["helpers"]:
            below |= Q(path__startswith=post.path)
    rows = Unit.objects.filter(below, kind__in=HELPING, closed_on=None)
    return list(rows.select_related("place"))


def _sums(filed: CaseQuery) -> defaultdict[int, _Sum]:
    """By unit. Whoever holds two posts in one unit is one person."""
    sums: defaultdict[int, _Sum] = defaultdict(_Sum)
    at_work = in_office(Role.GRID).order_by().values_list("unit_id")
    for pk, people in at_work.annotate(n=Count("user_id", distinct=True)):
        sums[pk].people = people
    ended = Count("pk", filter=Q(ended_at__isnull=False))
    for pk, count, done in filed.order_by().values_list("origin_id").annotate(n=Count("pk"), ended=ended):
        sums[pk].filed, sums[pk].ended = count, done
    ratings = Rating.objects.filter(on_one_of(filed)).order_by().values_list("case__origin_id")
    well = Count("pk", filter=Q(centre_score__gte=SATISFIED))
    for pk, answered, satisfied in ratings.annotate(n=Count("pk"), well=well):
        sums[pk].answered, sums[pk].satisfied = answered, satisfied
    return sums


def _town(unit: Unit) -> str:
    """The town in which the unit is; the county for one that serves all of it."""
    now = snapshot()
    place = now.places.get(_down_to_town(unit)[-1])
    return place.name if place else now.centre.name


def _in_order(unit: Unit) -> tuple[list[str], int, str]:
    return _down_to_town(unit), HELPING.index(UnitKind(unit.kind)), unit.code


def _down_to_town(unit: Unit) -> list[str]:
    """Codes of the county and the town; one empty code for a unit that is nowhere."""
    return unit.place.path.strip("/").split("/")[:2] if unit.place else [""]


def _line(unit: Unit, found: _Sum) -> HelperLine:
    enough = found.people >= FEWEST_PEOPLE
    return HelperLine(
        name=unit.name,
        kind=UnitKind.label_of(unit.kind),
        people=found.people,
        filed=found.filed,
        ended=found.ended,
        answered=found.answered,
        share=shares.shown(found.satisfied, whole=found.answered) if enough else "—",
    )


def _stats(units: list[Unit], *, sums: defaultdict[int, _Sum]) -> list[Stat]:
    kinds = [Stat(f"{sum(unit.kind == kind for unit in units):,}", kind.label, unit="个") for kind in HELPING]
    mine = [sums[unit.pk] for unit in units]
    answered, satisfied = sum(total.answered for total in mine), sum(total.satisfied for total in mine)
    return [
        *kinds,
        Stat(f"{sum(total.people for total in mine):,}", "在岗", unit="人"),
        Stat(f"{sum(total.filed for total in mine):,}", "一年代办", unit="件"),
        Stat(shares.shown(satisfied, whole=answered), f"满意（{answered:,} 份评价）"),
    ]
