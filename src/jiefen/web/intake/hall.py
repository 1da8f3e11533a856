"""The hall: the window's own page, the guide desk, and the machines that give numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.asks import is_id
from jiefen.actions.common.command import Answer
from jiefen.actions.intake import bookings, kiosks, tickets, windows
from jiefen.domain.common.errors import Unseen
from jiefen.gate.devices import label_of
from jiefen.gate.door import door
from jiefen.gate.kiosk import fresh_token, put_kiosk
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import done_or_said
from jiefen.reports.intake import hall as report
from jiefen.reports.intake.waiting import WaitingFigures, waiting_figures

Act = Callable[..., Answer]
NO_STEP = "没有这一步，请刷新页面再试。"


@dataclass(frozen=True)
class HallWindowPage:
    view: report.WindowView


@dataclass(frozen=True)
class GuidePage:
    view: report.GuideView


@dataclass(frozen=True)
class WaitingPage:
    figures: WaitingFigures


@door("serve", methods="GET POST")
def window(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        return _done(request, at_window(request.POST), to="hall_window")
    page = HallWindowPage(report.window_view(request.actor, now=request.now))
    return render(request, "intake/window.html", {"page": page})


@door("guide", methods="GET POST")
def guide(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "intake/guide.html", {"page": GuidePage(report.guide_view(now=request.now))})
    if "make_kiosk" in request.POST:
        return _made_kiosk(request)
    return _done(request, at_guide_desk(request.POST), to="hall_guide")


@door("outcomes")
def waiting(request: StaffRequest) -> HttpResponse:
    page = WaitingPage(waiting_figures(now=request.now))
    return render(request, "intake/waiting.html", {"page": page})


def at_window(typed: QueryDict) -> Act:
    """The step that was asked for. Raises Unseen for none of ours."""
    steps: dict[str, Act] = {
        "sit": partial(
            windows.sit_down, number=typed.get("number", ""), letters="".join(typed.getlist("letters"))
        ),
        "leave": windows.leave_window,
        "next": windows.call_next,
        "recall": windows.recall,
        "skip": windows.skip,
        "gone": windows.give_up,
        "serve": windows.serve,
        "hand": partial(windows.hand_over, to=typed.get("to", "")),
        "finish": windows.finish,
    }
    return _step(steps, typed)


def at_guide_desk(typed: QueryDict) -> Act:
    first = typed.get("first", "")
    steps: dict[str, Act] = {
        "take": partial(tickets.take_number, letter=typed.get("letter", ""), first=first),
        "arrive": partial(bookings.arrive, code=typed.get("code", "")),
        "first": partial(tickets.put_first, ticket=_id(typed, "ticket"), first=first),
        "merge": partial(tickets.put_together, ticket=_id(typed, "ticket"), into=_id(typed, "into")),
        "back": partial(tickets.put_back, ticket=_id(typed, "ticket")),
        "end": partial(kiosks.end_kiosk, kiosk=_id(typed, "kiosk")),
    }
    return _step(steps, typed)


def _step(steps: dict[str, Act], typed: QueryDict) -> Act:
    step = steps.get(typed.get("do", ""))
    if step is None:
        raise Unseen(NO_STEP)
    return step


def _id(typed: QueryDict, name: str) -> int:
    raw = typed.get(name, "")
    return int(raw) if is_id(raw) else 0


def _done(request: StaffRequest, act: Act, *, to: str) -> HttpResponse:
    return done_or_said(request, lambda: act(**deed_of(request)), to=reverse(to))


def _made_kiosk(request: StaffRequest) -> HttpResponse:
    """Whoever stands before the machine next must not be signed in as anybody."""
    token = fresh_token()
    kiosks.make_kiosk(token=token, label=label_of(request), **deed_of(request))
    logout(request)
    response = HttpResponseRedirect(reverse("kiosk"))
    put_kiosk(response, token=token)
    return response


urlpatterns = [
    path("hall/window", window, name="hall_window"),
    path("hall/guide", guide, name="hall_guide"),
    path("hall/waiting", waiting, name="hall_waiting"),
]
