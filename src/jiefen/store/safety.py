"""What a case's screenings come to, and how a party may be reached without danger; everybody who sends to parties asks here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from jiefen.domain.common import moments
from jiefen.domain.messages.words import Medium
from jiefen.domain.safety.screening import QUESTIONS, Stand, stand
from jiefen.domain.safety.words import SafeWay, Stance
from jiefen.store.common import vault
from jiefen.store.models import CareNote, Case, Party, SafeContact, Screening

_CONTACT, _NOTE, _SEEN = "safecontact.sealed", "carenote.sealed", "screening.seen"


@dataclass(frozen=True)
class Contact:
    """`earliest`, `latest`: local `HH:MM`, or nothing. `words`: what to mind."""

    way: str
    earliest: str = ""
    latest: str = ""
    words: str = ""


def latest_screenings(case: Case) -> list[Screening]:
    """The last screening of each side."""
    by_side = {row.side: row for row in case.screenings.order_by("pk")}
    return list(by_side.values())


def stand_of(case: Case) -> Stand:
    rows = [{name: getattr(row, name) for name in QUESTIONS} for row in latest_screenings(case)]
    return stand(rows, flags=case.flag_set())


def is_apart(case: Case) -> bool:
    """Whether somebody's safety forbids mediation."""
    return stand_of(case).stance is Stance.NONE


def may_contact(party: Party, *, medium: Medium | None, at: datetime) -> bool:
    """Whether the party may be reached this way now. `medium` None: by telephone.

    Without an arrangement yes; once the party's key is destroyed nobody knows any more, so no.
    """
    row = party.safe_contacts.order_by("-pk").first()
    if row is None:
        return True
    try:
        contact = contact_of(row)
    except vault.Erased:
        return False
    wanted = {Medium.SMS: SafeWay.SMS, Medium.EMAIL: SafeWay.EMAIL, None: SafeWay.PHONE}[medium]
    now = moments.clock(at)
    return contact.way == wanted and (contact.earliest or "00:00") <= now <= (contact.latest or "23:59")


def seal_contact(party: Party, contact: Contact) -> bytes:
    text = json.dumps(asdict(contact), ensure_ascii=False)
    return vault.seal(vault.key_of(party.secret), text, place=_CONTACT)


def contact_of(row: SafeContact) -> Contact:
    """Raises vault.Erased."""
    key = vault.key_of(row.party.secret)
    return Contact(**json.loads(vault.unseal(key, bytes(row.sealed), place=_CONTACT)))


def seal_note(party: Party, text: str) -> bytes:
    return vault.seal(vault.key_of(party.secret), text, place=_NOTE)


def note_text(row: CareNote) -> str:
    """Raises vault.Erased."""
    return vault.unseal(vault.key_of(row.party.secret), bytes(row.sealed), place=_NOTE)


def seal_seen(case: Case, text: str) -> bytes:
    return vault.seal(vault.key_of(case.secret), text, place=_SEEN)


def seen_text(row: Screening) -> str:
    """Raises vault.Erased."""
    return vault.unseal(vault.key_of(row.case.secret), bytes(row.seen_sealed), place=_SEEN)
