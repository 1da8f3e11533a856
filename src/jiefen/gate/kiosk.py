"""A machine of the hall: its browser holds a random token, which opens the page that gives numbers and nothing else."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jiefen.actions.intake.kiosks import digest_of
from jiefen.gate.devices import DAYS
from jiefen.reports.intake.hall import is_kiosk

COOKIE = "__Host-jiefen-kiosk" if settings.HTTPS else "jiefen-kiosk"


def fresh_token() -> str:
    return secrets.token_urlsafe(32)


def put_kiosk(response: HttpResponse, *, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=DAYS * 86_400, secure=settings.HTTPS, httponly=True, samesite="Strict"
    )


def at_kiosk(request: HttpRequest) -> bool:
    """Whether this is one of our machines, made by somebody of the guide desk and not ended since."""
    token = request.COOKIES.get(COOKIE, "")
    return bool(token) and is_kiosk(digest_of(token))
