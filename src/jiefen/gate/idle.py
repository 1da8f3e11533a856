"""A screen that nobody used for a while is locked: the session stays, its pages open again by its person's password.

What counts is the server's own note of when the session was last used. What was typed is kept as it is when a session has
ended, and given back on its page.
"""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiefen.actions.people import devices
from jiefen.actions.people.sessions import row_key
from jiefen.gate.requests import StaffRequest
from jiefen.gate.typed_text import kept_at
from jiefen.reports.common.addresses import address

RENEWED = 60  # seconds; the note is written at most so often
OPEN_WHILE_LOCKED = frozenset({"unlock", "sign_out"})


def is_idle(request: StaffRequest) -> bool:
    """Whether this session was left alone for longer than the centre allows."""
    now = request.now.timestamp()
    used: float = request.session.get("used", now)
    return now - used >= settings.IDLE_MINUTES * 60


def keep_alive(request: StaffRequest) -> None:
    """A session in use does not end: its eight hours begin anew. A page that asks by itself is not somebody using it."""
    now = int(request.now.timestamp())
    if now - request.session.get("used", 0) < RENEWED or "progress" in request.GET:
        return
    request.session["used"] = now
    try:
        request.session.save()
        devices.used(key=row_key(request.session), at=request.now)
    except DatabaseError:  # nothing can be written now; reading goes on
        request.session.modified = False


def locked(request: HttpRequest) -> HttpResponse:
    """To the lock, and from there back to what was asked for, with what was typed."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("unlock")})
    following = kept_at(request) if request.method == "POST" else request.get_full_path()
    return HttpResponseRedirect(address("unlock", next=following))
