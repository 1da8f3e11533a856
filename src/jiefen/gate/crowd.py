"""Many at once at the sign-in: a few are let in at a time, the others are told so before anything is read or written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join

from jiefen.domain.common.errors import Busy
from jiefen.gate.devices import token_of

STRANGERS, KNOWN = 4, 2  # in one process, of its eight threads: two always stay for everybody else
SECONDS = "3"
HIDDEN = '<input type="hidden" name="{}" value="{}">'
GUARDED = ("sign_in", "second_factor", "unlock")
_slow, _slow_room = threading.BoundedSemaphore(1), threading.BoundedSemaphore(2)  # one passes, one waits


@dataclass(frozen=True)
class CrowdedPage:
    """`typed`: the place of all that was sent, to be sent again. `seconds`: after which it goes by itself."""

    path: str
    typed: str = "TYPED-STANDS-HERE"
    seconds: str = SECONDS


class Crowd:
    """Refuses with 503 who comes to the sign-in of a process that is full; what they typed is in the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.paths = {reverse(name) for name in GUARDED}
        self.strangers = threading.BoundedSemaphore(STRANGERS)
        self.known = threading.BoundedSemaphore(KNOWN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path not in self.paths:
            return self.get_response(request)
        lane = self.known if token_of(request) else self.strangers
        if not lane.acquire(blocking=False):
            return _crowded(request)
        try:
            return self.get_response(request)
        finally:
            lane.release()


@contextmanager
def slowed(seconds: float) -> Iterator[None]:
    """Tries from a busy address pass one by one, each held back for so long. Raises Busy for the third at a time."""
    if not seconds:
        yield
        return
    if not _slow_room.acquire(blocking=False):
        raise Busy("现在试的人多，请过几秒再试一次；这次没有核对，不算一次尝试。")
    try:
        with _slow:
            time.sleep(seconds)
            yield
    finally:
        _slow_room.release()


def _crowded(request: HttpRequest) -> HttpResponse:
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    typed = format_html_join("\n", HIDDEN, fields)
    response = HttpResponse(_drawn(request.path).replace(CrowdedPage.typed, typed), status=503)
    response["Retry-After"] = SECONDS
    return response


@cache
def _drawn(path: str) -> str:
    """Once for each of the guarded paths: two hundred at a time must not wait for a template."""
    return render_to_string("people/crowded.html", {"page": CrowdedPage(path)})
