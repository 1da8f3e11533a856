"""What became of matters: outcomes on the ladder, the independent sample, call-backs, allowances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.command import Answer
from jiefen.actions.documents.exports import Export
from jiefen.actions.figures import allowances as allowance_actions
from jiefen.actions.oversight.audits import publish_audit
from jiefen.domain.common.reading import whole_number
from jiefen.domain.figures.allowance import LINES
from jiefen.domain.people.words import ExportOf
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done, done_or_said
from jiefen.reports.figures import allowances as allowance_report
from jiefen.reports.figures.audits import AuditsView
from jiefen.reports.figures.audits import audits as audits_of
from jiefen.reports.figures.outcomes import outcomes as outcomes_of
from jiefen.reports.figures.satisfaction import satisfaction as satisfaction_of
from jiefen.reports.oversight.call_list import calls as calls_of
from jiefen.web.common.exports import export_file
from jiefen.web.common.verb_page import VerbPage


@door("outcomes")
def outcomes(request: StaffRequest) -> HttpResponse:
    view = outcomes_of(request.actor, query=request.GET.dict(), now=request.now)
    return render(request, "figures/outcomes.html", {"page": view})


@dataclass(frozen=True)
class AuditsPage:
    view: AuditsView
    may_publish: bool


@door("outcomes", methods="GET POST")
def audits(request: StaffRequest) -> HttpResponse:
    """The months' samples; posting publishes one."""
    if request.method == "POST":
        month = request.POST.get("month", "")
        return done_or_said(
            request, lambda: publish_audit(month=month, **deed_of(request)), to=reverse("audits")
        )
    view = audits_of(request.actor, query=request.GET.dict())
    page = AuditsPage(view, request.actor.may("publish_audit"))
    return render(request, "figures/audits.html", {"page": page})


@door("outcomes")
def satisfaction(request: StaffRequest) -> HttpResponse:
    return render(
        request, "figures/satisfaction.html", {"page": satisfaction_of(request.actor, now=request.now)}
    )


@door("call_list")
def calls(request: StaffRequest) -> HttpResponse:
    view = calls_of(request.actor, query=request.GET.dict(), now=request.now)
    return render(request, "oversight/calls.html", {"page": view})


@dataclass(frozen=True)
class AllowancesPage:
    """`may`: what this person may do with them."""

    view: allowance_report.AllowancesView
    may: dict[str, bool]


@door("allowances", methods="GET POST")
def allowances(request: StaffRequest) -> HttpResponse:
    """One month; posting computes it, or settles one of its allowances."""
    month = request.POST.get("month", "") if request.method == "POST" else request.GET.get("month", "")
    if request.method == "POST":
        act = partial(_decide if "allowance" in request.POST else _compute, request)
        return done_or_said(request, act, to=reverse("allowances") + f"?month={month[:7]}")
    view = allowance_report.allowances(request.actor, month=month, now=request.now)
    may = {
        name: request.actor.may(name) for name in ("compute_allowances", "approve_allowances", "set_tariff")
    }
    return render(request, "figures/allowances.html", {"page": AllowancesPage(view, may)})


def _compute(request: StaffRequest) -> Answer:
    return allowance_actions.compute_allowances(month=request.POST.get("month", ""), **deed_of(request))


def _decide(request: StaffRequest) -> Answer:
    typed = request.POST.get("allowance", "")
    return allowance_actions.settle_allowance(
        allowance_id=whole_number(typed) or 0,
        approve=request.POST.get("do") == "approve",
        reason=request.POST.get("reason", ""),
        **deed_of(request),
    )


@door("allowances", methods="GET POST")
def workbook(request: StaffRequest) -> HttpResponse:
    month = request.GET.get("month", "")
    content, rows = allowance_report.workbook(request.actor, month=month, now=request.now)
    leaving = Export(ExportOf.ALLOWANCES, rows, {"month": month})
    back = reverse("allowances")
    return export_file(request, leaving, content=content, name="allowances.xlsx", back_url=back)


@door("set_tariff", methods="GET POST")
def tariff(request: StaffRequest) -> HttpResponse:
    view = allowance_report.allowances(request.actor, month="", now=request.now)
    amounts = dict(zip(LINES, (amount for _, amount in view.amounts), strict=True))
    form = TypedForm(request.POST or None, initial=amounts)
    for code, (label, _) in LINES.items():
        form.fields[code] = text_field(f"{label}（元）", required=False)
    form.fields["since"] = text_field("从哪天起执行", date=True)
    form.fields["note"] = text_field("依据", hint="哪个文件定的")
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            answer = allowance_actions.set_tariff(
                fields=form.texts(),
                **deed_of(request),
            )
            return done(request, answer, to=reverse("allowances"))
    page = VerbPage(
        label="补助标准", text=view.rule, submit="存为新的一版", form=form, back_url=reverse("allowances")
    )
    return render(request, "case/verb.html", {"page": page}, status=refusal.status)


urlpatterns = [
    path("outcomes", outcomes, name="outcomes"),
    path("audits", audits, name="audits"),
    path("satisfaction", satisfaction, name="satisfaction"),
    path("visits", calls, name="calls"),
    path("allowances", allowances, name="allowances"),
    path("allowances.xlsx", workbook, name="allowances_workbook"),
    path("allowances/tariff", tariff, name="tariff"),
]
