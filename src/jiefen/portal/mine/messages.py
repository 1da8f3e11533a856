"""A party writes to whoever handles their matter, and reads what was answered."""

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
from jiefen.portal.kept import kept
from jiefen.portal.pages import shell
from jiefen.reports.party import inquiries
from jiefen.reports.party import progress as party_progress


class InquiryForm(TypedForm):
    said = text_field("您要说的话", long=True, hint="要问什么、要告诉什么，一两句也可以。")


@dataclass(frozen=True)
class InquiriesPage:
    """`unit`: who has the matter and answers."""

    form: InquiryForm
    rows: list[inquiries.OwnInquiry]
    unit: str
    label: str


@door("public", methods="GET POST")
def messages(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, InquiryForm(kept(request, party=own.party)), own=own)
    form = InquiryForm(request.POST)
    with Refusal(form, of=RuleError) as refusal:
        answer = acts.write_to_handler(
            own.case.pk,
            party=own.party.pk,
            said=request.POST.get("said", ""),
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_messages"))
    return _page(request, form, own=own, status=refusal.status)


def _page(request: PartyRequest, form: InquiryForm, *, own: OwnDoor, status: int = 200) -> HttpResponse:
    page = InquiriesPage(
        form,
        inquiries.own_inquiries(own.party),
        own.case.holder.name,
        party_progress.shown_number(own.case),
    )
    return render(request, "party/messages.html", {"page": page} | shell(request), status=status)


urlpatterns = [path("t/messages", messages, name="track_messages")]
