"""Where a dispute code hangs, for whoever has scanned it."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.domain.agreement import party_codes
from jiefen.store.common.reference import snapshot
from jiefen.store.models import DisputeCode


@dataclass(frozen=True)
class ScannedCode:
    """`words`: the place; `unit` and `phone`: who is near."""

    id: int
    words: str
    unit: str
    phone: str


def scanned(typed: str) -> ScannedCode | None:
    """None for no code of ours, and for one that was taken down."""
    sign = party_codes.normalise(typed).replace("-", "")
    row = DisputeCode.objects.select_related("unit").filter(code=sign, until=None).first() if sign else None
    if row is None:
        return None
    return ScannedCode(row.pk, row.words, row.unit.name, row.unit.phone or snapshot().centre.phone or "12345")
