"""What waits for a second person: the list, one request with its decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.case.decide import decide_approval
from jiefen.domain.common.errors import RuleError, Unseen
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done
from jiefen.reports.people import approvals as report


@dataclass(frozen=True)
class ApprovalsPage:
    view: report.ApprovalsView


@door("work")
def approvals(request: StaffRequest) -> HttpResponse:
    page = ApprovalsPage(report.approvals(request.actor, now=request.now))
    return render(request, "people/approvals.html", {"page": page})


@dataclass(frozen=True)
class ApprovalPage:
    line: report.ApprovalLine
    form: TypedForm


@door("work", methods="GET POST")
def approval(request: StaffRequest, pk: int) -> HttpResponse:
    line = report.approval(request.actor, pk=pk, now=request.now)
    if line is None:
        raise Unseen("没有找到这个请求。")
    form = TypedForm(request.POST or None)
    form.fields["answer"] = text_field("意见", required=False, hint="不同意的要写为什么，提出的人看得到。")
    refusal = Refusal(form, of=RuleError, but=Unseen)
    if request.method == "POST":
        with refusal:
            answer = decide_approval(
                approval=pk,
                agree=request.POST.get("do") == "agree",
                answer=request.POST.get("answer", ""),
                **deed_of(request),
            )
            return done(request, answer, to=reverse("approval", args=[pk]))
    context = {"page": ApprovalPage(line, form)}
    return render(request, "people/approval.html", context, status=refusal.status)


urlpatterns = [
    path("approvals", approvals, name="approvals"),
    path("approvals/<int:pk>", approval, name="approval"),
]
