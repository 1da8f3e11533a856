"""Where a request comes from: the peer, or what a declared proxy says it is."""

from __future__ import annotations

import ipaddress
import logging
import threading
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest

from jiefen.reports.ledger.surroundings import proxy_mark

logger = logging.getLogger("jiefen.proxy")
_told = threading.Event()
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def address_of(request: HttpRequest) -> str:
    """The peer's address; where a proxy is declared, the one that this proxy itself has written: the last."""
    peer = str(request.META.get("REMOTE_ADDR"))
    if not settings.SECURE_PROXY_SSL_HEADER:
        return peer
    return _plain(request.headers.get("X-Forwarded-For", "").rpartition(",")[2]) or peer


def counted_address(request: HttpRequest) -> str:
    """For counting wrong tries; empty where everybody comes from one address, and it says nothing about anybody."""
    return "" if behind_undeclared_proxy(request) else address_of(request)


def behind_undeclared_proxy(request: HttpRequest) -> bool:
    """Whether a proxy in our own network hands on requests, and nobody has said so (`JIEFEN_TRUST_PROXY`).

    The header alone says nothing: anybody can send one. From an address of the internet it is not believed.
    """
    if settings.SECURE_PROXY_SSL_HEADER or not any(name in request.META for name in FORWARDED):
        return False
    peer = _plain(str(request.META.get("REMOTE_ADDR")))
    return not peer or ipaddress.ip_address(peer).is_private


def note_undeclared_proxy(request: HttpRequest) -> None:
    """Say so once a process, and keep the fact where `jiefen doctor` finds it."""
    if not behind_undeclared_proxy(request) or _told.is_set():
        return
    _told.set()
    logger.warning("a proxy hands on requests and JIEFEN_TRUST_PROXY is not set: everybody has one address")
    with suppress(OSError):  # a folder that cannot be written now; the log has it
        proxy_mark().touch()


def _plain(text: str) -> str:
    """An address without port and brackets; empty when it is none."""
    text = text.strip()
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    host = host.partition(":")[0] if host.count(":") == 1 else host
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""
