"""Sealing what a party typed under that party's own key, so that it goes with them."""

from __future__ import annotations

from jiefen.store.common import vault
from jiefen.store.models import Party

PLACE = "portal.kept"


def sealed_for(party: Party, *, text: str) -> bytes:
    return vault.seal(vault.key_of(party.secret), text, place=PLACE)


def unsealed_for(party: Party, *, sealed: bytes) -> str:
    return vault.unseal(vault.key_of(party.secret), sealed, place=PLACE)
