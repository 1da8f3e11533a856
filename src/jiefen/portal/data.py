"""What the centre holds about a party, behind that party's own door: to read, to take away, to have erased or corrected."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import RuleError
from jiefen.domain.documents.words import DataAbout
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.door import OwnDoor, own_party, to_own_door
from jiefen.portal.kept import kept
from jiefen.portal.pages import shell
from jiefen.reports.party import data as own_data


class RequestForm(TypedForm):
    about = text_field("要办什么", choices=[("", "请选择"), *DataAbout.choices()])
    said = text_field("哪些内容、为什么", long=True, hint="更正的，请写明对的是什么")


@dataclass(frozen=True)
class MinePage:
    """`kept`: for how long what is held is kept, in a sentence."""

    sections: list[own_data.DataSection]
    kept: str
    form: RequestForm


@door("public", methods="GET POST")
def mine(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, RequestForm(kept(request, party=own.party)), own=own)
    form = RequestForm(request.POST)
    with Refusal(form, of=RuleError) as refusal:
        answer = acts.ask_about_data(
            own.case.pk,
            party=own.party.pk,
            about=request.POST.get("about", ""),
            said=request.POST.get("said", ""),
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_mine"))
    return _page(request, form, own=own, status=refusal.status)


@door("public")
def taken(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    content = own_data.as_json(own.case, party=own.party, now=request.now)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="mine.json"'
    return response


def _page(request: PartyRequest, form: RequestForm, *, own: OwnDoor, status: int = 200) -> HttpResponse:
    page = MinePage(own_data.sections(own.case, party=own.party), own_data.kept(own.case), form)
    return render(request, "portal/mine.html", {"page": page} | shell(request), status=status)


urlpatterns = [
    path("t/mine", mine, name="track_mine"),
    path("t/mine.json", taken, name="track_mine_json"),
]
