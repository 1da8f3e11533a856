"""The citizen's door: follow one's own case with the code of the receipt, on a phone, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.throttle import count_failure, refuse_if_blocked
from jiefen.gate.address import address_of
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.portal import agreement, appeals, calculator, court, published, sessions, verify
from jiefen.portal import data as mine
from jiefen.portal import door as own_door
from jiefen.portal.pages import elder
from jiefen.reports.party import court as own_court
from jiefen.reports.party import progress as public
from jiefen.reports.party import sessions as own_sessions
from jiefen.reports.party import tasks as own

if TYPE_CHECKING:
    from jiefen.store.models import Party

WRONG = "查询码或手机尾号不对。请核对回执，字母不分大小写；仍不行请到窗口或拨打中心电话。"


class LookupForm(TypedForm):
    code = text_field("查询码", hint="回执上的 12 位，如 8F3K-27QD-M4XZ")
    phone_tail = text_field("登记手机的后四位", required=False, hint="登记时没有留手机的，不用填")


@dataclass(frozen=True)
class LookupPage:
    form: LookupForm


@dataclass(frozen=True)
class TrackPage:
    """`tasks`: what waits for the party. `filed_by`: who filed it for them."""

    progress: public.Progress
    filed_by: str
    tasks: list[own.Task]
    session: own_sessions.NextSession | None
    sitting: own_sessions.NextSitting | None
    court: list[own_court.CourtMatter]


@door("public", methods="GET POST")
def lookup(request: PartyRequest) -> HttpResponse:
    """Enter code and phone tail; a right pair opens the case for this browser session."""
    return _lookup(request)


def _lookup(request: PartyRequest, *, code: str = "") -> HttpResponse:
    if request.method == "GET":
        return _form(request, LookupForm(initial={"code": code}))
    keys = [f"code:{address_of(request)}"]
    refuse_if_blocked(keys, at=request.now)
    typed = request.POST.get("code", "")
    case = public.case_by_code(typed, tail=request.POST.get("phone_tail", ""))
    if case is None:
        count_failure(keys, at=request.now)
        form = LookupForm(request.POST)
        form.refuse({"code": WRONG})
        return _form(request, form, status=422)
    request.session["tracking"] = case.pk
    request.session["mine"] = own.parties_by_tail(case, tail=request.POST.get("phone_tail", ""))
    return HttpResponseRedirect(reverse("track"))


@door("public", methods="GET POST")
def by_qr(request: PartyRequest, code: str) -> HttpResponse:
    """The receipt's QR: asks the phone tail first, unless no phone was left."""
    return _lookup(request, code=code[:20])


@door("public")
def track(request: PartyRequest) -> HttpResponse:
    case = public.case_by_id(request.session.get("tracking"))
    if case is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    looks = _who_looks(request)
    page = TrackPage(
        progress=public.progress(case, now=request.now),
        filed_by=own.filed_by(case, mine=looks),
        tasks=own.tasks(case, party=_mine(request)),
        session=own_sessions.next_session(case, now=request.now),
        sitting=own_sessions.next_sitting(case, mine=looks, now=request.now),
        court=own_court.court_matters(case, now=request.now),
    )
    return render(request, "portal/track.html", {"page": page} | elder(request))


def _mine(request: PartyRequest) -> Party | None:
    opened = own_door.own_party(request)
    return opened.party if opened else None


def _who_looks(request: PartyRequest) -> set[int]:
    """Parties whose phone or whose own code has opened the page."""
    party = _mine(request)
    return {*request.session.get("mine", []), *([party.pk] if party else [])}


def _form(request: PartyRequest, form: LookupForm, *, status: int = 200) -> HttpResponse:
    context = {"page": LookupPage(form)} | elder(request)
    return render(request, "portal/lookup.html", context, status=status)


urlpatterns = [
    path("track", lookup, name="track_lookup"),
    path("t", track, name="track"),
    *own_door.urlpatterns,
    *agreement.urlpatterns,
    *sessions.urlpatterns,
    *court.urlpatterns,
    *appeals.urlpatterns,
    *calculator.urlpatterns,
    *published.urlpatterns,
    *mine.urlpatterns,
    *verify.urlpatterns,
    path("t/<str:code>", by_qr, name="track_code"),
]
