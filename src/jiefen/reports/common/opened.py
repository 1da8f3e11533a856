"""Sealed values of a case, opened for a page or a paper that may show them."""

from __future__ import annotations

from jiefen.store.common import vault
from jiefen.store.models import Case, Party
from jiefen.store.parties import CODE_PLACE, first_applicant


def tracking_code_of(case: Case) -> str:
    """The first applicant's, for the receipt. Empty without an applicant, and once the file was destroyed."""
    party = first_applicant(case)
    return code_of(party) if party else ""


def code_of(party: Party) -> str:
    """The tracking code that opens this party's page; empty once their data or the file was destroyed, and for somebody
    of before each party had one, until a slip is printed for them."""
    if not party.code_sealed:
        return ""
    try:
        key = vault.key_of(party.case.secret)
    except vault.Erased:
        return ""
    return vault.unseal(key, bytes(party.code_sealed), place=CODE_PLACE)


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
