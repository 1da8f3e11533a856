"""What a party may do from the page of their own case: the portal's only verbs."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.appeals import appeal_by_party
from jiefen.actions.settle import party_actor
from jiefen.actions.work import Answer


def disagree(case: int, *, about: str, said: str, at: datetime, key: str) -> Answer:
    """Raise an objection. `case`: the id that this browser session has opened with a right code. Raises Invalid."""
    return appeal_by_party(case=case, about=about, said=said, by=party_actor(), at=at, key=key)
