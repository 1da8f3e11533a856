"""Sealed values of a case, opened for a page or a paper that may show them."""

from __future__ import annotations

from jiefen.store.common import vault
from jiefen.store.models import Case, Party
from jiefen.store.parties import code_of, first_applicant


def tracking_code_of(case: Case) -> str:
    """The first applicant's, for the receipt. Empty without an applicant, and once the file was destroyed."""
    party = first_applicant(case)
    return code_of(party) if party else ""


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
