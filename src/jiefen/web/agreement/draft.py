"""Writing an agreement, and printing a party's confirmation code at the window."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.actions.case.take import take
from jiefen.actions.privacy.reading_log import looked_if_possible
from jiefen.domain.case.lifecycle import BY_NAME, permit
from jiefen.domain.common.errors import RuleError, Stale, Unseen
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.reports.agreement.agreements import findings_of
from jiefen.reports.agreement.slips import code_slip
from jiefen.reports.case import page as case_page
from jiefen.reports.case.choices import for_ask
from jiefen.reports.common import timeline as history_page
from jiefen.web.agreement.draft_form import DraftPage
from jiefen.web.case.verbs import seen_version


@door("search", methods="GET POST")
def draft(request: Any, number: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number)
    looked_if_possible(case.pk, by=request.actor, at=request.now)
    permit("draft_agreement", state=case.state)
    case_page.require(request.actor, case=case, action="draft_agreement")
    page = DraftPage(request.POST if request.method == "POST" else None, case=case)
    if request.method == "GET":
        return _draft_page(request, case, page=page)
    key = request.POST.get("key", "")
    try:
        answer = take(
            verb="draft_agreement", number=number, fields=page.fields(), seen=seen_version(key), by=request.actor,
            at=request.now, key=key,
        )  # fmt: skip
    except Unseen:
        raise
    except RuleError as error:
        page.form.refuse(error.fields, sentence=error.sentence)
        return _draft_page(request, case, page=page, error=error)
    messages.success(request, answer.sentence)
    return HttpResponseRedirect(f"/cases/{number}/draft_agreement")


def _draft_page(request: Any, case: Any, *, page: DraftPage, error: RuleError | None = None) -> HttpResponse:
    view = case_page.case_view(request.actor, case=case, now=request.now)
    seen = seen_version(request.POST.get("key", ""))
    clash = isinstance(error, Stale) and seen is not None
    request.form_key = f"{view.version}.{request.form_key}"
    context = {
        "case": view.row,
        "form": page.form,
        "rows": page.rows,
        "findings": findings_of(case, today=timezone.localdate(request.now)),
        "offer_url": f"/cases/{case.number}/offer_agreement",
        "back_url": f"/cases/{case.number}?tab=agreement",
        "since": history_page.timeline(case, since=seen or 0, limit=10) if clash else [],
    }
    return render(request, "agreement/draft_agreement.html", context, status=error.status if error else 200)


class SlipForm(TypedForm):
    party = text_field("交给哪位当事人")


@door("search", methods="GET POST")
def slip(request: Any, number: str) -> HttpResponse:
    """The code is drawn here, printed once, and kept nowhere but as its digest."""
    case = case_page.case_for(request.actor, number=number, action="print_code")
    looked_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    choices = for_ask("party", verb="print_code", case=case, now=request.now)
    form = SlipForm(request.POST or None)
    form.fields["party"] = text_field("交给哪位当事人", choices=[("", "请选择"), *choices])
    chosen = request.POST.get("party", "")
    if request.method == "GET" or chosen not in dict(choices):
        if request.method == "POST":
            form.refuse({"party": "请从本案的当事人中选择。"})
        return _slip_page(request, case, form=form, status=200 if request.method == "GET" else 422)
    code, blind = draw(int(chosen))
    try:
        print_code(
            number=number, party=int(chosen), blind=blind, by=request.actor, at=request.now,
            key=request.POST.get("key", ""),
        )  # fmt: skip
    except Unseen:
        raise
    except RuleError as error:
        form.refuse(error.fields, sentence=error.sentence)
        return _slip_page(request, case, form=form, status=error.status)
    pdf = code_slip(
        case, name=dict(choices)[chosen], code=code, address=request.build_absolute_uri("/t"), now=request.now
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-code.pdf"'
    return response


def _slip_page(request: Any, case: Any, *, form: SlipForm, status: int) -> HttpResponse:
    view = case_page.case_view(request.actor, case=case, now=request.now)
    row = BY_NAME["print_code"]
    verb = {
        "label": row.label,
        "tone": "primary",
        "submit": "打印",
        "text": "打印后当面交给当事人本人，只能用一次，三天内有效；旧的随即作废。",
    }
    context = {
        "case": view.row,
        "verb": verb,
        "form": form,
        "back_url": f"/cases/{case.number}?tab=agreement",
    }
    return render(request, "case/verb.html", context, status=status)


urlpatterns = [
    path("cases/<str:number>/draft_agreement", draft, name="draft_agreement"),
    path("cases/<str:number>/print_code", slip, name="print_code"),
]
