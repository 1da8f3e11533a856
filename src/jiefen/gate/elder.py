"""The size of type that a citizen chose: kept by their browser for a year, and nowhere here."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-jiefen-elder" if settings.HTTPS else "jiefen-elder"
SECONDS = 365 * 86_400
SIZES = {"1": "on", "more": "more", "0": ""}  # as asked for in an address, and as kept


class KeepSize:
    """Puts the size that `?elder=` asks for into the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked = _asked(request)
        if asked:
            response.set_cookie(
                COOKIE, asked, max_age=SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
        elif asked == "" and COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response


def size_of(request: HttpRequest) -> str:
    """`on`, `more`, or empty for the usual size: as asked for now, else as kept."""
    asked = _asked(request)
    if asked is not None:
        return asked
    kept = request.COOKIES.get(COOKIE, "")
    return kept if kept in SIZES.values() else ""


def _asked(request: HttpRequest) -> str | None:
    return SIZES.get(request.GET.get("elder", "")) if request.META.get("QUERY_STRING") else None
