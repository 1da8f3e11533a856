"""The party disagrees: one page, one question and a text; the answer comes in writing on the page of the case (row F9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party.doors import disagree
from jiefen.domain.oversight.words_disagreement import AppealAbout
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.pages import elder
from jiefen.reports.party import progress as party_progress

if TYPE_CHECKING:
    from jiefen.store.models import Case


class AppealForm(TypedForm):
    about = text_field("对什么有异议", choices=[("", "请选择"), *AppealAbout.choices()])
    said = text_field("您的意见", long=True, hint="哪里不对、您认为应该怎样。写一两句话也可以。")


@dataclass(frozen=True)
class AppealPage:
    """`label`: the number of the case as it is shown."""

    form: AppealForm
    label: str


@door("public", methods="GET POST")
def appeal(request: PartyRequest) -> HttpResponse:
    case = party_progress.case_by_id(request.session.get("tracking"))
    if case is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    if request.method == "GET":
        return _page(request, AppealForm(), case=case)
    form = AppealForm(request.POST)
    with Refusal(form) as refusal:
        answer = disagree(
            case.pk,
            about=request.POST.get("about", ""),
            said=request.POST.get("said", ""),
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track"))
    return _page(request, form, case=case, status=refusal.status)


def _page(request: PartyRequest, form: AppealForm, *, case: Case, status: int = 200) -> HttpResponse:
    page = AppealPage(form, party_progress.shown_number(case))
    return render(request, "portal/appeal.html", {"page": page} | elder(request), status=status)


urlpatterns = [path("t/appeal", appeal, name="track_appeal")]
