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
from jiefen.portal import data as party_data
from jiefen.portal import door as own_door
from jiefen.portal.pages import elder
from jiefen.reports.party import court as party_court
from jiefen.reports.party import progress as party_progress
from jiefen.reports.party import sessions as party_sessions
from jiefen.reports.party import tasks as party_tasks

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

    progress: party_progress.Progress
    filed_by: str
    tasks: list[party_tasks.Task]
    session: party_sessions.NextSession | None
    sitting: party_sessions.NextSitting | None
    court: list[party_court.CourtMatter]


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
    case = party_progress.case_by_code(typed, tail=request.POST.get("phone_tail", ""))
    if case is None:
        count_failure(keys, at=request.now)
        form = LookupForm(request.POST)
        form.refuse({"code": WRONG})
        return _form(request, form, status=422)
    request.session["tracking"] = case.pk
    request.session["mine"] = party_tasks.parties_by_tail(case, tail=request.POST.get("phone_tail", ""))
    return HttpResponseRedirect(reverse("track"))


@door("public", methods="GET POST")
def by_qr(request: PartyRequest, code: str) -> HttpResponse:
    """The receipt's QR: asks the phone tail first, unless no phone was left."""
    return _lookup(request, code=code[:20])


@door("public")
def track(request: PartyRequest) -> HttpResponse:
    case = party_progress.case_by_id(request.session.get("tracking"))
    if case is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    looks = _who_looks(request)
    page = TrackPage(
        progress=party_progress.progress(case, now=request.now),
        filed_by=party_tasks.filed_by(case, mine=looks),
        tasks=party_tasks.tasks(case, party=_mine(request)),
        session=party_sessions.next_session(case, now=request.now),
        sitting=party_sessions.next_sitting(case, mine=looks, now=request.now),
        court=party_court.court_matters(case, now=request.now),
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
    *party_data.urlpatterns,
    *verify.urlpatterns,
    path("t/<str:code>", by_qr, name="track_code"),
]
