"""What came by each dispute code: opened, applied, settled. Counts of a place, with small ones left out; never of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Q, Sum

from jiefen.domain.common import moments
from jiefen.domain.common.words import Outcome
from jiefen.domain.figures import shares
from jiefen.domain.figures.small_counts import Table, Within, hidden
from jiefen.reports.common.addresses import address
from jiefen.store.common.reference import snapshot
from jiefen.store.models import CodeCase, CodeVisits, DisputeCode

SETTLED = (Outcome.AGREED, Outcome.SETTLED)
COUNTED: tuple[Literal["applied", "ended", "settled"], ...] = ("applied", "ended", "settled")
FEW = f"不足 {shares.FEWEST}"


@dataclass(frozen=True)
class CodeLine:
    """`applied`, `ended`, `settled`: counts, or that they are few. `share`: of what ended; a dash for few.
    `below`: less than the share of all codes together."""

    id: int
    code: str
    words: str
    unit: str
    opened: int
    applied: str
    ended: str
    settled: str
    share: str
    below: bool
    taken_down: bool


@dataclass(frozen=True)
class CodesView:
    """`lines`: by the name of the unit. `share`: of all codes together."""

    lines: list[CodeLine]
    share: str
    units: list[tuple[str, str]]


def codes_view() -> CodesView:
    visits = dict(CodeVisits.objects.values_list("code").annotate(n=Sum("opened")))
    ended = Count("pk", filter=Q(case__ended_at__isnull=False))
    settled = Count("pk", filter=Q(case__ended_at__isnull=False, case__outcome__in=SETTLED))
    rows = CodeCase.objects.values("code").annotate(applied=Count("pk"), ended=ended, settled=settled)
    counts: dict[int, dict[str, int]] = {
        row["code"]: {name: int(row[name]) for name in COUNTED} for row in rows
    }
    whole = sum(row["ended"] for row in counts.values())
    part = sum(row["settled"] for row in counts.values())
    codes = DisputeCode.objects.select_related("unit").order_by("unit__path", "words")
    units = sorted((unit.code, unit.name) for unit in snapshot().units.values())
    lines = [
        _line(row, opened=visits.get(row.pk, 0), counts=counts.get(row.pk), all_of=(part, whole))
        for row in codes
    ]
    return CodesView(lines, shares.shown(part, whole=whole), units)


def _line(
    row: DisputeCode, *, opened: int, counts: Mapping[str, int] | None, all_of: tuple[int, int]
) -> CodeLine:
    known: dict[str, int] = {name: (counts or {}).get(name, 0) for name in COUNTED}
    out = hidden(Table(known, within=(Within("ended", "applied"), Within("settled", "ended"))))
    shown = {name: FEW if name in out else str(count) for name, count in known.items()}
    is_shown = not out and known["ended"] >= shares.FEWEST
    part, whole = all_of
    return CodeLine(
        id=row.pk,
        code=row.code,
        words=row.words,
        unit=row.unit.name,
        opened=opened,
        applied=shown["applied"],
        ended=shown["ended"],
        settled=shown["settled"],
        share=shares.shown(known["settled"], whole=known["ended"]) if is_shown else "—",
        below=is_shown and known["settled"] * whole < part * known["ended"],
        taken_down=row.until is not None,
    )


def poster(code: int, *, size: str, host: str, now: datetime) -> dict[str, Any] | None:
    """Fields of the poster; None for no such code. `host`: where this house is found."""
    row = DisputeCode.objects.select_related("unit").filter(pk=code, until=None).first()
    if row is None:
        return None
    centre = snapshot().centre
    return {
        "size": size,
        "centre": centre.name,
        "words": row.words,
        "unit": row.unit.name,
        "phone": row.unit.phone or centre.phone or "12345",
        "code": f"{row.code[:4]}-{row.code[4:]}",
        "qr": host + address("dispute_code", row.code),
        "date": moments.iso_second(now),
    }
