"""The papers of a party, behind their own door: to look at and to take away."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path

from jiefen.actions.party import doors
from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.door import own_party, to_own_door
from jiefen.portal.pages import shell
from jiefen.reports.party import papers as party_papers
from jiefen.reports.party import progress as party_progress


@dataclass(frozen=True)
class PartyPapersPage:
    papers: list[party_papers.OwnPaper]
    label: str


@door("public")
def papers(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    page = PartyPapersPage(party_papers.own_papers(own.party), party_progress.shown_number(own.case))
    return render(request, "portal/papers.html", {"page": page} | shell(request))


@door("public")
def paper(request: PartyRequest, pk: int) -> HttpResponseBase:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    file = party_papers.own_file(own.party, pk=pk)
    content = doors.open_paper(file.kept, at=request.now)
    response = FileResponse(content, content_type=file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [
    path("t/papers", papers, name="track_papers"),
    path("t/papers/<int:pk>", paper, name="track_paper"),
]
