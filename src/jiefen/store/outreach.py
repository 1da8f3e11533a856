"""By which ways a party was asked to come, and whose letter a code is of."""

from __future__ import annotations

from jiefen.domain.agreement import party_codes
from jiefen.domain.common.fold import name_form
from jiefen.domain.common.verb import OPEN
from jiefen.domain.common.words import Flag, PartySide
from jiefen.domain.messages.words import InvitedBy
from jiefen.store.common import vault
from jiefen.store.models import Case, Party

LETTER_CODE = "outreach.code"  # the place of the sealed code and the column of its blind


def may_be_invited(case: Case, *, party: Party) -> bool:
    """A respondent of an open matter, unless violence is alleged: there everybody is reached in person."""
    return party.side == PartySide.RESPONDENT and case.state in OPEN and Flag.VIOLENCE not in case.flag_set()


def letter_of_code(typed: str) -> Party | None:
    """To whom the letter with this code went; None for no code of ours, and once the matter has ended."""
    blinds = vault.blinds(party_codes.normalise(typed), column=LETTER_CODE)
    rows = Party.objects.filter(outreach__code_blind__in=blinds, case__state__in=OPEN)
    return rows.select_related("secret", "case__holder", "case__handler", "case__secret").first()


def is_named(party: Party, *, name: str) -> bool:
    """Whether this is the party's whole name, however it is written."""
    return name_form(name) == party.name_form != ""


def letter_code_of(party: Party) -> str:
    """The eight signs on this party's letter; empty without a letter, or once the file was destroyed."""
    row = party.outreach.filter(way=InvitedBy.LETTER).exclude(code_sealed=b"").first()
    if row is None:
        return ""
    try:
        key = vault.key_of(party.case.secret)
    except vault.Erased:
        return ""
    return vault.unseal(key, bytes(row.code_sealed), place=LETTER_CODE)
