"""The way in for somebody who got a letter and types its code by hand: eight signs, and the name on the letter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.throttle import TooMany
from jiefen.actions.party.doors import by_letter
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.gate.sending import Refusal
from jiefen.portal.counting import counted_code
from jiefen.portal.door import follow
from jiefen.portal.pages import shell

WRONG = "码和姓名对不上。请照信上的抄，字母不分大小写；也可以扫信上的二维码，或者打信上的电话。"


class LetterForm(TypedForm):
    code = text_field("信上的码", hint="8 位，如 8F3K-27QD")
    name = text_field("信上您的姓名")


@dataclass(frozen=True)
class LetterPage:
    form: LetterForm


@door("public", methods="GET POST")
def letter(request: PartyRequest) -> HttpResponse:
    if request.method == "GET":
        return _page(request, LetterForm())
    form = LetterForm(request.POST)
    refusal = Refusal(form, of=RuleError, but=TooMany)
    with refusal:
        with counted_code(request):
            typed, name = request.POST.get("code", ""), request.POST.get("name", "")
            party = by_letter(typed, name=name, at=request.now)
            if party is None:  # never which of the two is wrong
                raise Invalid(fields={"code": WRONG})
        response = HttpResponseRedirect(reverse("track_session"))
        follow(request, response, party=party, code=None)
        return response
    return _page(request, form, status=refusal.status)


def _page(request: PartyRequest, form: LetterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/letter.html", {"page": LetterPage(form)} | shell(request), status=status)


urlpatterns = [path("letter", letter, name="letter")]
