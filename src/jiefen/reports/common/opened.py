"""Sealed values of a case, opened for a page or a paper that may show them."""

from __future__ import annotations

from jiefen.store.common import vault
from jiefen.store.models import Case, Party


def tracking_code_of(case: Case) -> str:
    """Empty once the file was destroyed."""
    if not case.code_sealed:
        return ""
    return vault.unseal(vault.key_of(case.secret), bytes(case.code_sealed), place="case.code")


def phone_of(party: Party) -> str:
    return opened(party, "phone")


def id_of(party: Party) -> str:
    return opened(party, "id")


def address_of(party: Party) -> str:
    return opened(party, "address")


def opened(party: Party, column: str) -> str:
    try:
        key = vault.key_of(party.secret)
    except vault.Erased:
        return ""
    return vault.unseal(key, bytes(getattr(party, f"{column}_sealed")), place=f"party.{column}")
