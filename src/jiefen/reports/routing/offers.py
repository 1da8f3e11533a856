"""Where a case could go: units in the order of the rules, with who is there, and those that nobody mans, greyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from jiefen.domain.common import moments
from jiefen.domain.common.words import State
from jiefen.domain.intake.fields import Registration
from jiefen.domain.routing.rules import Candidate, Facts, RoutingRule, passed_over
from jiefen.store.common.reference import Snapshot, snapshot
from jiefen.store.common.scope import CaseQuery
from jiefen.store.models import Case, Unit
from jiefen.store.people.able import Staff, last_signings, staff_of
from jiefen.store.routing import candidates, facts_of, lineage, nobody_in


@dataclass(frozen=True)
class UnitOffer:
    """A unit that could take the case. `key`: the digit that picks it. `nobody`: why it cannot be picked, or empty.
    `explain`: choosing it needs a reason.
    """

    unit_code: str
    unit: str
    sub: str
    key: str
    rule: str
    reasons: tuple[str, ...]
    skipped: tuple[str, ...]
    change: str
    chosen: bool
    nobody: str
    explain: bool


@dataclass(frozen=True)
class UnitChoice:
    """A unit that takes cases. `nobody`: why it cannot be chosen now, or empty."""

    code: str
    name: str
    nobody: str


def units_that_take_cases(*, now: datetime) -> list[UnitChoice]:
    nobody, units = nobody_in(now=now), snapshot().units.values()
    return [UnitChoice(unit.code, unit.name, nobody.get(unit.code, "")) for unit in units if unit.takes_cases]


def offers(facts: Facts, *, seen: CaseQuery, now: datetime) -> list[UnitOffer]:
    """Candidates in order, the first that somebody mans is chosen; then whom the rules mean and nobody mans.

    Load, heads and the last signing are shown, success rates are not: no ranking of people. Load and signing are of the
    cases `seen` by who asks.
    """
    reference = snapshot()
    staff = staff_of(reference.units.values(), now=now)
    nobody = {code: row.why_nobody for code, row in staff.items() if not row.here}
    rows = candidates(facts, nobody=nobody)
    over = passed_over(facts, rules=reference.rules, units=reference.unit_facts(nobody))
    shown = [reference.units[row.unit] for row in rows]
    about = _about(shown, staff=staff, reference=reference, seen=seen)
    first = next((at for at, row in enumerate(rows) if row.unit not in nobody), None)
    return [
        *(
            _of_candidate(
                row,
                at=at,
                chosen=at == first,
                explain=at > 0 and bool(rows[0].rule_id),
                sub=about[row.unit],
                nobody=nobody.get(row.unit, ""),
                reference=reference,
            )
            for at, row in enumerate(rows)
        ),
        *(_of_empty(rule, unit=reference.units[code], why=nobody[code]) for code, rule in over),
    ]


def first_offer(number: str, *, now: datetime) -> str:
    """Code of the unit that the rules put first; for jobs that act as the desk does."""
    case = Case.objects.select_related("place").get(number=number)
    return offers(facts_of(case), seen=Case.objects.all(), now=now)[0].unit_code


def facts_of_registration(registration: Registration) -> Facts:
    """A registration not yet made, as the routing rules would see it."""
    return Facts(
        kind=registration.kind,
        amount=registration.amount,
        people=registration.people,
        channel=str(registration.channel),
        place=lineage(snapshot().places.get(registration.place)),
        flags=registration.flags,
        weight=str(registration.weight),
    )


def _of_candidate(
    row: Candidate, *, at: int, chosen: bool, explain: bool, sub: str, nobody: str, reference: Snapshot
) -> UnitOffer:
    co = "、".join(reference.units[code].name for code in row.co if code in reference.units)
    return UnitOffer(
        unit_code=row.unit,
        unit=reference.units[row.unit].name,
        sub=f"{sub} · 协办 {co}" if co else sub,
        key=str(at + 1) if at < 5 and not nobody else "",
        rule=f"{row.rule_id}「{row.label}」" if row.rule_id else row.label,
        reasons=row.reasons,
        skipped=row.skipped,
        change=row.what_would_change,
        chosen=chosen,
        nobody=nobody,
        explain=explain,
    )


def _of_empty(rule: RoutingRule, *, unit: Unit, why: str) -> UnitOffer:
    return UnitOffer(
        unit_code=unit.code,
        unit=unit.name,
        sub="",
        key="",
        rule=f"{rule.id}「{rule.label}」",
        reasons=("按规则应由它承办；在“组织与人员”里安排人之后就可以派。",),
        skipped=(),
        change="",
        chosen=False,
        nobody=why,
        explain=False,
    )


def _about(
    units: list[Unit], *, staff: Mapping[str, Staff], reference: Snapshot, seen: CaseQuery
) -> dict[str, str]:
    """Who is there, what they have in hand, and when they last signed, by code of the unit."""
    ids = [unit.pk for unit in units]
    load, signed = _load(ids, seen=seen), last_signings(ids, seen=seen)
    return {
        unit.code: " · ".join(
            (
                f"在岗 {staff[unit.code].here} 人",
                f"在办 {load.get(unit.pk, 0)} 件",
                f"最近签收 {moments.short_minute(signed[unit.pk])}" if unit.pk in signed else "最近没有签收",
            )
        )
        for unit in units
    }


def _load(units: list[int], *, seen: CaseQuery) -> dict[int, int]:
    """Cases in hand per unit."""
    held = seen.filter(holder__in=units, state__in=(State.ASSIGNED, State.HANDLING))
    return dict(held.order_by().values_list("holder").annotate(n=Count("pk")))
