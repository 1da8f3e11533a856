"""Each request has an id, and one line in the log: the name of its address, never the address, and how it went."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
QUIET = frozenset({"healthz", "readyz", "metrics"})  # asked every few seconds; said only when they fail
_GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")
_current: ContextVar[HttpRequest | None] = ContextVar("jiefen_request", default=None)
logger = logging.getLogger("jiefen.access")


class RequestLog:
    """Outermost: what happens below it is said under the request's id, and the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = _id_of(request)  # type: ignore[attr-defined]
        began, token = time.perf_counter(), _current.set(request)
        try:
            response = self.get_response(request)
            response[HEADER] = id_of(request)
            _say(request, status=response.status_code, began=began)
            return response
        finally:
            _current.reset(token)


class InRequest(logging.Filter):
    """Puts the request's id, who acts and the case's number on a record, where there are such."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = _current.get()
        if request is not None:
            actor = getattr(request, "actor", None)
            record.request = id_of(request)
            record.actor = actor.user_id if actor else None
            match = request.resolver_match
            record.case = match.kwargs.get("number") if match else None
        return True


def id_of(request: HttpRequest) -> str:
    """Empty for a request that came around the middleware."""
    return str(getattr(request, "id", ""))


def route_of(request: HttpRequest) -> str:
    """The name of the address that was asked for."""
    return (request.resolver_match and request.resolver_match.url_name) or ""


def _id_of(request: HttpRequest) -> str:
    """A declared proxy's own, so that its log and ours say the same; else a fresh one."""
    given = request.headers.get(HEADER, "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def _say(request: HttpRequest, *, status: int, began: float) -> None:
    route = route_of(request)
    if status < 400 and (route in QUIET or request.path.startswith("/static/")):
        return
    told = {
        "route": route or "none",
        "method": request.method,
        "status": status,
        "ms": round((time.perf_counter() - began) * 1000, 1),
    }
    logger.info("request", extra=told)
