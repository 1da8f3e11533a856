"""A party disagrees: one page, one question and a text; the answer comes in writing on that party's own page (row F9)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party.doors import disagree
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.door import OwnDoor, own_party, to_own_door
from jiefen.portal.kept import kept
from jiefen.portal.pages import shell
from jiefen.reports.party import progress as party_progress


class AppealForm(TypedForm):
    about = text_field("对什么有异议", choices=[("", "请选择")])
    said = text_field("您的意见", long=True, hint="哪里不对、您认为应该怎样。写一两句话也可以。")


@dataclass(frozen=True)
class AppealPage:
    """`label`: the number of the case as it is shown."""

    form: AppealForm
    label: str


@door("public", methods="GET POST")
def appeal(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    if request.method == "GET":
        typed = kept(request, party=own.party)
        form = AppealForm(typed, initial={"about": request.GET.get("about", "")})
        return _page(request, form, own=own)
    form = AppealForm(request.POST)
    with Refusal(form) as refusal:
        answer = disagree(
            own.case.pk,
            party=own.party.pk,
            about=request.POST.get("about", ""),
            said=request.POST.get("said", ""),
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track"))
    return _page(request, form, own=own, status=refusal.status)


def _page(request: PartyRequest, form: AppealForm, *, own: OwnDoor, status: int = 200) -> HttpResponse:
    choices = [("", "请选择"), *party_progress.may_object_to(own.case)]
    form.fields["about"] = text_field("对什么有异议", choices=choices)
    page = AppealPage(form, party_progress.shown_number(own.case))
    return render(request, "portal/appeal.html", {"page": page} | shell(request), status=status)


urlpatterns = [path("t/appeal", appeal, name="track_appeal")]
