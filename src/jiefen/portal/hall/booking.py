"""A half hour booked from a telephone, and called off again. No account; a telephone number until the day is over."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import hall as actions
from jiefen.domain.common.errors import RuleError
from jiefen.gate.address import counted_address
from jiefen.gate.door import door
from jiefen.gate.forms import Choices, TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.counting import counted_code
from jiefen.portal.pages import shell
from jiefen.reports.party import hall as report


class BookingForm(TypedForm):
    letter = text_field("要办什么", choices=[])
    slot = text_field("什么时候来", choices=[])
    phone = text_field("手机号", hint="只用来取消预约，当天过后就删")


class CallOffForm(TypedForm):
    code = text_field("预约码", hint="8 位，如 8F3K-27QD")
    phone = text_field("预约时填的手机号")


@dataclass(frozen=True)
class BookingPage:
    """`free`: whether any half hour has a seat left. `wait`: of those in the hall now."""

    form: BookingForm
    free: bool
    waiting: int


@dataclass(frozen=True)
class BookedPage:
    when: str
    code: str


@dataclass(frozen=True)
class CallOffPage:
    form: CallOffForm


@door("public", methods="GET POST")
def booking(request: PartyRequest) -> HttpResponse:
    slots = report.free_slots(now=request.now)
    if request.method == "GET":
        return _page(request, BookingForm(), slots=slots)
    form = BookingForm(request.POST)
    with Refusal(form, of=RuleError) as refusal:
        answer = actions.book(
            letter=request.POST.get("letter", ""),
            slot=request.POST.get("slot", ""),
            phone=request.POST.get("phone", ""),
            address=counted_address(request),
            at=request.now,
            key=posted_key(request),
        )
        page = BookedPage(str(answer.more["when"]), str(answer.more["code"]))
        return render(request, "portal/hall/booked.html", {"page": page} | shell(request))
    return _page(request, form, slots=slots, status=refusal.status)


def _page(request: PartyRequest, form: BookingForm, *, slots: Choices, status: int = 200) -> HttpResponse:
    letters = [(business.letter, business.name) for business in report.businesses()]
    for name, choices in (("letter", letters), ("slot", slots)):
        form.fields[name].widget.choices = choices
    page = BookingPage(form, free=bool(slots), waiting=report.screen_view(now=request.now).waiting)
    return render(request, "portal/hall/booking.html", {"page": page} | shell(request), status=status)


@door("public", methods="GET POST")
def call_off(request: PartyRequest) -> HttpResponse:
    form = CallOffForm(request.POST or None)
    refusal = Refusal(form, of=RuleError)
    if request.method == "POST":
        with refusal, counted_code(request):
            answer = actions.call_off(
                code=request.POST.get("code", ""),
                phone=request.POST.get("phone", ""),
                at=request.now,
                key=posted_key(request),
            )
            return done(request, answer, to=reverse("booking"))
    context = {"page": CallOffPage(form)} | shell(request)
    return render(request, "portal/hall/call_off.html", context, status=refusal.status)


urlpatterns = [
    path("booking", booking, name="booking"),
    path("booking/off", call_off, name="booking_off"),
]
