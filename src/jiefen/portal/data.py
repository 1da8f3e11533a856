"""What the centre holds about a party, behind that party's own door: to read, to take away, to have erased or corrected."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
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
from jiefen.reports.party.everything import everything_of


class RequestForm(TypedForm):
    about = text_field("要办什么", choices=[("", "请选择"), *DataAbout.choices()])
    said = text_field("哪些内容、为什么", long=True, hint="更正的，请写明对的是什么")


@dataclass(frozen=True)
class MinePage:
    """`kept`: for how long what is held is kept, in a sentence. `registered`: the sections whose lines can be said to be
    wrong; `open`: the section that was asked for."""

    sections: list[own_data.DataSection]
    kept: str
    form: RequestForm
    registered: tuple[str, ...]
    open: str


@door("public", methods="GET POST")
def mine(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    if request.method == "GET":
        typed = kept(request, party=own.party)
        form = RequestForm(typed) if typed else RequestForm(initial=_wrong(request, own=own))
        return _page(request, form, own=own)
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


@door("public")
def everything(request: PartyRequest) -> HttpResponseBase:
    """One file with all of it: to read, as data, and the papers."""
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    content = everything_of(own.party, now=request.now)
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="mine.zip"'
    return response


def _wrong(request: PartyRequest, *, own: OwnDoor) -> dict[str, str]:
    """The form as it is begun for a line that is said to be wrong."""
    line = request.GET.get("wrong", "")
    lines = own_data.registered_lines(own.case, party=own.party)
    return {"about": DataAbout.CORRECT, "said": f"“{line}”写错了，对的是："} if line in lines else {}


def _page(request: PartyRequest, form: RequestForm, *, own: OwnDoor, status: int = 200) -> HttpResponse:
    page = MinePage(
        sections=own_data.sections(own.case, party=own.party),
        kept=own_data.kept(own.case),
        form=form,
        registered=own_data.REGISTERED,
        open=request.GET.get("open", ""),
    )
    return render(request, "portal/mine.html", {"page": page} | shell(request), status=status)


urlpatterns = [
    path("t/mine", mine, name="track_mine"),
    path("t/mine.zip", everything, name="track_mine_zip"),
    path("t/mine.json", taken, name="track_mine_json"),
]
