"""An application in this browser: which it is, saving it under a code and a PIN, taking it up again, throwing it away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.throttle import TooMany
from jiefen.actions.party import applications as acts
from jiefen.domain.agreement.party_codes import PIN_DIGITS
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.intake.applying import KEPT
from jiefen.gate.address import counted_address
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.gate.sending import Refusal
from jiefen.portal.counting import counted_code
from jiefen.portal.hall import codes
from jiefen.portal.pages import shell
from jiefen.reports.party import application as applications

IN_SESSION = "application"


class SaveForm(TypedForm):
    pin = text_field("密码", hint=f"{PIN_DIGITS} 位数字，您自己定", password=True)
    again = text_field("再填一次", password=True)


class TakeUpForm(TypedForm):
    code = text_field("取用码", hint="8 位，如 8F3K-27QD；存的时候给您的")
    pin = text_field("密码", hint=f"存的时候您设的 {PIN_DIGITS} 位数字", password=True)


@dataclass(frozen=True)
class SavePage:
    """`code`: shown once, after it was saved."""

    form: SaveForm
    code: str = ""
    days: int = KEPT.days


@dataclass(frozen=True)
class TakeUpPage:
    form: TakeUpForm
    days: int = KEPT.days


def opened(request: PartyRequest) -> applications.OpenApplication | None:
    """The application of this browser; None without one, or once it was shredded."""
    return applications.application_by_id(request.session.get(IN_SESSION))


def begin(request: PartyRequest) -> None:
    """A new application in this browser. Raises RuleError where very many are begun from one address."""
    scanned = request.session.get(codes.IN_SESSION)
    _put_in_session(request, acts.begin(address=counted_address(request), at=request.now, scanned=scanned))


def _put_in_session(request: PartyRequest, pk: int) -> None:
    request.session.cycle_key()
    request.session[IN_SESSION] = pk


@door("public", methods="GET POST")
def save(request: PartyRequest) -> HttpResponse:
    going_on = opened(request)
    if going_on is None or going_on.party is not None:
        return HttpResponseRedirect(reverse("apply"))
    if request.method == "GET":
        return _save(request, SavePage(SaveForm()))
    form = SaveForm(request.POST)
    with Refusal(form, of=RuleError) as refusal:
        pin, again = request.POST.get("pin", ""), request.POST.get("again", "")
        saved = acts.save(going_on.pk, pin=pin, again=again, at=request.now)
        return _save(request, SavePage(SaveForm(), code=saved.code))
    return _save(request, SavePage(form), status=refusal.status)


@door("public", methods="GET POST")
def take_up(request: PartyRequest) -> HttpResponse:
    """Wrong codes are counted as everywhere, wrong PINs for each application."""
    if request.method == "GET":
        return _take_up(request, TakeUpForm())
    form = TakeUpForm(request.POST)
    refusal = Refusal(form, of=RuleError, but=TooMany)
    with refusal:
        with counted_code(request):
            code, pin = request.POST.get("code", ""), request.POST.get("pin", "")
            pk = acts.take_up(code=code, pin=pin, at=request.now)
            if pk is None:  # never which of the two is wrong
                raise Invalid(fields={"code": acts.WRONG_PIN})
        _put_in_session(request, pk)
        return HttpResponseRedirect(reverse("apply_answers"))
    return _take_up(request, form, status=refusal.status)


@door("public", methods="POST")
def throw_away(request: PartyRequest) -> HttpResponse:
    going_on = opened(request)
    if going_on is not None:
        acts.throw_away(going_on.pk)
    request.session.pop(IN_SESSION, None)
    return HttpResponseRedirect(reverse("apply"))


def _save(request: PartyRequest, page: SavePage, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/questions/apply_save.html", {"page": page} | shell(request), status=status)


def _take_up(request: PartyRequest, form: TakeUpForm, *, status: int = 200) -> HttpResponse:
    context = {"page": TakeUpPage(form)} | shell(request)
    return render(request, "portal/questions/apply_take_up.html", context, status=status)


urlpatterns = [
    path("apply/save", save, name="apply_save"),
    path("apply/take-up", take_up, name="apply_take_up"),
    path("apply/throw-away", throw_away, name="apply_throw_away"),
]
