"""The archive 档案室: where files lie, what is lent, and the destruction of those whose time is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from jiefen.actions.documents.destruction import destroy, propose_destruction, settle_destruction
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.reports.documents import archive as report


@door("archive", methods="GET POST")
def archive(request: Any) -> HttpResponse:
    """Posting lists files for destruction, settles a list, or carries an approved one out."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""), _propose)
        try:
            answer = act(request)
        except Invalid as error:
            messages.error(request, "；".join(error.fields.values()) or error.sentence)
        except RuleError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, answer.sentence)
        return HttpResponseRedirect("/archive")
    view = report.archive(request.actor, shelf=request.GET.get("shelf", "")[:40], now=request.now)
    may = {name: request.actor.may(name) for name in ("propose_destruction", "approve_destruction")}
    return render(request, "documents/archive.html", {"view": view, "may": may})


def _told(request: Any) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now, "key": request.POST.get("key", "")}


def _propose(request: Any) -> Any:
    volumes = [pk for pk in map(_id, request.POST.getlist("volume")) if pk]
    return propose_destruction(title=request.POST.get("title", ""), volumes=volumes, **_told(request))


def _settle(request: Any) -> Any:
    return settle_destruction(
        list_id=_id(request.POST.get("list", "")),
        approve=request.POST.get("do") == "approve",
        reason=request.POST.get("reason", ""),
        **_told(request),
    )


def _destroy(request: Any) -> Any:
    return destroy(list_id=_id(request.POST.get("list", "")), **_told(request))


ACTS: dict[str, Callable[[Any], Any]] = {"approve": _settle, "refuse": _settle, "destroy": _destroy}


def _id(typed: str) -> int:
    return whole_number(typed) or 0


urlpatterns = [path("archive", archive, name="archive")]
