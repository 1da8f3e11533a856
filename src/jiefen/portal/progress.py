"""The citizen's door: follow one's own case with the code of the receipt, on a phone, without an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.throttle import TooMany
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.words import PartySide
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.gate.sending import Refusal
from jiefen.portal import (
    agreement,
    appeals,
    ask,
    calculator,
    court,
    front,
    letter,
    papers,
    published,
    sessions,
    verify,
    who,
)
from jiefen.portal import data as party_data
from jiefen.portal import door as own_door
from jiefen.portal.counting import counted_code
from jiefen.portal.hall import booking, codes, kiosk
from jiefen.portal.mine import materials, messages, withdrawal
from jiefen.portal.pages import shell
from jiefen.portal.questions import apply, apply_from_ask
from jiefen.reports.party import entry
from jiefen.reports.party import progress as party_progress
from jiefen.reports.party import tasks as party_tasks
from jiefen.reports.party import today as party_today

WRONG = "查询码不对。请核对回执、通知或者码单，字母不分大小写；仍不行请到窗口或拨打中心电话。"
WRONG_PROOF = "和这个查询码对不上。申请人填登记手机的后四位；也可以填您自己的密码，或者没有用过的确认码。"
WANTED = "请填登记手机的后四位；也可以填您自己的密码，或者码单、短信里的确认码。"


class LookupForm(TypedForm):
    code = text_field("查询码", hint="12 位，如 8F3K-27QD-M4XZ；印在回执、通知或者码单上")
    phone_tail = text_field(
        "登记手机后四位、您的密码或者确认码", required=False, hint="收到通知来的，通知上没有确认码就不用填"
    )


@dataclass(frozen=True)
class LookupPage:
    form: LookupForm


@dataclass(frozen=True)
class TrackPage:
    """`today`: what waits for the party, the first of it shown first. `filed_by`: who filed it for them. `own`: whether
    their own door is open. `mediated`: whether there is something to say about mediation. `withdrawable`: whether the
    application is this party's to take back; its page says what may stand in the way."""

    progress: party_progress.Progress
    filed_by: str
    today: list[party_today.Awaiting]
    mediated: bool
    withdrawable: bool
    own: bool


@door("public", methods="GET POST")
def lookup(request: PartyRequest) -> HttpResponse:
    """Enter a party's tracking code; with what they alone know, where the code alone does not do."""
    return _lookup(request)


def _lookup(request: PartyRequest, *, code: str = "") -> HttpResponse:
    """Wrong codes are counted by address, wrong proofs by party and browser, so that nobody's right code waits for a
    neighbour's typing errors or a stranger's guesses: a code has sixty bits."""
    if request.method == "GET":
        return _form(request, LookupForm(initial={"code": code}))
    proof = request.POST.get("phone_tail", "").strip()
    form = LookupForm(request.POST)
    refusal = Refusal(form, of=RuleError, but=TooMany)
    with refusal:
        with counted_code(request):
            party = entry.party_of_code(request.POST.get("code", ""))
            if party is None:
                raise Invalid(fields={"code": WRONG})
        shown = own_door.shown(request, party, typed=proof) if proof else None
        if shown is None and (proof or entry.wants_proof(party)):
            raise Invalid(fields={"phone_tail": WRONG_PROOF if proof else WANTED})
        response = HttpResponseRedirect(reverse("track"))
        opened = shown.opened if shown else None
        own_door.follow(request, response, party=party, code=opened.code if opened else None)
        return response
    return _form(request, form, status=refusal.status)


@door("public", methods="GET POST")
def by_qr(request: PartyRequest, code: str) -> HttpResponse:
    """The QR of a receipt, a letter or a slip: the code is filled in already."""
    return _lookup(request, code=code[:20])


@door("public")
def track(request: PartyRequest) -> HttpResponse:
    own = own_door.own_party(request)
    party = own.party if own else own_door.viewer(request)
    if party is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    progress = party_progress.progress(party, now=request.now)
    page = TrackPage(
        progress=progress,
        filed_by=party_tasks.filed_by(party),
        today=party_today.things(party, own=progress.own, now=request.now),
        mediated=not progress.ended and not progress.apart,
        withdrawable=party.side == PartySide.APPLICANT and not progress.ended,
        own=own is not None,
    )
    return render(request, "portal/track.html", {"page": page} | shell(request))


def _form(request: PartyRequest, form: LookupForm, *, status: int = 200) -> HttpResponse:
    context = {"page": LookupPage(form)} | shell(request)
    return render(request, "portal/lookup.html", context, status=status)


urlpatterns = [
    *front.urlpatterns,
    *ask.urlpatterns,
    *who.urlpatterns,
    *letter.urlpatterns,
    *apply.urlpatterns,
    *apply_from_ask.urlpatterns,
    *kiosk.urlpatterns,
    *booking.urlpatterns,
    *codes.urlpatterns,
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
    *messages.urlpatterns,
    *materials.urlpatterns,
    *withdrawal.urlpatterns,
    *verify.urlpatterns,
    *papers.urlpatterns,
    path("t/<str:code>", by_qr, name="track_code"),
]
