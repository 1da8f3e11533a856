"""Writing an agreement, and printing a party's confirmation code at the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.actions.case.take import take
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.agreement.rules import AgreementFault
from jiefen.domain.case.lifecycle import BY_NAME, permit
from jiefen.domain.common.errors import RuleError, Stale, Unseen
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.reports.agreement.agreements import findings_of
from jiefen.reports.agreement.slips import code_slip
from jiefen.reports.case import page as case_page
from jiefen.reports.case.choices import for_ask
from jiefen.reports.common import timeline as history_page
from jiefen.reports.common.rows import CaseRow
from jiefen.web.agreement.draft_form import DraftPage
from jiefen.web.case.verbs import seen_version
from jiefen.web.common.verb_page import VerbPage

if TYPE_CHECKING:
    from jiefen.store.models import Case


@dataclass(frozen=True)
class AgreementPage:
    """`rows`: one per promise. `findings` None: nothing is saved yet."""

    case: CaseRow
    form: TypedForm
    rows: list[dict[str, object]]
    findings: list[AgreementFault] | None
    offer_url: str
    back_url: str
    since: list[history_page.TimelineEntry]


@door("search", methods="GET POST")
def draft(request: StaffRequest, number: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    permit("draft_agreement", state=case.state)
    case_page.require(request.actor, case=case, action="draft_agreement")
    page = DraftPage(request.POST if request.method == "POST" else None, case=case)
    if request.method == "GET":
        return _draft_page(request, case, page=page)
    key = posted_key(request)
    with Refusal(page.form, of=RuleError, but=Unseen) as refusal:
        answer = take(
            verb="draft_agreement", number=number, fields=page.fields(), seen=seen_version(key), by=request.actor,
            at=request.now, key=key,
        )  # fmt: skip
        return done(request, answer, to=reverse("draft_agreement", args=[number]))
    return _draft_page(request, case, page=page, error=refusal.error)


def _draft_page(
    request: StaffRequest, case: Case, *, page: DraftPage, error: RuleError | None = None
) -> HttpResponse:
    view = case_page.case_view(request.actor, case=case, now=request.now)
    seen = seen_version(posted_key(request))
    clash = isinstance(error, Stale) and seen is not None
    request.form_key = f"{view.version}.{request.form_key}"
    shown = AgreementPage(
        case=view.row,
        form=page.form,
        rows=page.rows,
        findings=findings_of(case, today=timezone.localdate(request.now)),
        offer_url=reverse("case_verb", args=[case.number, "offer_agreement"]),
        back_url=reverse("case", args=[case.number]) + "?tab=agreement",
        since=history_page.timeline(case, since=seen or 0, limit=10) if clash else [],
    )
    context = {"page": shown}
    return render(request, "agreement/draft_agreement.html", context, status=error.status if error else 200)


class SlipForm(TypedForm):
    party = text_field("交给哪位当事人")


@door("search", methods="GET POST")
def slip(request: StaffRequest, number: str) -> HttpResponse:
    """The code is drawn here, printed once, and kept nowhere but as its digest."""
    case = case_page.case_for(request.actor, number=number, action="print_code")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    choices = for_ask("party", verb="print_code", case=case, now=request.now)
    form = SlipForm(request.POST or None)
    form.fields["party"] = text_field("交给哪位当事人", choices=[("", "请选择"), *choices])
    chosen = request.POST.get("party", "")
    if request.method == "GET" or chosen not in dict(choices):
        if request.method == "POST":
            form.refuse({"party": "请从本案的当事人中选择。"})
        return _slip_page(request, case, form=form, status=200 if request.method == "GET" else 422)
    code, blind = draw(int(chosen))
    with Refusal(form, of=RuleError, but=Unseen) as refusal:
        print_code(
            number=number, party=int(chosen), blind=blind, **deed_of(request),
        )  # fmt: skip
    if refusal.error:
        return _slip_page(request, case, form=form, status=refusal.status)
    pdf = code_slip(
        case,
        party=int(chosen),
        name=dict(choices)[chosen],
        code=code,
        track_url=request.build_absolute_uri(reverse("track") + "/"),
        now=request.now,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-code.pdf"'
    return response


def _slip_page(request: StaffRequest, case: Case, *, form: SlipForm, status: int) -> HttpResponse:
    view = case_page.case_view(request.actor, case=case, now=request.now)
    page = VerbPage(
        label=BY_NAME["print_code"].label,
        text="打印后当面交给当事人本人，只能用一次，三天内有效；旧的码单和本人设过的密码随即作废。",
        submit="打印",
        form=form,
        back_url=reverse("case", args=[case.number]) + "?tab=agreement",
        case=view.row,
    )
    return render(request, "case/verb.html", {"page": page}, status=status)


urlpatterns = [
    path("cases/<str:number>/draft_agreement", draft, name="draft_agreement"),
    path("cases/<str:number>/print_code", slip, name="print_code"),
]
