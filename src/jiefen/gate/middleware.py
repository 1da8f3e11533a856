"""The gate: refusals become pages, headers are strict, and no view answers whom it did not name."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiefen.actions.people import devices
from jiefen.actions.people.sessions import key_of
from jiefen.gate import metrics, trusted
from jiefen.gate.address import note_undeclared_proxy
from jiefen.gate.door import OPEN_DOORS, View
from jiefen.gate.errors import answer_to, refusal, wants_json
from jiefen.gate.idle import OPEN_WHILE_LOCKED, is_idle, keep_alive, locked
from jiefen.gate.requests import StaffRequest
from jiefen.gate.typed_text import kept_at
from jiefen.lib.fairsqlite import waiting_at_most
from jiefen.reports.common.actors import actor_of
from jiefen.reports.common.addresses import address

Next = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
LOOK_SECONDS = 2.0  # that a look waits for its turn to write, where it is to leave a trace
CHANGES_PASSWORD = frozenset({"password_change", "sign_out", "unlock"})
SETS_SECOND_FACTOR = CHANGES_PASSWORD | {"second_factor_setup", "second_factor_qr"}


class Guard:
    """Expected refusals raised by views become their page or problem. Who only looks does not wait for long to be noted."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            return refusal(request, status=404)
        with waiting_at_most(LOOK_SECONDS if request.method in ("GET", "HEAD") else math.inf):
            response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return refusal(request, status=405)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_to(request, exception)


class Headers:
    """Strict headers on every answer, errors and files included; and its place in the figures."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        metrics.count(request, response, seconds=time.perf_counter() - began)
        if request.resolver_match and "code" in request.resolver_match.kwargs:
            response.headers["Referrer-Policy"] = "strict-origin"  # the code in the address goes nowhere
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ClosedByDefault:
    """Reads the view's door, brings the actor in, sends strangers to the sign-in page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: StaffRequest, view: View, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
        note_undeclared_proxy(request)
        request.now = trusted.now()
        request.form_key = secrets.token_urlsafe(16)
        action = getattr(view, "door", None)
        if action is None:
            return refusal(request, status=404)
        if action == "public" or wants_json(request):
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        page = _page(request)
        if page not in OPEN_WHILE_LOCKED:
            if is_idle(request):
                return locked(request)
            keep_alive(request)
        request.actor = actor_of(request.user.pk, name=request.user.name, at=request.now)
        if request.user.must_change_password and page not in CHANGES_PASSWORD:
            return HttpResponseRedirect(reverse("password_change"))
        if request.session.get("second_factor_due") and page not in SETS_SECOND_FACTOR:
            return HttpResponseRedirect(reverse("second_factor_setup"))
        if action not in OPEN_DOORS and not request.actor.may(action):
            return refusal(request, status=403, sentence="您的岗位没有这个页面。")
        return None


def _page(request: HttpRequest) -> str | None:
    """The name of the address that is asked for."""
    return request.resolver_match.url_name if request.resolver_match else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """What was typed is kept for whoever typed it, and given back once they have signed in again."""
    why = _why_ended(request)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address("sign_in", **why)})
    if request.method == "POST":
        return HttpResponseRedirect(address("sign_in", next=kept_at(request), expired=1, **why))
    return HttpResponseRedirect(address("sign_in", next=request.get_full_path(), **why))


def _why_ended(request: HttpRequest) -> dict[str, int]:
    """Whether this browser's sign-in was given up for another one, which the sign-in page says. It is kept until somebody
    signs in: the first to ask may have been a script."""
    number = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if number and devices.was_given_up(key=key_of(number)):
        request.session["given_up"] = True
    return {"given_up": 1} if request.session.get("given_up") else {}
