"""Who may open the page of a party: the bearer of their tracking code, who also knows their own telephone if they gave one.

The telephone of a respondent was told by somebody else, so it is not asked: a slip, a letter or a message is enough.
"""

from __future__ import annotations

from jiefen.domain.common.words import PartySide
from jiefen.domain.intake.numbering import normalise_code
from jiefen.store.models import Party
from jiefen.store.parties import party_by_code


def party_of_code(typed: str) -> Party | None:
    """Whose page a tracking code opens; None when it is no code, or nobody's."""
    return party_by_code(normalise_code(typed))


def wants_proof(party: Party) -> bool:
    """Whether the code alone does not do."""
    return party.side == PartySide.APPLICANT and party.tail_blind is not None
