"""A person's own drafts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from jiefen.domain.case.actor import Actor
from jiefen.reports.common.addresses import address
from jiefen.store.common import vault
from jiefen.store.models import Draft


@dataclass(frozen=True)
class KeptDraft:
    key: str
    fields: dict[str, list[str]]


def drafts(actor: Actor) -> list[dict[str, object]]:
    """Newest first."""
    return [
        {
            "title": row.heading,
            "sub": "笔录草稿" if row.path else "登记草稿",
            "at": row.touched_at,
            "url": row.path or address("register", draft=row.key),
            "delete_url": address("draft_discard", row.key),
        }
        for row in Draft.objects.filter(user_id=actor.user_id).order_by("-touched_at")
    ]


def draft_fields(actor: Actor, *, key: str) -> dict[str, list[str]] | None:
    """What was typed, or None when there is no such draft of this person's."""
    row = Draft.objects.filter(user_id=actor.user_id, key=key).first()
    if row is None:
        return None
    return _fields(row)


def draft_at(actor: Actor, *, path: str) -> KeptDraft | None:
    """What this person last typed on that page."""
    row = Draft.objects.filter(user_id=actor.user_id, path=path).order_by("-touched_at").first()
    return KeptDraft(row.key, _fields(row)) if row else None


def _fields(row: Draft) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = json.loads(vault.unseal_here(bytes(row.sealed), place="draft"))
    return fields
