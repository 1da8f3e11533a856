"""The front page: what anybody can do here without an account, and where to call."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.door import viewer
from jiefen.portal.pages import shell
from jiefen.reports.party import progress as party_progress


@dataclass(frozen=True)
class FrontPage:
    """`mine`: the number of the case that this browser has opened; empty without one."""

    mine: str


@door("public")
def front(request: PartyRequest) -> HttpResponse:
    """Staff who are signed in go on to their own first page."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("home"))
    party = viewer(request)
    page = FrontPage(party_progress.shown_number(party.case) if party else "")
    return render(request, "portal/front.html", {"page": page} | shell(request))


urlpatterns = [path("", front, name="front")]
