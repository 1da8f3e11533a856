"""Sealing and blind look-up with the installation's keys, which live outside the database."""

from __future__ import annotations

import base64
from functools import lru_cache

from django.conf import settings

from jiefen.lib import crypto
from jiefen.store.models.common import Secret


@lru_cache(maxsize=8)
def installation_key(name: str) -> bytes:
    """One of the keys of JIEFEN_HOME (`wrap`, `index`, `audit`, `checkpoint`)."""
    key: bytes = settings.HOME.key(name)
    return key


class Erased(Exception):
    """The key was destroyed: what it sealed is gone, on purpose."""


def new_secret() -> tuple[Secret, bytes]:
    """An unsaved secret and its plain key."""
    key = crypto.new_key()
    return Secret(wrapped=crypto.wrap(installation_key("wrap"), key, b"secret")), key


def key_of(secret: Secret) -> bytes:
    if secret.wrapped is None:
        raise Erased
    return crypto.unwrap(installation_key("wrap"), bytes(secret.wrapped), b"secret")


def seal(key: bytes, text: str, *, place: str) -> bytes:
    """Ciphertext bound to `place` (table.column), so that a value cannot be moved elsewhere; empty stays empty."""
    return crypto.seal(key, text.encode(), place.encode()) if text else b""


def unseal(key: bytes, sealed: bytes, *, place: str) -> str:
    return crypto.unseal(key, bytes(sealed), place.encode()).decode() if sealed else ""


def seal_here(text: str, *, place: str) -> bytes:
    """Sealed under the installation's own key: drafts, refused import rows, second factors."""
    return seal(installation_key("wrap"), text, place=place)


def unseal_here(sealed: bytes, *, place: str) -> str:
    return unseal(installation_key("wrap"), sealed, place=place)


def blind(text: str, *, column: str) -> bytes | None:
    """16 bytes for exact look-up, keyed per column; None for an empty value."""
    if not text:
        return None
    return crypto.blind(installation_key("index"), f"{column}\x00{text}")


def seal_text(key: bytes, text: str) -> str:
    """Ciphertext as text, for history bodies."""
    return base64.b64encode(seal(key, text, place="entry.body")).decode()


def unseal_text(key: bytes, sealed: str) -> str:
    return unseal(key, base64.b64decode(sealed), place="entry.body")
