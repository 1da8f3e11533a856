"""Reading and signing the agreement, saying whether it is so and whether it was kept, and rating — each by the party alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.door import OwnDoor, browser_of, own_party, to_own_door
from jiefen.portal.kept import kept
from jiefen.portal.pages import shell
from jiefen.reports.party import tasks as party_tasks

SCORES = [
    (str(n), f"{n} 分　{word}")
    for n, word in ((5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意"))
]


class SignForm(TypedForm):
    strokes = text_field("手写姓名", required=False)
    typed = text_field("不方便手写的，键入您的全名", required=False)


class ConfirmForm(TypedForm):
    said = text_field("您想说的", required=False, long=True, hint="不属实的，请写明哪里不对")


class RatingForm(TypedForm):
    centre = text_field("对中心", choices=[("", "请选择"), *SCORES])
    body = text_field("对承办单位", choices=[("", "请选择"), *SCORES])
    said = text_field("您想说的", required=False, long=True)


@dataclass(frozen=True)
class PartyAgreementPage:
    agreement: dict[str, object] | None
    form: SignForm


@door("public", methods="GET POST")
def agreement(request: PartyRequest) -> HttpResponse:
    mine = own_party(request)
    if mine is None:
        return to_own_door(request)
    form = SignForm(request.POST if request.method == "POST" else kept(request, party=mine.party))
    if request.method == "GET":
        return _agreement(request, form, mine=mine)
    with Refusal(form, of=RuleError) as refusal:
        answer = acts.sign(
            mine.case.pk,
            party=mine.party.pk,
            code=mine.code,
            digest=request.POST.get("digest", ""),
            strokes=request.POST.get("strokes", ""),
            typed=request.POST.get("typed", ""),
            session=browser_of(request),
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_agreement"))
    return _agreement(request, form, mine=mine, status=refusal.status)


def _agreement(request: PartyRequest, form: SignForm, *, mine: OwnDoor, status: int = 200) -> HttpResponse:
    page = PartyAgreementPage(party_tasks.agreement_of(mine.case, party=mine.party), form)
    return render(request, "portal/agreement.html", {"page": page} | shell(request), status=status)


@dataclass(frozen=True)
class ConfirmPage:
    asked: dict[str, object]
    form: ConfirmForm


@door("public", methods="GET POST")
def confirm(request: PartyRequest) -> HttpResponse:
    mine = own_party(request)
    if mine is None:
        return to_own_door(request)
    form = ConfirmForm(request.POST if request.method == "POST" else kept(request, party=mine.party))
    if request.method == "GET":
        return _confirm(request, form, mine=mine)
    term = request.POST.get("term", "")
    with Refusal(form, of=RuleError) as refusal:
        answer = acts.confirm(
            mine.case.pk,
            party=mine.party.pk,
            code=mine.code,
            session=browser_of(request),
            about=request.POST.get("about", ""),
            answer=request.POST.get("answer", ""),
            said=request.POST.get("said", ""),
            term=whole_number(term) or 0,
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_confirm"))
    return _confirm(request, form, mine=mine, status=refusal.status)


def _confirm(request: PartyRequest, form: ConfirmForm, *, mine: OwnDoor, status: int = 200) -> HttpResponse:
    page = ConfirmPage(party_tasks.to_confirm(mine.case, party=mine.party), form)
    return render(request, "portal/confirm.html", {"page": page} | shell(request), status=status)


@dataclass(frozen=True)
class RatingPage:
    """`rated`: by this party already. `unit`: that holds the case."""

    form: RatingForm
    rated: bool
    ended: bool
    unit: str


@door("public", methods="GET POST")
def rating(request: PartyRequest) -> HttpResponse:
    mine = own_party(request)
    if mine is None:
        return to_own_door(request)
    form = RatingForm(request.POST if request.method == "POST" else kept(request, party=mine.party))
    if request.method == "GET":
        return _rating(request, form, mine=mine)
    fields = {name: request.POST.get(name, "") for name in ("centre", "body", "said")}
    with Refusal(form, of=RuleError) as refusal:
        answer = acts.rate(
            mine.case.pk, party=mine.party.pk, at=request.now, key=posted_key(request), **fields
        )
        return done(request, answer, to=reverse("track_rating"))
    return _rating(request, form, mine=mine, status=refusal.status)


def _rating(request: PartyRequest, form: RatingForm, *, mine: OwnDoor, status: int = 200) -> HttpResponse:
    page = RatingPage(
        form=form,
        rated=party_tasks.rated(mine.case, party=mine.party),
        ended=mine.case.ended_at is not None,
        unit=mine.case.holder.name,
    )
    return render(request, "portal/rating.html", {"page": page} | shell(request), status=status)


urlpatterns = [
    path("t/agreement", agreement, name="track_agreement"),
    path("t/confirm", confirm, name="track_confirm"),
    path("t/rating", rating, name="track_rating"),
]
