"""A person's own drafts."""

from __future__ import annotations

import json

from jiefen.domain.actor import Actor
from jiefen.store import vault
from jiefen.store.models import Draft


def drafts(actor: Actor) -> list[dict[str, object]]:
    """Newest first."""
    return [
        {
            "title": row.heading,
            "sub": "登记草稿",
            "at": row.touched_at,
            "url": f"/register?draft={row.key}",
            "delete_url": f"/drafts/{row.key}/discard",
        }
        for row in Draft.objects.filter(user_id=actor.user_id).order_by("-touched_at")
    ]


def draft_fields(actor: Actor, *, key: str) -> dict[str, list[str]] | None:
    """What was typed, or None when there is no such draft of this person's."""
    row = Draft.objects.filter(user_id=actor.user_id, key=key).first()
    if row is None:
        return None
    found: dict[str, list[str]] = json.loads(vault.unseal_here(bytes(row.sealed), place="draft"))
    return found
