"""How satisfied the parties were, as sums: asked, answered, and how the answers spread. Who said what is not shown to anybody
who handled it; below five answers nothing is shown at all (law.md § 5, satisfaction)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Role
from jiefen.domain.figures import shares
from jiefen.store.common import vault
from jiefen.store.common.scope import CaseQuery, on_one_of
from jiefen.store.models import Case, Party, Rating
from jiefen.store.parties import PRINCIPALS

DAYS, FEWEST, TEXTS = 365, 5, 20
READERS = frozenset({Role.SUPERVISOR, Role.LEADER})


@dataclass(frozen=True)
class SatisfactionLine:
    """One unit, or all. `centre` and `body` are the numbers of five, four … one; empty when they are too few."""

    name: str
    asked: int
    answered: int
    share: str
    centre: list[int]
    body: list[int]
    average: str


@dataclass(frozen=True)
class SatisfactionView:
    total: SatisfactionLine
    units: list[SatisfactionLine]
    texts: list[str]
    reads: bool


def satisfaction(actor: Actor, *, now: datetime) -> SatisfactionView:
    """Of what ended in the last year. Free words without a name or a case, to those who look over, from five on."""
    ended = Case.objects.visible_to(actor).filter(ended_at__gte=now - timedelta(days=DAYS))
    asked = dict(_count(Party.objects.filter(on_one_of(ended), side__in=PRINCIPALS)))
    spread = {
        f"{what}{n}": Count("pk", filter=Q(**{f"{what}_score": n}))
        for what in ("centre", "body")
        for n in range(1, 6)
    }
    rows = (
        Rating.objects.filter(on_one_of(ended))
        .order_by()
        .values("case__holder__name")
        .annotate(n=Count("pk"), **spread)
    )
    rated: dict[str, dict[str, Any]] = {row["case__holder__name"]: dict(row) for row in rows}
    lines = [_line(name, asked=n, row=rated.get(name)) for name, n in sorted(asked.items())]
    whole = {key: sum(row[key] for row in rated.values()) for key in ("n", *spread)} if rated else None
    total = _line("合计", asked=sum(asked.values()), row=whole)
    reads = any(post.role in READERS for post in actor.posts)
    texts = _texts(ended) if reads and total.answered >= FEWEST else []
    return SatisfactionView(total, lines, texts, reads)


def _count(parties: QuerySet[Party]) -> QuerySet[Party, tuple[str, int]]:
    return parties.order_by().values_list("case__holder__name").annotate(n=Count("pk"))


def _line(name: str, *, asked: int, row: dict[str, Any] | None) -> SatisfactionLine:
    answered = row["n"] if row else 0
    counts = row if row and answered >= FEWEST else None
    body = [counts[f"body{n}"] for n in range(5, 0, -1)] if counts else []
    sums = sum(n * counts[f"body{n}"] for n in range(1, 6)) if counts else 0
    return SatisfactionLine(
        name=name,
        asked=asked,
        answered=answered,
        share=shares.shown(answered, whole=asked),
        centre=[counts[f"centre{n}"] for n in range(5, 0, -1)] if counts else [],
        body=body,
        average=f"{sums / answered:.1f}" if counts else "",
    )


def _texts(ended: CaseQuery) -> list[str]:
    """The newest words, in an order that tells nothing."""
    rows = Rating.objects.filter(on_one_of(ended)).exclude(said_sealed=b"").select_related("party__secret")
    texts = []
    for row in rows.order_by("-pk")[:TEXTS]:
        try:
            texts.append(
                vault.unseal(vault.key_of(row.party.secret), bytes(row.said_sealed), place="rating.said")
            )
        except vault.Erased:
            continue
    return sorted(texts)
