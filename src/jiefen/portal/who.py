"""Is it really them: a stranger's call, message or letter is checked here before anything is told or paid."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiefen.actions.party.doors import letter_of
from jiefen.domain.agreement.party_codes import normalise
from jiefen.domain.common.errors import Invalid
from jiefen.domain.intake.numbering import normalise_code
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.gate.sending import Refusal
from jiefen.portal.counting import counted_code
from jiefen.portal.pages import shell
from jiefen.reports.party import callers

EMPTY = "请填来电的号码，或者信、短信、文书上的码。"


class WhoForm(TypedForm):
    typed = text_field("来电的号码，或者信上的码", hint="如 0579-85551234；码如 8F3K-27QD")


@dataclass(frozen=True)
class WhoPage:
    """`asked`: whether something was typed; `ours`: None then means that it is not ours. `hotline`: whose public number it
    is then."""

    form: WhoForm
    asked: bool = False
    ours: callers.Ours | None = None
    hotline: str = ""


@door("public", methods="GET POST")
def who(request: PartyRequest) -> HttpResponse:
    """What was typed goes into no address and no log."""
    if request.method == "GET":
        return _page(request, WhoPage(WhoForm()))
    form, typed = WhoForm(request.POST), request.POST.get("typed", "")
    with Refusal(form) as refusal:
        if not typed.strip():
            raise Invalid(fields={"typed": EMPTY})
        ours = _found(request, typed)
        return _page(request, WhoPage(form, asked=True, ours=ours, hotline=callers.hotline(typed)))
    return _page(request, WhoPage(form), status=refusal.status)


def _found(request: PartyRequest, typed: str) -> callers.Ours | None:
    """Telephone numbers are on every notice board; codes are secrets, so wrong ones are counted. Raises TooMany."""
    ours = callers.of_number(typed)
    if ours is not None or not (normalise_code(typed) or normalise(typed)):
        return ours
    with Refusal(None), counted_code(request):
        letter = letter_of(typed, at=request.now) if normalise(typed) else None
        ours = callers.of_letter(letter) if letter else callers.of_code(typed)
        if ours is None:
            raise Invalid(fields={})
    return ours


def _page(request: PartyRequest, page: WhoPage, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/who.html", {"page": page} | shell(request), status=status)


urlpatterns = [path("who", who, name="who")]
