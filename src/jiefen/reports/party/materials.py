"""The files that a party has added, and those that they have handed in, each with its digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.store.models import Party

MB, KB = 1024 * 1024, 1024


@dataclass(frozen=True)
class OwnMaterial:
    """`digest`: SHA-256 of the file as it is kept. `handed_at`: None while it can be taken away again."""

    id: int
    name: str
    size: str
    digest: str
    added_at: datetime
    handed_at: datetime | None


def own_materials(party: Party) -> list[OwnMaterial]:
    """What can still be taken away first, then the newest."""
    rows = party.files.filter(removed_at=None).select_related("attachment").order_by("-pk")
    materials = [
        OwnMaterial(
            row.pk,
            row.name,
            f"{row.size / MB:.1f} MB" if row.size >= MB else f"{max(1, row.size // KB)} KB",
            row.digest,
            row.added_at,
            row.attachment.added_at if row.attachment else None,
        )
        for row in rows
    ]
    return sorted(materials, key=lambda row: row.handed_at is not None)
