"""The parties of a case as sets: a side, or those for whom something is meant."""

from __future__ import annotations

from jiefen.domain.common.phones import is_mobile, matching_phone, phone_tail
from jiefen.domain.common.words import Audience, PartySide, ReadBy
from jiefen.store.common import vault
from jiefen.store.models import Case, Party

CODE_PLACE = "case.code"  # codes were sealed under this name when a case had one; it stays
PRINCIPALS = (PartySide.APPLICANT, PartySide.RESPONDENT)
_SIDES = {ReadBy.APPLICANTS: PartySide.APPLICANT, ReadBy.RESPONDENTS: PartySide.RESPONDENT}


def of_side(case: Case, *, side: PartySide) -> set[int]:
    """Ids of the parties on one side."""
    return set(case.parties.filter(side=side).values_list("pk", flat=True))


def meant(case: Case, *, read_by: ReadBy) -> tuple[Audience, set[int] | None]:
    """The audience of a note or a file, and the ids of its parties where it is for one side only."""
    if read_by in _SIDES:
        return Audience.SOME, of_side(case, side=_SIDES[read_by])
    return Audience(str(read_by)), None


def first_applicant(case: Case) -> Party | None:
    """Whose the receipt is."""
    return (
        case.parties.filter(side=PartySide.APPLICANT)
        .select_related("secret", "case__secret")
        .order_by("position")
        .first()
    )


def party_by_code(code: str) -> Party | None:
    """Whose page a tracking code opens, with the case. `code`: as `normalise_code` leaves it."""
    rows = (
        Party.objects.filter(code_blind=vault.blind(code, column=CODE_PLACE))
        if code
        else Party.objects.none()
    )
    return rows.select_related("secret", "case__holder", "case__handler", "case__secret").first()


def fits_tail(party: int, *, typed: str) -> bool:
    """Whether the last digits are those of the party's own telephone."""
    tail = vault.blind(phone_tail(typed), column="party.phone_tail")
    return tail is not None and Party.objects.filter(pk=party, tail_blind=tail).exists()


def fits_number(party: int, *, typed: str) -> bool:
    """Whether the whole number is the party's own."""
    number = vault.blind(matching_phone(typed), column="party.phone")
    return number is not None and Party.objects.filter(pk=party, phone_blind=number).exists()


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


def mobile_of(party: Party) -> str:
    """The number on which this party can get an SMS; empty for a landline, a number of another kind, or an erased party."""
    if not party.phone_sealed or party.erased_at is not None:
        return ""
    number = vault.unseal(vault.key_of(party.secret), bytes(party.phone_sealed), place="party.phone")
    return number if is_mobile(number) else ""
