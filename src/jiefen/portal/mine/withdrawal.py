"""The applicant takes the application back: what follows is said first, and nothing but their own word does it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import RuleError
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.door import OwnDoor, own_party, to_own_door
from jiefen.portal.pages import shell
from jiefen.reports.party import progress as party_progress
from jiefen.reports.party.tasks import why_not_withdrawn


class WithdrawalForm(TypedForm):
    reason = text_field("为什么撤回", long=True, hint="写一句就行，例如：已经自己谈好了。")


@dataclass(frozen=True)
class WithdrawalPage:
    """`why_not`: why it cannot be done here; empty when it can."""

    form: WithdrawalForm
    label: str
    why_not: str


@door("public", methods="GET POST")
def withdrawal(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, WithdrawalForm(), own=own)
    form = WithdrawalForm(request.POST)
    with Refusal(form, of=RuleError) as refusal:
        answer = acts.say(
            own.case.pk,
            party=own.party.pk,
            verb="withdraw",
            fields={"reason": request.POST.get("reason", "")},
            proven=True,
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track"))
    return _page(request, form, own=own, status=refusal.status)


def _page(request: PartyRequest, form: WithdrawalForm, *, own: OwnDoor, status: int = 200) -> HttpResponse:
    why_not = why_not_withdrawn(own.case, party=own.party)
    page = WithdrawalPage(form, party_progress.shown_number(own.case), why_not)
    return render(request, "party/withdrawal.html", {"page": page} | shell(request), status=status)


urlpatterns = [path("t/withdraw", withdrawal, name="track_withdraw")]
