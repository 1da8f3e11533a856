"""The party's own door: a code that only they have, or the PIN they chose behind it, opens it in this browser.

`viewer` is the party whose tracking code opened the pages; `own_party` the same party, once they have shown that it is
they. A door that nobody used for half an hour is shut; what was typed meanwhile is kept.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party.doors import Shown, ask_code, came, choose_pin, show_proof
from jiefen.domain.agreement.party_codes import DOOR, PIN_DIGITS
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.gate.address import counted_address
from jiefen.gate.devices import forget_opened, opened_mark, put_opened
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done, done_or_said
from jiefen.portal.kept import keep
from jiefen.portal.pages import shell
from jiefen.reports.party import progress as party_progress
from jiefen.reports.party import tasks as party_tasks

if TYPE_CHECKING:
    from jiefen.store.models import Case, Party

MINUTES = int(DOOR.total_seconds() // 60)
PAGE = timedelta(hours=1)
RENEWED = timedelta(minutes=1)  # a door in use stays open; its moment is written at most so often
BACK = (
    "track", "track_mine", "track_agreement", "track_confirm", "track_rating", "track_session", "track_court",
    "track_appeal", "track_messages", "track_materials", "track_withdraw", "track_pin", "track_papers",
)  # fmt: skip
ELSEWHERE = "https://www.weather.com.cn/"  # what anybody may be looking at
WRONG = (
    "不对，或者已经用过、过期了。确认码在短信里或者码单上；密码是您自己设的 6 位数字，错得多了要用确认码。"
)


@dataclass(frozen=True)
class OwnDoor:
    """An open door: the case, the party whose it is, and the id of the code that opened it."""

    case: Case
    party: Party
    code: int


class ConfirmationCodeForm(TypedForm):
    code = text_field("确认码或者您的密码", hint="确认码 8 位，如 8F3K-27QD；密码是您自己设的 6 位数字")


class PinForm(TypedForm):
    pin = text_field("密码", hint=f"{PIN_DIGITS} 位数字，只有您自己知道", password=True)
    again = text_field("再填一次", password=True)


@dataclass(frozen=True)
class ConfirmationCodePage:
    """`phone`: whether a code can be sent to this party's telephone. `back`: where to go on. `kept`: whether something
    typed waits there."""

    form: ConfirmationCodeForm
    label: str
    phone: bool
    back: str
    kept: bool
    minutes: int = MINUTES


@dataclass(frozen=True)
class PinPage:
    form: PinForm
    label: str


def viewer(request: PartyRequest) -> Party | None:
    """Whose tracking code this browser session has opened the pages with; nobody's once it was left alone too long."""
    opened = request.session.get("party")
    return party_progress.party_by_id(opened) if opened and _in_use(request) else None


def _in_use(request: PartyRequest) -> bool:
    """Whether the pages were used within an hour; that they are used now is noted at most every minute."""
    seen = datetime.fromisoformat(request.session.get("seen", request.now.isoformat()))
    if seen + PAGE <= request.now:
        return False
    if seen + RENEWED <= request.now or "seen" not in request.session:
        request.session["seen"] = request.now.isoformat()
    return True


def follow(request: PartyRequest, response: HttpResponse, *, party: Party, code: int | None) -> None:
    """Open the pages of a party; `code`: that opened their own door too, if one did."""
    request.session.cycle_key()
    request.session["party"], request.session["seen"] = party.pk, request.now.isoformat()
    request.session.pop("own", None)
    if code is not None:
        request.session["own"] = {"party": party.pk, "code": code, "since": request.now.isoformat()}
    put_opened(request, response, party=party.pk)
    came(party.pk, at=request.now)


def shown(request: PartyRequest, party: Party, *, typed: str) -> Shown | None:
    """What somebody shows besides the tracking code; None when it is wrong. Raises UsedUp."""
    mark, address = opened_mark(request, party=party.pk), counted_address(request)
    return show_proof(party.pk, typed=typed, mark=mark, address=address, at=request.now)


def own_party(request: PartyRequest) -> OwnDoor | None:
    """The open door of this browser; None when it is shut, of another party, or unused for half an hour."""
    party = viewer(request)
    entry = request.session.get("own") or {}
    if party is None or entry.get("party") != party.pk:
        return None
    since = datetime.fromisoformat(entry["since"])
    if since + DOOR <= request.now:
        return None
    if since + RENEWED <= request.now:
        request.session["own"] = entry | {"since": request.now.isoformat()}
    return OwnDoor(party.case, party, entry["code"])


