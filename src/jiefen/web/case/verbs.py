"""The small form of a verb, and its doing; correcting a registration. A refusal keeps what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from jiefen.actions.case.take import take
from jiefen.actions.intake.amend import amend
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.case.lifecycle import BY_NAME, Verb, permit
from jiefen.domain.common.errors import RuleError, Stale, Unseen
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm
from jiefen.gate.requests import StaffRequest, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.gate.typed_text import offer_typed
from jiefen.reports.case import page as case_page
from jiefen.reports.case.next_step import first_for
from jiefen.reports.case.review import REVIEWED_BY, evidence_of
from jiefen.reports.common import timeline as history_page
from jiefen.reports.intake.drafts import draft_at
from jiefen.web.common.forms import verb_form
from jiefen.web.common.verb_page import VerbPage
from jiefen.web.intake.amend_form import AmendPage

if TYPE_CHECKING:
    from jiefen.store.models import Case


@door("search", methods="GET POST")
def verb(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """The small form of a verb, and its doing. Every row of the lifecycle table with a button has this page."""
    row = BY_NAME.get(name)
    if row is None or not row.button:
        raise Unseen("没有这个办理动作。")
    case = case_page.case_for(request.actor, number=number)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    form = verb_form(row, case=case, now=request.now, data=request.POST or None, initial=request.GET.dict())
    if request.method == "GET":
        permit(name, state=case.state, ruled=case.ruled)
        case_page.require(request.actor, case=case, action=name)
        offer_typed(request, draft_at(request.actor, path=request.path))
        return _verb_page(request, case, row=row, form=form)
    key = posted_key(request)
    with Refusal(form, of=RuleError, but=Unseen) as refusal:
        answer = take(
            verb=name,
            number=number,
            fields=form.texts(),
            seen=seen_version(key),
            by=request.actor,
            at=request.now,
            key=key,
        )
        to = _following(request, number, row=row)
        if name == "begin_session":
            to = reverse("session", args=[number, answer.more["session"]])
        return done(request, answer, to=to)
    return _verb_page(request, case, row=row, form=form, error=refusal.error)


def _following(request: StaffRequest, number: str, *, row: Verb) -> str:
    """The page after a verb: from the board back to the board, and never a case that one has just handed on."""
    if not _still_seen(request, number):
        return reverse("work")
    if request.POST.get("from") == "triage" or reverse("triage") in request.headers.get("Referer", ""):
        return reverse("triage")
    return reverse("case", args=[number]) + (f"?tab={row.tab}" if row.tab else "")


def seen_version(key: str) -> int | None:
    """The version that the form was drawn from; it travels in the form's key."""
    version = key.partition(".")[0]
    return whole_number(version, digits=9)


def _still_seen(request: StaffRequest, number: str) -> bool:
    """After handing a case on, one may no longer see it; then the next page is the work list."""
    try:
        case_page.case_for(request.actor, number=number)
    except Unseen:
        return False
    return True


def _verb_page(
    request: StaffRequest,
    case: Case,
    *,
    row: Verb,
    form: TypedForm,
    error: RuleError | None = None,
    template: str = "case/verb.html",
) -> HttpResponse:
    """The form; after a clash with what somebody else did also their steps since, so that one can judge again."""
    view = case_page.case_view(request.actor, case=case, now=request.now)
    seen = seen_version(posted_key(request))
    clash = isinstance(error, Stale) and seen is not None
    request.form_key = f"{view.version}.{request.form_key}"
    shown = VerbPage(
        label=row.label,
        text=row.hint,
        submit=f"确认{row.label}",
        form=form,
        back_url=reverse("case", args=[case.number]),
        tone=row.tone or "primary",
        case=view.row,
        since=tuple(history_page.timeline(case, since=seen or 0, limit=10)) if clash else (),
        evidence=evidence_of(case, may=view.may, now=request.now) if row.name in REVIEWED_BY else None,
        first=first_for(case, verb=row.name, now=request.now),
    )
    if shown.evidence:
        template = "case/review.html"
    return render(request, template, {"page": shown}, status=error.status if error else 200)


@door("search", methods="GET POST")
def amend_case(request: StaffRequest, number: str) -> HttpResponse:
    """Correct or complete what was registered. What is left empty stays as it is."""
    case = case_page.case_for(request.actor, number=number)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    row = BY_NAME["amend"]
    permit("amend", state=case.state)
    case_page.require(request.actor, case=case, action="amend")
    page = AmendPage(request.POST if request.method == "POST" else None, case=case)
    if request.method == "GET":
        return _verb_page(request, case, row=row, form=page.form, template="intake/amend.html")
    key = posted_key(request)
    with Refusal(page, of=RuleError, but=Unseen) as refusal:
        facts = page.registration(today=timezone.localdate(request.now))
        answer = amend(
            number=number,
            sent=page.sent(),
            registration=facts,
            seen=seen_version(key),
            by=request.actor,
            at=request.now,
            key=key,
        )
        return done(request, answer, to=reverse("case", args=[number]))
    return _verb_page(
        request, case, row=row, form=page.form, error=refusal.error, template="intake/amend.html"
    )


urlpatterns = [path("cases/<str:number>/amend", amend_case, name="case_amend")]
verb_patterns = [path("cases/<str:number>/<str:name>", verb, name="case_verb")]
