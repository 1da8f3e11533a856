"""A party in front of their own pages: with their tracking code, and behind their own door."""

from __future__ import annotations

from datetime import datetime

from django.test import Client
from django.utils import timezone

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.reports.party.history import history_of
from jiefen.store.models import Party
from jiefen.store.parties import code_of
from kit.qinghe import Qinghe


def party_of(world: Qinghe, number: str, name: str) -> Party:
    return Party.objects.select_related("secret", "case__secret", "case__holder").get(
        case__number=number, name=name
    )


def looking(party: Party) -> Client:
    """A browser in which this party's tracking code has been entered."""
    browser = Client(raise_request_exception=False)
    session = browser.session
    session["party"] = party.pk
    session.save()
    return browser


def at_home(party: Party, *, code: int = 0, at: datetime | None = None) -> Client:
    """A browser in which this party's own door is open."""
    browser = looking(party)
    session = browser.session
    session["own"] = {"party": party.pk, "code": code, "since": (at or timezone.now()).isoformat()}
    session.save()
    return browser


def let_in(world: Qinghe, number: str, name: str, *, back: str = "/t") -> Client:
    """A browser in which this party went in by their tracking code and a slip from the window alone."""
    party = party_of(world, number, name)
    code, blind = draw(party.pk)
    print_code(number=number, party=party.pk, blind=blind, by=world.actor("clerk"), at=world.now)
    browser = Client(raise_request_exception=False)
    answer = browser.post("/track", {"code": code_of(party), "phone_tail": code})
    assert answer.headers["Location"] == "/t", answer.status_code
    return browser


def read_by(party: Party) -> str:
    """All that the history tells this party."""
    return "\n".join(f"{line.what}：{line.note}" for line in history_of(party.case, party=party))
