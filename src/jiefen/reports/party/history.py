"""The history of a case as one of its parties reads it: their own entries and what is for all, never the other side's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.domain.case.lifecycle import EVENT_BY_NAME, Event, Verb
from jiefen.domain.common.words import Audience, PartySide, Readers
from jiefen.reports.common import party_sentences
from jiefen.reports.common.timeline import facts_in_words, private_texts, unit_names
from jiefen.store.models import Case, Entry, Party

MOST = 200


@dataclass(frozen=True)
class PartyLine:
    """One entry. `note`: what was written at it for this party, or nothing."""

    what: str
    note: str
    at: datetime


def history_of(case: Case, *, party: Party) -> list[PartyLine]:
    """Newest first."""
    entries = case.entries.filter(audience__in=(Audience.PARTY, Audience.SOME)).order_by("-seq")
    names = unit_names()
    lines = [_line(entry, case=case, party=party, names=names) for entry in entries[:MOST]]
    return [line for line in lines if line is not None]


def _line(entry: Entry, *, case: Case, party: Party, names: dict[str, str]) -> PartyLine | None:
    body = json.loads(entry.body)
    event = EVENT_BY_NAME.get(entry.verb)
    if event is None or not _is_for(entry, event=event, body=body, party=party):
        return None
    what = party_sentences.told(
        entry.verb, facts_in_words(body, names=names), own=_is_own(body["facts"], party=party)
    )
    shown = _shown(event)
    texts = private_texts(entry, case=case, body=body) if shown else {}
    note = "\n".join(texts[name] for name in shown if name in texts)
    return PartyLine(what, note, entry.at) if what else None


def _is_for(entry: Entry, *, event: Event, body: dict[str, Any], party: Party) -> bool:
    if entry.audience == Audience.SOME:
        return party.pk in body["to"]
    # Entries of before there were sets of parties say only that they are not internal: the verb decides.
    if event.readers is Readers.APPLICANTS:
        return party.side == PartySide.APPLICANT
    if event.readers is Readers.CONCERNED:
        return bool(body["facts"].get("party") == party.pk)
    return True


def _is_own(facts: dict[str, Any], *, party: Party) -> bool:
    """Whether this party did it; what names no party was done by the applicants."""
    return bool(facts["party"] == party.pk) if facts.get("party") else party.side == PartySide.APPLICANT


def _shown(event: Event) -> list[str]:
    return [ask.name for ask in event.asks if ask.shown] if isinstance(event, Verb) else []
