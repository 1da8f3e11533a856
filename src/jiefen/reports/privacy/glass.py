"""Looks into closed cases: one's own, and all of a unit for the auditor who reviews them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Role
from jiefen.domain.people.words import GlassFinding
from jiefen.reports.common.addresses import address, case_address
from jiefen.reports.common.reference import shown_number
from jiefen.store.models import BreakGlass

SHOWN = 100


@dataclass(frozen=True)
class GlassLine:
    """`looks`: how often the case was opened meanwhile. `case_url` and `end_url` are empty once it is over."""

    id: int
    number: str
    unit: str
    who: str
    reason: str
    at: datetime
    until: datetime
    over: bool
    looks: int
    finding: str
    tone: str
    remark: str
    reviewed: bool
    case_url: str
    end_url: str
    review_url: str


def own_looks(actor: Actor, *, now: datetime) -> list[GlassLine]:
    """The newest first."""
    rows = _rows().filter(user=actor.user_id)
    return [_line(row, now=now) for row in rows[:SHOWN]]


def looks_to_review(actor: Actor, *, now: datetime) -> list[GlassLine]:
    """Into cases of the auditor's units and those below, what is not reviewed yet first."""
    mine = Q(pk__in=[])
    for post in actor.posts:
        if post.role is Role.AUDITOR:
            mine |= Q(case__holder__path__startswith=post.path)
    return [_line(row, now=now) for row in _rows().filter(mine).order_by("reviewed_at", "-pk")[:SHOWN]]


def look_to_review(actor: Actor, *, pk: int, now: datetime) -> GlassLine | None:
    return next((line for line in looks_to_review(actor, now=now) if line.id == pk), None)


def _rows() -> QuerySet[BreakGlass]:
    during = Q(
        case__sightings__user=F("user"), case__sightings__what="view",
        case__sightings__at__gte=F("at"), case__sightings__at__lte=F("until"),
    )  # fmt: skip
    rows = BreakGlass.objects.select_related("case__holder", "user").order_by("-pk")
    return rows.annotate(looks=Count("case__sightings", filter=during))


def _line(row: BreakGlass, *, now: datetime) -> GlassLine:
    over = row.until <= now or row.ended_at is not None
    tones = {GlassFinding.SEEN: "ok", GlassFinding.QUESTIONED: "bad"}
    return GlassLine(
        id=row.pk,
        number=shown_number(row.case),
        unit=row.case.holder.name,
        who=row.user.name,
        reason=row.reason,
        at=row.at,
        until=row.ended_at or row.until,
        over=over,
        looks=row.looks,  # type: ignore[attr-defined]  # annotated above
        finding=GlassFinding.label_of(row.finding),
        tone=tones.get(GlassFinding(row.finding), "warn"),
        remark=row.remark,
        reviewed=bool(row.finding),
        case_url="" if over else case_address(row.case),
        end_url="" if over else address("glass_end", row.pk),
        review_url=address("glass_review_one", row.pk),
    )
