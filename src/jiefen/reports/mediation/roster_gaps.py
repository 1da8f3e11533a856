"""What the corps lacks 缺口清单: units below their minimum, committees not in order, kinds without a specialist (rows A11, D1, D14)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, Q

from jiefen.domain.common.kinds import GROUPS, KINDS
from jiefen.domain.common.words import Tier, UnitKind
from jiefen.domain.mediation import roster
from jiefen.domain.mediation.words import MediatorKind, RatingSource
from jiefen.reports.common.addresses import address
from jiefen.reports.common.stat import Stat
from jiefen.store.common.reference import snapshot
from jiefen.store.mediation import serving
from jiefen.store.models import CommitteeSeat, Mediator, Unit, WindowRating

SUPPRESSED = 5  # an average over fewer ratings is not shown


@dataclass(frozen=True)
class Short:
    """`lacks` full-time mediators out of `wants`."""

    unit: str
    has: int
    wants: int
    lacks: int


@dataclass(frozen=True)
class CommitteeLine:
    unit: str
    members: int
    problems: list[str]


@dataclass(frozen=True)
class EndingTerm:
    name: str
    what: str
    ends: date
    over: bool
    url: str


@dataclass(frozen=True)
class GroupGap:
    """Kinds of one group without a specialist; `whole`: all of them."""

    label: str
    kinds: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class Gaps:
    stats: list[Stat]
    short: list[Short]
    villages: list[Short]
    committees: list[CommitteeLine]
    kinds: list[GroupGap]
    terms: list[EndingTerm]
    note: str


def gaps(*, now: datetime) -> Gaps:
    today = snapshot().calendar.local(now).date()
    people = list(serving(today=today))
    bodies = [unit for unit in snapshot().units.values() if unit.kind == UnitKind.MEDIATION]
    bodies.sort(key=lambda unit: unit.path)
    full = Counter(person.unit_id for person in people if person.kind == MediatorKind.FULL_TIME)
    short = [shortage for unit in bodies if (shortage := _short(unit, full_time=full[unit.pk]))]
    villages = {unit.name for unit in bodies if _tier(unit) is Tier.VILLAGE}
    seats = CommitteeSeat.objects.filter(until=None).select_related("mediator", "unit")
    committees = _committees(bodies, seats=seats, today=today)
    kinds = _kinds(people)
    terms = [_term(seat, today=today) for seat in seats if roster.ending(seat.since, today=today)]
    above = [gap for gap in short if gap.unit not in villages]
    return Gaps(
        stats=[
            Stat(f"{len(people):,}", "在册", unit="人"),
            Stat(f"{sum(full.values()):,}", "专职调解员", unit="人"),
            Stat(f"{sum(gap.lacks for gap in above):,}", "县、乡两级还缺专职", unit="人"),
            Stat(f"{len(committees):,}", "调委会待规范", unit="个"),
            Stat(f"{sum(len(group.kinds) for group in kinds):,}", "没有专长人员的类型", unit="类"),
        ],
        short=above,
        villages=[gap for gap in short if gap.unit in villages],
        committees=committees,
        kinds=kinds,
        terms=sorted(terms, key=lambda term: term.ends),
        note=roster.MANY_PEOPLES,
    )


def _tier(unit: Unit) -> Tier:
    return Tier(unit.place.tier) if unit.place else Tier.COUNTY


def _short(unit: Unit, *, full_time: int) -> Short | None:
    tier = _tier(unit)
    lacks = roster.lacking(tier, full_time=full_time)
    return Short(unit.name, full_time, roster.MINIMUM[tier], lacks) if lacks else None


def _committees(
    bodies: Iterable[Unit], *, seats: Iterable[CommitteeSeat], today: date
) -> list[CommitteeLine]:
    """Committees with something wrong; a village's room without any seat is no committee."""
    seated: dict[int, list[roster.Member]] = defaultdict(list)
    for seat in seats:
        who = seat.mediator
        seated[seat.unit_id].append(roster.Member(who.name, who.woman, seat.position, seat.since))
    committees = []
    for unit in bodies:
        members = seated[unit.pk]
        if members or _tier(unit) is not Tier.VILLAGE:
            problems = roster.committee_problems(members, today=today)
            if problems:
                committees.append(CommitteeLine(unit.name, len(members), problems))
    return committees


def _kinds(people: Iterable[Mediator]) -> list[GroupGap]:
    missing: dict[str, list[str]] = defaultdict(list)
    for code in roster.uncovered(person.speciality_codes() for person in people):
        missing[code[:2]].append(code)
    whole = Counter(code[:2] for code in KINDS)
    return [
        GroupGap(GROUPS[group], tuple(KINDS[code].label for code in codes), whole=len(codes) == whole[group])
        for group, codes in missing.items()
    ]


def _term(seat: CommitteeSeat, *, today: date) -> EndingTerm:
    ends = roster.term_ends(seat.since)
    return EndingTerm(
        seat.mediator.name, seat.unit.name, ends, over=ends < today, url=address("mediator", seat.mediator_id)
    )


@dataclass(frozen=True)
class GapMark:
    """One source's average. `value` is "—" with fewer than five ratings; `n` is always told."""

    label: str
    value: str
    n: int


@dataclass(frozen=True)
class Rated:
    unit: str
    marks: list[GapMark]


def ratings(*, now: datetime) -> list[Rated]:
    """Averages of this calendar year per unit and source, units by name."""
    year = snapshot().calendar.local(now).year
    rows = WindowRating.objects.filter(on__year=year).values("unit__name", "source")
    rows = rows.annotate(n=Count("pk"), mean=Avg("score", filter=Q(score__gte=1)))
    averages: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for row in rows:
        averages[row["unit__name"]][row["source"]] = (row["n"], row["mean"])
    return [
        Rated(unit, [_mark(source, by_source) for source in RatingSource])
        for unit, by_source in sorted(averages.items())
    ]


def _mark(source: RatingSource, told: dict[str, tuple[int, float]]) -> GapMark:
    n, mean = told.get(source.value, (0, 0.0))
    return GapMark(source.label, f"{mean:.1f}" if n >= SUPPRESSED else "—", n)
