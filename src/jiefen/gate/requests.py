"""Requests behind the gate, by what it has put on them. For type checkers: at run time each is Django's own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.http import HttpRequest

from jiefen.domain.case.actor import Actor

if TYPE_CHECKING:
    from jiefen.store.models import User


class GateRequest(HttpRequest):
    """A request of anybody: when it came, and a fresh key for the form that it will be shown."""

    now: datetime
    form_key: str


class PartyRequest(GateRequest):
    """A request at the citizen's door. Nobody has signed in: who it is, is asked of the session."""


class StaffRequest(GateRequest):
    """A request of a person who has signed in and may pass the view's door."""

    actor: Actor
    user: User


class TokenRequest(GateRequest):
    """A request of a connected system. Its token stands for a person."""

    actor: Actor


class Deed(TypedDict):
    """Who does it, when, and by which form: what every action asks besides its own matter."""

    by: Actor
    at: datetime
    key: str


def posted_key(request: HttpRequest) -> str:
    """The key of the form that was sent: the same form sent twice is carried out once."""
    return request.POST.get("key", "")


def deed_of(request: StaffRequest) -> Deed:
    return {"by": request.actor, "at": request.now, "key": posted_key(request)}