def browser_of(request: PartyRequest) -> str:
    """The same for everything done in this browser session, whoever does it: two parties behind one are looked at."""
    return str(request.session.setdefault("browser", secrets.token_hex(16)))


def to_own_door(request: PartyRequest) -> HttpResponse:
    """Send somebody whose door is shut to it, and let them come back to what they typed."""
    left = party_progress.party_by_id(request.session.get("party"))
    if left is not None and request.method == "POST":
        keep(request, party=left)
    if viewer(request) is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    return HttpResponseRedirect(reverse("track_own") + f"?back={request.path}")


@door("public", methods="GET POST")
def own_door(request: PartyRequest) -> HttpResponse:
    party = viewer(request)
    if party is None:
        return HttpResponseRedirect(reverse("track_lookup"))
    if request.method == "POST":
        return _send(request, party) if "send" in request.POST else _open(request, party)
    return _page(request, party, form=ConfirmationCodeForm())


def _send(request: PartyRequest, party: Party) -> HttpResponse:
    """A code to this party's own telephone."""
    back = reverse("track_own") + f"?back={_back(request)}"
    ask = partial(ask_code, party.case_id, party=party.pk, at=request.now, key=posted_key(request))
    return done_or_said(request, ask, to=back)


def _open(request: PartyRequest, party: Party) -> HttpResponse:
    form = ConfirmationCodeForm(request.POST)
    with Refusal(form, of=RuleError) as refusal:
        proof = shown(request, party, typed=request.POST.get("code", ""))
        if proof is None or proof.opened is None:  # a telephone number opens the page, which is open already
            raise Invalid(fields={"code": WRONG})
        response = HttpResponseRedirect(_back(request))
        follow(request, response, party=party, code=proof.opened.code)
        return response
    return _page(request, party, form=form, status=refusal.status)


def _back(request: PartyRequest) -> str:
    """Where to go on; only pages of this door."""
    asked = request.POST.get("back") or request.GET.get("back", "")
    return asked if asked in map(reverse, BACK) else reverse("track")


def _page(
    request: PartyRequest, party: Party, *, form: ConfirmationCodeForm, status: int = 200
) -> HttpResponse:
    back = _back(request)
    page = ConfirmationCodePage(
        form=form,
        label=party_progress.shown_number(party.case),
        phone=party_tasks.can_be_sent(party),
        back=back,
        kept=(request.session.get("kept") or ("", ""))[1] == back,
    )
    return render(request, "portal/own.html", {"page": page} | shell(request), status=status)


@door("public", methods="GET POST")
def pin(request: PartyRequest) -> HttpResponse:
    """Choosing a PIN, behind the open door."""
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    form = PinForm()
    status = 200
    if request.method == "POST":
        with Refusal(form, of=RuleError) as refusal:
            answer = choose_pin(
                own.case.pk,
                party=own.party.pk,
                code=own.code,
                pin=request.POST.get("pin", ""),
                again=request.POST.get("again", ""),
                at=request.now,
                key=posted_key(request),
            )
            return done(request, answer, to=reverse("track"))
        status = refusal.status
    page = PinPage(form, party_progress.shown_number(own.case))
    return render(request, "portal/pin.html", {"page": page} | shell(request), status=status)


@door("public", methods="POST")
def leave(request: PartyRequest) -> HttpResponse:
    """Sign out: nobody who takes this telephone next reads on."""
    return _left(request, HttpResponseRedirect(reverse("track_lookup")))


@door("public", methods="POST")
def away(request: PartyRequest) -> HttpResponse:
    """Sign out and show something else at once, for whoever must not be seen here."""
    return _left(request, HttpResponse(headers={"Refresh": f"0; url={ELSEWHERE}"}))


def _left(request: PartyRequest, response: HttpResponse) -> HttpResponse:
    request.session.flush()
    forget_opened(response)
    return response


urlpatterns = [
    path("t/own", own_door, name="track_own"),
    path("t/pin", pin, name="track_pin"),
    path("t/leave", leave, name="track_leave"),
    path("t/away", away, name="track_away"),
]
