"""The party's own say about mediation: coming or not, in public or not, by whom, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from jiefen.portal.door import own_party, to_own_door, viewer
from jiefen.portal.kept import kept
from jiefen.portal.pages import shell
from jiefen.reports.party import sessions as party_sessions

if TYPE_CHECKING:
    from jiefen.store.models import Party

NAMES = ("invitation", "coming", "asked", "consent", "mediator", "said")
MEDIATE = "mediate"
ABOUT = (("openness", "公开进行，别人可以旁听"), ("online", "线上进行"))


@dataclass(frozen=True)
class PartySessionPage:
    """`asked`: what a party may say beforehand, each with its answers (value, label, chosen). `willing`: what they said
    about mediating at all."""

    view: party_sessions.OwnSessions
    form: TypedForm
    willing: str
    asked: list[dict[str, object]]
    replies: list[tuple[str, str]]


@door("public", methods="GET POST")
def session(request: PartyRequest) -> HttpResponse:
    """Behind the tracking code alone, since all of it can be taken back: a letter is enough to refuse with."""
    party = viewer(request)
    if party is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, party=party, typed=kept(request, party=party))
    fields = {name: request.POST.get(name, "") for name in NAMES}
    fields["said"] = fields["said"] or _convenient(request.POST.get("when", ""))
    with Refusal(None, of=RuleError) as refusal:
        answer = acts.say(
            party.case_id,
            party=party.pk,
            verb=request.POST.get("say", ""),
            fields=fields,
            proven=own_party(request) is not None,
            at=request.now,
            key=posted_key(request),
        )
        return done(request, answer, to=reverse("track_session"))
    return _page(request, party=party, typed=request.POST, error=refusal.error)


def _convenient(when: str) -> str:
    return f"方便的时间：{when.strip()}" if when.strip() else ""


def _page(
    request: PartyRequest, *, party: Party, typed: Mapping[str, str] | None, error: RuleError | None = None
) -> HttpResponse:
    view = party_sessions.own_sessions(party.case, party=party, now=request.now)
    form = TypedForm(typed)
    form.fields["said"] = text_field("希望改到什么时候", required=False, hint="不能来的，写一个您方便的时间")
    form.fields["when"] = text_field("您什么时候方便", required=False, hint="例如：周六上午，或者下班以后")
    form.fields["mediator"] = text_field(
        "换一位调解员", choices=[("", "请选择"), *view.mediators], required=False
    )
    if error:
        form.refuse(error.fields, sentence=error.sentence)
    asked = [_asked(name, label, said=view.said.get(name, "")) for name, label in ABOUT]
    said = view.said.get(MEDIATE, "")
    willing = Consent.label_of(said) if said else ""
    context = {"page": PartySessionPage(view, form, willing, asked, Reply.choices())} | shell(request)
    return render(request, "portal/session.html", context, status=error.status if error else 200)


def _asked(name: str, label: str, *, said: str) -> dict[str, object]:
    answers = [(word.value, word.label, word.value == said) for word in Consent]
    return {"name": name, "label": label, "answers": answers, "said": Consent.label_of(said) if said else ""}


urlpatterns = [path("t/session", session, name="track_session")]
