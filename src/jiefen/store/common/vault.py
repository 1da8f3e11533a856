"""Sealing and blind look-up with the installation's keys, which live outside the database."""

from __future__ import annotations

import base64
import hmac
from contextlib import suppress
from functools import lru_cache

from django.conf import settings

from jiefen.lib import crypto
from jiefen.store.models.common import Secret


@lru_cache(maxsize=8)
def installation_key(name: str) -> bytes:
    """One of the keys of JIEFEN_HOME (`wrap`, `index`, `audit`, `checkpoint`)."""
    key: bytes = settings.HOME.key(name)
    return key


@lru_cache(maxsize=8)
def former_keys(name: str) -> tuple[bytes, ...]:
    """Keys of that name which were replaced, the newest first: for what nobody can write anew (`jiefen keys rotate`)."""
    return tuple(settings.HOME.former(name))


def forget_keys() -> None:
    """Read the key files anew: they were replaced."""
    installation_key.cache_clear()
    former_keys.cache_clear()


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


def seal_text_here(text: str, *, place: str) -> str:
    """Ciphertext as text, for what is kept a while and never written anew."""
    return base64.b64encode(seal(installation_key("wrap"), text, place=place)).decode()


def unseal_text_here(sealed: str, *, place: str) -> str:
    """Under today's key or a former one. Raises Unsealable."""
    value = base64.b64decode(sealed)
    for key in (installation_key("wrap"), *former_keys("wrap")):
        with suppress(crypto.Unsealable):
            return unseal(key, value, place=place)
    raise crypto.Unsealable("no key of ours, the wrong place, or changed")


def blind(text: str, *, column: str, key: bytes = b"") -> bytes | None:
    """16 bytes for exact look-up, keyed per column; None for an empty value. `key`: an index key that is not in use yet."""
    if not text:
        return None
    return _blind(key or installation_key("index"), text, column=column)


def blinds(text: str, *, column: str) -> list[bytes]:
    """Under today's index key and every former one: for codes of which only the blind is kept."""
    keys = (installation_key("index"), *former_keys("index"))
    return [_blind(key, text, column=column) for key in keys] if text else []


def fits(text: str, *, column: str, kept: bytes | memoryview) -> bool:
    """Whether `kept` is the blind of this text, under whichever index key it was made."""
    return any(hmac.compare_digest(blind, bytes(kept)) for blind in blinds(text, column=column))


def _blind(key: bytes, text: str, *, column: str) -> bytes:
    return crypto.blind(key, f"{column}\x00{text}")


def seal_text(key: bytes, text: str) -> str:
    """Ciphertext as text, for history bodies."""
    return base64.b64encode(seal(key, text, place="entry.body")).decode()


def unseal_text(key: bytes, sealed: str) -> str:
    return unseal(key, base64.b64decode(sealed), place="entry.body")
