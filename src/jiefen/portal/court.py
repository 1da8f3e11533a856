"""The party's own word to a court: whether to mediate first, and whether to ask for confirmation together."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import RuleError
from jiefen.domain.court.words import PartyChoice
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.door import OwnDoor, own_party, to_own_door
from jiefen.portal.pages import shell
from jiefen.reports.party import court as party_court


@dataclass(frozen=True)
class CourtPage:
    view: party_court.OwnCourt
    form: TypedForm
    choices: list[tuple[str, str]]


@door("public", methods="GET POST")
def court(request: PartyRequest) -> HttpResponse:
    mine = own_party(request)
    if mine is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, mine=mine)
    with Refusal(None, of=RuleError) as refusal:
        answer = acts.say(
            mine.case.pk,
            party=mine.party.pk,
            verb=request.POST.get("say", ""),
            fields={"choice": request.POST.get("choice", "")},
            proven=True,
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_court"))
    return _page(request, mine=mine, error=refusal.error)


def _page(request: PartyRequest, *, mine: OwnDoor, error: RuleError | None = None) -> HttpResponse:
    form = TypedForm(request.POST if error else None)
    if error:
        form.refuse(error.fields, sentence=error.sentence)
    view = party_court.own_court(mine.case, party=mine.party, now=request.now)
    context = {"page": CourtPage(view, form, PartyChoice.choices())} | shell(request)
    return render(request, "portal/court.html", context, status=error.status if error else 200)


urlpatterns = [path("t/court", court, name="track_court")]
