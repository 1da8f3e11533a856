"""A citizen's application as it was typed so far."""

from __future__ import annotations

import json

from jiefen.lib import crypto
from jiefen.store.common import vault
from jiefen.store.models import Application, EvidenceFile

ANSWERS, CODE, PIN = "application.sealed", "application.code", "application.pin"
NAME, PART, THUMB = "evidence.name", b"evidence.part", b"evidence.thumb"


def answers_of(row: Application) -> dict[str, tuple[str, ...]]:
    """What was typed, by question; nothing once it was handed in."""
    if not row.sealed:
        return {}
    typed = json.loads(vault.unseal(vault.key_of(row.secret), bytes(row.sealed), place=ANSWERS))
    return {name: tuple(texts) for name, texts in typed.items()}


def name_of(row: EvidenceFile, *, sealing: bytes) -> str:
    """`sealing`: the application's key."""
    return vault.unseal(sealing, bytes(row.name), place=NAME)


def thumb_of(row: EvidenceFile, *, sealing: bytes) -> bytes:
    return crypto.unseal(sealing, bytes(row.thumb), THUMB) if row.thumb else b""
