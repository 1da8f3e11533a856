"""The party's own say about mediation: coming or not, in public or not, by whom, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import RuleError
from jiefen.domain.mediation.words import Consent, Reply
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.portal.door import OwnDoor, own_party, to_own_door
from jiefen.portal.kept import kept
from jiefen.portal.pages import shell
from jiefen.reports.party import sessions as party_sessions

NAMES = ("invitation", "coming", "asked", "consent", "mediator", "said")
ABOUT = (("mediate", "我愿意调解"), ("openness", "公开进行，别人可以旁听"), ("online", "线上进行"))


@dataclass(frozen=True)
class PartySessionPage:
    """`asked`: what a party may say beforehand, each with its answers (value, label, chosen)."""

    view: party_sessions.OwnSessions
    form: TypedForm
    asked: list[dict[str, object]]
    replies: list[tuple[str, str]]


@door("public", methods="GET POST")
def session(request: PartyRequest) -> HttpResponse:
    mine = own_party(request)
    if mine is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, mine=mine, typed=kept(request, party=mine.party))
    fields = {name: request.POST.get(name, "") for name in NAMES}
    with Refusal(None, of=RuleError) as refusal:
        answer = acts.say(
            mine.case.pk,
            party=mine.party.pk,
            verb=request.POST.get("say", ""),
            fields=fields,
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_session"))
    return _page(request, mine=mine, typed=request.POST, error=refusal.error)


def _page(
    request: PartyRequest, *, mine: OwnDoor, typed: Mapping[str, str] | None, error: RuleError | None = None
) -> HttpResponse:
    view = party_sessions.own_sessions(mine.case, party=mine.party, now=request.now)
    form = TypedForm(typed)
    form.fields["said"] = text_field("希望改到什么时候", required=False, hint="不能来的，写一个您方便的时间")
    form.fields["mediator"] = text_field(
        "换一位调解员", choices=[("", "请选择"), *view.mediators], required=False
    )
    if error:
        form.refuse(error.fields, sentence=error.sentence)
    asked = [_asked(name, label, said=view.said.get(name, "")) for name, label in ABOUT]
    context = {"page": PartySessionPage(view, form, asked, Reply.choices())} | shell(request)
    return render(request, "portal/session.html", context, status=error.status if error else 200)


def _asked(name: str, label: str, *, said: str) -> dict[str, object]:
    answers = [(word.value, word.label, word.value == said) for word in Consent]
    if name == "mediate":  # the other answer stops everything and has a button of its own
        answers = answers[:1]
    return {"name": name, "label": label, "answers": answers, "said": Consent.label_of(said) if said else ""}


urlpatterns = [path("t/session", session, name="track_session")]
