"""Messages of parties 留言: what they say, and which of them wait for an answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from jiefen.domain.messages.inquiries import is_left_alone
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Inquiry

SAID, ANSWER = "inquiry.said", "inquiry.answer"  # the places of the sealed texts
ERASED = "（已删除）"


def text_of(row: Inquiry, *, place: str) -> str:
    """What was said or answered, opened with the party's key."""
    sealed = bytes(row.said_sealed if place == SAID else row.answer_sealed)
    if not sealed:
        return ""
    try:
        return vault.unseal(vault.key_of(row.party.secret), sealed, place=place)
    except vault.Erased:
        return ERASED


def open_inquiries(case: Case) -> QuerySet[Inquiry]:
    rows = case.inquiries.filter(answered_at=None, party__erased_at=None)
    return rows.select_related("party__secret").order_by("pk")


def has_open_inquiry() -> Exists:
    """A condition on cases."""
    rows = Inquiry.objects.filter(case=OuterRef("pk"), answered_at=None, party__erased_at=None)
    return Exists(rows)


def left_alone(*, now: datetime) -> dict[int, list[Inquiry]]:
    """The messages of parties whom nobody answers, by the party's id, the oldest first. Worked out anew each time."""
    waiting: dict[int, list[Inquiry]] = defaultdict(list)
    rows = Inquiry.objects.filter(answered_at=None, party__erased_at=None)
    for row in rows.select_related("party__case__holder").order_by("pk"):
        waiting[row.party_id].append(row)
    return {
        party: mine
        for party, mine in waiting.items()
        if is_left_alone([_work_days(row.made_at, upto=now) for row in mine])
    }


def _work_days(since: datetime, *, upto: datetime) -> int:
    days = snapshot().calendar
    return days.workdays_between(days.local(since).date(), upto=days.local(upto).date())
