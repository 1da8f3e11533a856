"""The page behind a dispute code on a wall: where it hangs, whom to call, and what can be done here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party.codes import count_visit
from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.pages import shell
from jiefen.reports.party.codes import ScannedCode, scanned

IN_SESSION = "scanned"


@dataclass(frozen=True)
class ScannedPage:
    """`place`: None for a code that is none of ours, or was taken down; the centre is still found."""

    place: ScannedCode | None


@door("public", methods="GET POST")
def dispute_code(request: PartyRequest, code: str) -> HttpResponse:
    """Looking leaves no cookie; whoever goes on to apply carries the code there."""
    place = scanned(code)
    if request.method == "POST":
        if place is not None:
            request.session[IN_SESSION] = place.id
        return HttpResponseRedirect(reverse("apply"))
    if place is not None and request.method == "GET":
        count_visit(place.id, at=request.now)
    return render(request, "portal/hall/scanned.html", {"page": ScannedPage(place)} | shell(request))


urlpatterns = [path("c/<str:code>", dispute_code, name="dispute_code")]
