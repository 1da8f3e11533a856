"""What a party has written to whoever handles their matter, and what was answered: by the unit, not by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jiefen.store.inquiries import ANSWER, SAID, text_of
from jiefen.store.models import Party

FRESH = timedelta(days=7)  # for so long an answer is news


@dataclass(frozen=True)
class OwnInquiry:
    """`answer`: empty while nobody has answered."""

    said: str
    made_at: datetime
    answer: str
    answered_at: datetime | None


def own_inquiries(party: Party) -> list[OwnInquiry]:
    """The newest first."""
    return [
        OwnInquiry(text_of(row, place=SAID), row.made_at, text_of(row, place=ANSWER), row.answered_at)
        for row in party.inquiries.select_related("party__secret").order_by("-pk")
    ]


def freshly_answered(party: Party, *, now: datetime) -> bool:
    return party.inquiries.filter(answered_at__gt=now - FRESH).exists()
