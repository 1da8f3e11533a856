"""What the rules say of a case, and until when a dispatch can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from jiefen.domain.common.words import State
from jiefen.domain.routing.rules import Candidate, Facts, propose
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Assignment, Case, Place
from jiefen.store.people.able import RECENT, can_be_signed, staff_of

TAKE_BACK = timedelta(minutes=10)


def facts_of(case: Case) -> Facts:
    """The case as the routing rules see it."""
    return Facts(
        kind=case.kind,
        amount=case.amount,
        people=case.people,
        channel=case.channel,
        place=lineage(case.place),
        flags=case.flag_set(),
        weight=case.weight,
    )


def lineage(place: Place | None) -> tuple[str, ...]:
    return tuple(part for part in place.path.split("/") if part) if place else ()


def nobody_in(*, now: datetime) -> dict[str, str]:
    """Units that take cases and in which nobody could sign, by code, with the reason."""
    units = [unit for unit in snapshot().units.values() if unit.takes_cases]
    return {code: row.why_nobody for code, row in staff_of(units, now=now).items() if not row.here}


def candidates(facts: Facts, *, nobody: Mapping[str, str], limit: int = 5) -> tuple[Candidate, ...]:
    """What the rules in force propose, the first first."""
    reference = snapshot()
    return propose(
        facts,
        rules=reference.rules,
        units=reference.unit_facts(nobody),
        fallback=reference.desk.code,
        limit=limit,
    )


def standing_lead(case: Case) -> Assignment | None:
    return Assignment.objects.filter(case=case, lead=True, until__isnull=True).first()


def fresh_dispatches(*, now: datetime) -> QuerySet[Assignment]:
    """What was dispatched a moment ago and is not signed yet, the latest first."""
    newest = Assignment.objects.aggregate(top=Max("pk"))["top"] or 0
    rows = Assignment.objects.filter(
        pk__gt=newest - RECENT, lead=True, how="dispatch", until__isnull=True, signed_at__isnull=True
    )
    return rows.filter(since__gte=now - TAKE_BACK, case__state=State.ASSIGNED).order_by("-pk")


def why_not_taken_back(case: Case, *, now: datetime) -> str:
    """Why a dispatch cannot be taken back any more; empty while it can. From a unit with nobody in it: always."""
    if not can_be_signed(case, now=now):
        return ""
    lead = standing_lead(case)
    if case.state != State.ASSIGNED or lead is None or lead.signed_at is not None:
        return f"{case.holder.name}已经签收，不能再撤回；确实派错的，请承办单位提请中心协调。"
    if lead.how != "dispatch":
        return "只有分流台的指派可以撤回。"
    minutes = TAKE_BACK // timedelta(minutes=1)
    return (
        f"指派已超过 {minutes} 分钟，不能再撤回；派错的，请承办单位写明理由退回。"
        if now - lead.since > TAKE_BACK
        else ""
    )
