"""The archive 档案室: where files lie, what is lent, and the destruction of those whose time is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.command import Answer
from jiefen.actions.documents.destruction import destroy, propose_destruction, settle_destruction
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import done_or_said
from jiefen.reports.documents import archive as report


@dataclass(frozen=True)
class ArchivePage:
    """`may`: what this person may do with the lists."""

    view: report.ArchiveView
    may: dict[str, bool]


@door("archive", methods="GET POST")
def archive(request: StaffRequest) -> HttpResponse:
    """Posting lists files for destruction, settles a list, or carries an approved one out."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""), _propose)
        return done_or_said(request, partial(act, request), to=reverse("archive"))
    view = report.archive(request.actor, shelf=request.GET.get("shelf", "")[:40], now=request.now)
    may = {name: request.actor.may(name) for name in ("propose_destruction", "approve_destruction")}
    return render(request, "documents/archive.html", {"page": ArchivePage(view, may)})


def _propose(request: StaffRequest) -> Answer:
    volumes = [pk for pk in map(_id, request.POST.getlist("volume")) if pk]
    return propose_destruction(title=request.POST.get("title", ""), volumes=volumes, **deed_of(request))


def _decide(request: StaffRequest) -> Answer:
    return settle_destruction(
        list_id=_id(request.POST.get("list", "")),
        approve=request.POST.get("do") == "approve",
        reason=request.POST.get("reason", ""),
        **deed_of(request),
    )


def _destroy(request: StaffRequest) -> Answer:
    return destroy(list_id=_id(request.POST.get("list", "")), **deed_of(request))


ACTS: dict[str, Callable[[StaffRequest], Answer]] = {
    "approve": _decide,
    "refuse": _decide,
    "destroy": _destroy,
}


def _id(typed: str) -> int:
    return whole_number(typed) or 0


urlpatterns = [path("archive", archive, name="archive")]
