"""A citizen's application as it was typed so far."""

from __future__ import annotations

import json

from jiefen.store.common import vault
from jiefen.store.models import Application

ANSWERS, CODE, PIN = "application.sealed", "application.code", "application.pin"


def answers_of(row: Application) -> dict[str, tuple[str, ...]]:
    """What was typed, by question; nothing once it was handed in."""
    if not row.sealed:
        return {}
    typed = json.loads(vault.unseal(vault.key_of(row.secret), bytes(row.sealed), place=ANSWERS))
    return {name: tuple(texts) for name, texts in typed.items()}
