"""The machine in the hall that gives numbers, and the screen that calls them. Neither asks for a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import hall as actions
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.intake.queue import BusinessLine
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.kiosk import at_kiosk
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal
from jiefen.portal.counting import counted_code
from jiefen.portal.pages import shell
from jiefen.reports.party import hall as report

IDLE_SECONDS = 45  # untouched


class ArriveForm(TypedForm):
    code = text_field("预约码", hint="8 位，如 8F3K-27QD")


@dataclass(frozen=True)
class KioskPage:
    """`ours`: whether this is a machine of the hall; others are told where to go."""

    form: ArriveForm
    ours: bool
    businesses: tuple[BusinessLine, ...]
    seconds: int = IDLE_SECONDS


@dataclass(frozen=True)
class NumberPage:
    """A number just taken; the page goes back by itself."""

    taken: report.TakenView
    seconds: int = IDLE_SECONDS


@dataclass(frozen=True)
class ScreenPage:
    view: report.ScreenView


@door("public", methods="GET POST")
def kiosk(request: PartyRequest) -> HttpResponse:
    """Nobody but a machine of ours may fill the line."""
    form = ArriveForm(request.POST or None)
    if request.method == "GET" or not at_kiosk(request):
        request.session.pop("number", None)
        return _page(request, ArriveForm())
    with Refusal(form, of=RuleError) as refusal:
        request.session["number"] = _taken(request)
        return HttpResponseRedirect(reverse("kiosk_number"))
    return _page(request, form, status=refusal.status)


def _taken(request: PartyRequest) -> int:
    """Raises Invalid; wrong codes are counted as everywhere."""
    key = posted_key(request)
    if "arrive" not in request.POST:
        letter = request.POST.get("letter", "")
        ticket = actions.take_at_kiosk(letter=letter, at=request.now, key=key).more["ticket"]
        return int(ticket)
    code = request.POST.get("code", "")
    if not code.strip():
        raise Invalid(fields={"code": "请填预约码，或者直接取号。"})
    with counted_code(request):
        return int(actions.arrive_at_kiosk(code=code, at=request.now, key=key).more["ticket"])


@door("public")
def number(request: PartyRequest) -> HttpResponse:
    """The slip. It is shown on the machine that gave it, until the next one begins."""
    ticket = request.session.get("number")
    taken = report.taken_view(ticket, now=request.now) if ticket else None
    if taken is None:
        return HttpResponseRedirect(reverse("kiosk"))
    return render(request, "portal/hall/number.html", {"page": NumberPage(taken)} | shell(request))


def _page(request: PartyRequest, form: ArriveForm, *, status: int = 200) -> HttpResponse:
    page = KioskPage(form, at_kiosk(request), report.businesses())
    return render(request, "portal/hall/kiosk.html", {"page": page} | shell(request), status=status)


@door("public")
def screen(request: PartyRequest) -> HttpResponse:
    return render(
        request, "portal/hall/screen.html", {"page": ScreenPage(report.screen_view(now=request.now))}
    )


@door("public")
def screen_now(request: PartyRequest) -> HttpResponse:
    """What changes on the screen, asked for every few seconds."""
    page = ScreenPage(report.screen_view(now=request.now))
    return render(request, "portal/hall/screen_now.html", {"page": page})


urlpatterns = [
    path("kiosk", kiosk, name="kiosk"),
    path("kiosk/number", number, name="kiosk_number"),
    path("screen", screen, name="screen"),
    path("screen/now", screen_now, name="screen_now"),
]
