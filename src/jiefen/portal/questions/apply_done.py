"""After an application was handed in: its number and code, and the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.door import viewer
from jiefen.portal.pages import shell
from jiefen.portal.questions.apply_kept import opened
from jiefen.reports.party import application as applications


@dataclass(frozen=True)
class AcceptedPage:
    """`accepted`: None where it was handed in from elsewhere."""

    accepted: applications.Accepted | None


@door("public")
def done(request: PartyRequest) -> HttpResponse:
    """The number and the code, for the browser that has handed it in; another one opens the case by its code."""
    going_on, party = opened(request), viewer(request)
    if going_on is None or going_on.party is None:
        return HttpResponseRedirect(reverse("apply"))
    mine = party is not None and going_on.party == party.pk
    page = AcceptedPage(applications.accepted(going_on.party) if mine else None)
    return render(request, "portal/questions/apply_done.html", {"page": page} | shell(request))


@door("public")
def receipt(request: PartyRequest) -> HttpResponse:
    """What was accepted and when, on paper: for the browser in which the applicant's page is open."""
    party = viewer(request)
    if party is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    track_url = request.build_absolute_uri(reverse("track") + "/")
    content = applications.receipt(party, track_url=track_url, now=request.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('受理回执.pdf')}"
    return response


urlpatterns = [
    path("apply/done", done, name="apply_done"),
    path("apply/receipt", receipt, name="apply_receipt"),
]
