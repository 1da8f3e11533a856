"""The party's own door: a code that only they have opens it for half an hour, in this browser, for one party.

Pages that need to know which party it is ask `own_party`; without an open door they are sent here and come back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.throttle import count_failure, refuse_if_blocked
from jiefen.actions.party.doors import ask_code, enter
from jiefen.gate.address import address_of
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import done_or_said
from jiefen.portal.pages import elder
from jiefen.reports.party import progress as party_progress
from jiefen.reports.party import tasks as party_tasks

if TYPE_CHECKING:
    from jiefen.store.models import Case, Party

MINUTES = 30
BACK = (
    "track", "track_mine", "track_agreement", "track_confirm", "track_rating", "track_session", "track_court",
)  # fmt: skip
WRONG = "确认码不对，或者已经用过、过期了。请核对短信或者码单；可以重新发一个，旧的随即作废。"


@dataclass(frozen=True)
class OwnDoor:
    """An open door: the case, the party whose it is, and the id of the code that opened it."""

    case: Case
    party: Party
    code: int


class ConfirmationCodeForm(TypedForm):
    code = text_field("确认码", hint="8 位，如 8F3K-27QD；在您的短信里，或者窗口给您的码单上")


@dataclass(frozen=True)
class ConfirmationCodePage:
    """`phones`: ids and names of whom a code may be sent to. `back`: where to go on."""

    form: ConfirmationCodeForm
    label: str
    phones: list[tuple[str, str]]
    back: str
    minutes: int = MINUTES


def own_party(request: PartyRequest) -> OwnDoor | None:
    """The open door of this browser; None when it is shut, of another case, or half an hour old."""
    case = party_progress.case_by_id(request.session.get("tracking"))
    entry = request.session.get("own") or {}
    if case is None or entry.get("case") != case.pk:
        return None
    if datetime.fromisoformat(entry["since"]) + timedelta(minutes=MINUTES) <= request.now:
        return None
    party = party_tasks.party_of(case, pk=entry["party"])
    return OwnDoor(case, party, entry["code"]) if party is not None else None


def browser_of(request: PartyRequest) -> str:
    """The same for everything done in this browser session, whoever does it: two parties behind one are looked at."""
    return str(request.session.setdefault("browser", secrets.token_hex(16)))


def to_own_door(request: PartyRequest) -> HttpResponse:
    """Send somebody whose door is shut to it, and let them come back."""
    shut = request.session.get("tracking") is None
    return HttpResponseRedirect(
        reverse("track_lookup") if shut else reverse("track_own") + f"?back={request.path}"
    )


@door("public", methods="GET POST")
def own_door(request: PartyRequest) -> HttpResponse:
    case = party_progress.case_by_id(request.session.get("tracking"))
    if case is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    if request.method == "POST":
        return _send(request, case) if "send" in request.POST else _open(request, case)
    return _page(request, case, form=ConfirmationCodeForm())


def _send(request: PartyRequest, case: Case) -> HttpResponse:
    """A code to the phone whose tail opened this page."""
    mine = [str(pk) for pk in request.session.get("mine", [])]
    chosen = request.POST.get("send", "")
    back = reverse("track_own") + f"?back={_back(request)}"
    if chosen not in mine:
        messages.error(request, "没有可以接收确认码的手机，请到窗口领取确认码单。")
        return HttpResponseRedirect(back)
    ask = partial(ask_code, case.pk, party=int(chosen), at=request.now, key=posted_key(request))
    return done_or_said(request, ask, to=back)


def _open(request: PartyRequest, case: Case) -> HttpResponse:
    keys = [f"code:{address_of(request)}"]
    refuse_if_blocked(keys, at=request.now)
    opened = enter(case.pk, typed=request.POST.get("code", ""), at=request.now)
    if opened is None:
        count_failure(keys, at=request.now)
        form = ConfirmationCodeForm(request.POST)
        form.refuse({"code": WRONG})
        return _page(request, case, form=form, status=422)
    request.session.cycle_key()
    request.session["own"] = {
        "case": case.pk,
        "party": opened.party,
        "code": opened.code,
        "since": request.now.isoformat(),
    }
    return HttpResponseRedirect(_back(request))


def _back(request: PartyRequest) -> str:
    """Where to go on; only pages of this door."""
    asked = request.POST.get("back") or request.GET.get("back", "")
    return asked if asked in map(reverse, BACK) else reverse("track")


def _page(
    request: PartyRequest, case: Case, *, form: ConfirmationCodeForm, status: int = 200
) -> HttpResponse:
    page = ConfirmationCodePage(
        form=form,
        label=party_progress.shown_number(case),
        phones=party_tasks.names_of(case, request.session.get("mine", [])),
        back=_back(request),
    )
    return render(request, "portal/own.html", {"page": page} | elder(request), status=status)


urlpatterns = [path("t/own", own_door, name="track_own")]
