"""The independent sample as its desk sees it, and as everybody may see its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from jiefen.domain.agreement.words import AuditFinding, AuditWhy
from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.figures import shares
from jiefen.domain.oversight.irregularities import ODDITY_WORDS
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.reference import shown_number
from jiefen.store.common.scope import on_one_of
from jiefen.store.models import AuditDraw, AuditItem, Case

SHOWN = 100
FINDING_TONES = {AuditFinding.TRUE: "ok", AuditFinding.FALSE: "bad"}  # the others are neither


@dataclass(frozen=True)
class DrawLine:
    """One month. `true` of `looked` is the share found true among those drawn at random and looked at."""

    month: str
    base: int
    drawn: int
    odd: int
    looked: int
    true: int
    partly: int
    false: int
    unreached: int
    share: str
    published_at: datetime | None
    seed: str
    url: str
    current: bool


@dataclass(frozen=True)
class AuditLine:
    title: str
    url: str
    number: str
    unit: str
    why: str
    odd: list[str]
    finding: str
    tone: str


@dataclass(frozen=True)
class AuditsView:
    draws: list[DrawLine]
    chosen: DrawLine | None
    items: list[AuditLine]


def audits(actor: Actor, *, query: Mapping[str, str]) -> AuditsView:
    """`query`: month (2026-03). Items only of cases this person may see; counts are the centre's."""
    lines = [_line(row, chosen=query.get("month", "")) for row in _draws()]
    chosen = next((line for line in lines if line.current), lines[0] if lines else None)
    items: list[AuditLine] = []
    if chosen is not None:
        rows = AuditItem.objects.filter(
            on_one_of(Case.objects.visible_to(actor)), draw__month=f"{chosen.month}-01"
        )
        items = [_item(row) for row in rows.select_related("case__holder").order_by("finding", "pk")[:SHOWN]]
    return AuditsView(lines, chosen, items)


def published() -> list[DrawLine]:
    """Months whose result has been published, the newest first."""
    return [_line(row, chosen="") for row in _draws().exclude(published_at=None)]


def _draws() -> QuerySet[AuditDraw]:
    random = Q(items__why=AuditWhy.RANDOM)
    counts = {
        f"found_{finding or 'waiting'}": Count("items", filter=random & Q(items__finding=str(finding)))
        for finding in AuditFinding
    }
    odd = Count("items", filter=Q(items__why=AuditWhy.ODD))
    return AuditDraw.objects.annotate(odd=odd, **counts).order_by("-month")


def _line(row: AuditDraw, *, chosen: str) -> DrawLine:
    def n(finding: AuditFinding) -> int:
        return int(getattr(row, f"found_{finding or 'waiting'}"))

    looked = row.drawn - n(AuditFinding.WAITING)
    month = moments.iso_month(row.month)
    return DrawLine(
        month=month,
        base=row.base,
        drawn=row.drawn,
        odd=row.odd,  # type: ignore[attr-defined]  # annotated above
        looked=looked,
        true=n(AuditFinding.TRUE),
        partly=n(AuditFinding.PARTLY),
        false=n(AuditFinding.FALSE),
        unreached=n(AuditFinding.UNREACHED),
        share=shares.shown(n(AuditFinding.TRUE), whole=looked),
        published_at=row.published_at,
        seed=row.seed,
        url=f"?month={month}",
        current=month == chosen,
    )


def _item(row: AuditItem) -> AuditLine:
    finding = AuditFinding(row.finding)
    return AuditLine(
        title=row.case.title,
        url=case_address(row.case, tab="agreement"),
        number=shown_number(row.case),
        unit=row.case.holder.name,
        why=AuditWhy.label_of(row.why),
        odd=[ODDITY_WORDS[oddity] for oddity in row.oddities.split(",") if oddity in ODDITY_WORDS],
        finding=finding.label,
        tone=FINDING_TONES.get(finding, "warn"),
    )


def waiting_audits() -> list[tuple[int, str]]:
    """Audits that nobody has made yet with the number of their case, for jobs that act as a supervisor does."""
    return list(AuditItem.objects.filter(finding="").order_by("pk").values_list("pk", "case__number"))
