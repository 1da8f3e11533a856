"""The browser at the door: whether it has been here before, by a random token that only it holds.

The cookie opens nothing. Who holds it has tries of their own (`domain.people.tries`), whatever strangers do.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from jiefen.lib.browsers import in_words

COOKIE = "__Host-jiefen-device" if settings.HTTPS else "jiefen-device"
OPENED = "__Host-jiefen-opened" if settings.HTTPS else "jiefen-opened"
DAYS = 400  # the longest a browser keeps a cookie
MOST_OPENED = 12
_SIGNER = signing.Signer(salt="jiefen.device")


def token_of(request: HttpRequest) -> str:
    """This browser's token; empty when it has none of ours."""
    try:
        return _SIGNER.unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""


def fresh_token() -> str:
    return secrets.token_urlsafe(32)


def put_token(response: HttpResponse, *, token: str) -> None:
    _put(response, name=COOKIE, value=_SIGNER.sign(token))


def label_of(request: HttpRequest) -> str:
    return in_words(request.headers.get("User-Agent", ""))


def opened_mark(request: HttpRequest, *, party: int) -> str:
    """What stands for this browser in the budgets of a party whose page it has opened before; empty if it has not.

    The cookie holds a random number and keyed digests; nothing is stored here.
    """
    number, *marks = request.COOKIES.get(OPENED, "").split(".")
    mark = _mark(number, party=party)
    return mark if number and mark in marks else ""


def put_opened(request: HttpRequest, response: HttpResponse, *, party: int) -> None:
    """This browser has opened the page of a party."""
    number, *marks = request.COOKIES.get(OPENED, "").split(".")
    number = number or secrets.token_urlsafe(16)
    mark = _mark(number, party=party)
    kept = [mark, *(other for other in marks if other != mark)][:MOST_OPENED]
    _put(response, name=OPENED, value=".".join([number, *kept]))


def forget_opened(response: HttpResponse) -> None:
    response.delete_cookie(OPENED, samesite="Lax")


def _mark(number: str, *, party: int) -> str:
    return salted_hmac("jiefen.opened", f"{number}:{party}", algorithm="sha256").hexdigest()[:32]


def _put(response: HttpResponse, *, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=DAYS * 86_400, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
