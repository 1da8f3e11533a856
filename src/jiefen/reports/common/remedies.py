"""The lawful ways of one case's party, from what was tried and from the party's own limits as they are recorded."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.clocks.limits import rule
from jiefen.domain.clocks.party_limits import is_told
from jiefen.domain.clocks.remedies import Offer, remedies
from jiefen.domain.common.words import ClockEnd, PartySide
from jiefen.store.models import Case


def remedies_of(case: Case, *, now: datetime, side: PartySide = PartySide.APPLICANT) -> tuple[Offer, ...]:
    """As of `now`, so that an old letter names what was open then. `side`: whose ways, with that side's own limits.

    A limit that was voided (recorded by mistake) binds nobody and is left out.
    """
    rows = case.clocks.exclude(ended=ClockEnd.VOID).order_by("pk").values_list("rule", "due")
    tried = set(case.proceedings.filter(finished_at__lte=now).values_list("track", flat=True))
    return remedies(
        case.kind,
        tried=tried,
        outcome=case.outcome,
        limits={name: due for name, due in rows if rule(name).whose == "party" and is_told(name, to=side)},
        now=now,
    )
