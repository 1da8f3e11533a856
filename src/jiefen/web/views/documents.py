"""Making the papers of a case: look first, then issue; a paper that left has a code by which anybody can check it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from jiefen.actions.issue_paper import Made, draw_code, issue_paper
from jiefen.actions.look import looked_if_possible
from jiefen.domain.errors import NotAllowed, RuleError
from jiefen.gate.door import door
from jiefen.lib.uploads import receive
from jiefen.reports import case_page
from jiefen.reports.documents import fields_of, paper_pdf
from jiefen.reports.verify_paper import told_of
from jiefen.web.views.case import page_of

LARGEST = 60 * 1024 * 1024


@door("search", methods="GET POST")
def paper(request: Any, number: str, code: str) -> HttpResponse:
    """GET: a preview that says so. POST: the paper itself, kept and numbered by its code."""
    case = case_page.case_for(request.actor, number=number, action="download")
    looked_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    if request.method == "GET":
        row, content = paper_pdf(case, code=code, now=request.now)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{case.number}-{row.code}-preview.pdf"'
        return response
    case_page.require(request.actor, case=case, action="issue_paper")
    try:
        answer = _issue(request, case, code=code)
    except NotAllowed as error:
        messages.error(request, error.sentence)
        return render(request, "case.html", page_of(request, case, tab="files"), status=error.status)
    except RuleError as error:
        messages.error(request, error.sentence)
        return HttpResponseRedirect(f"/cases/{number}?tab=files")
    messages.success(request, answer.sentence)
    return HttpResponseRedirect(f"/cases/{number}?tab=files")


def _issue(request: Any, case: Any, *, code: str) -> Any:
    seal = request.POST.get("seal") == "1"
    verify, blind = draw_code()
    url = request.build_absolute_uri(f"/v/{verify}")
    row, content = paper_pdf(
        case, code=code, now=request.now, verify_code=verify, verify_url=url, sealed=seal
    )
    kept = receive([content], name=f"{row.title}.pdf", root=settings.HOME.files, limit=LARGEST)
    return issue_paper(
        number=case.number,
        code=code,
        made=Made(digest=kept.digest, size=kept.size, name=kept.name),
        blind=blind,
        told=told_of(case, fields=fields_of(case, code=code, now=request.now)[1]),
        seal=seal,
        by=request.actor,
        at=request.now,
        key=request.POST.get("key", ""),
    )


@door("search")
def agreement(request: Any, number: str) -> HttpResponse:
    """The agreement as it stands: written, or the form of an oral one."""
    case = case_page.case_for(request.actor, number=number, action="download")
    looked_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    oral = case.agreements.filter(ended_at=None, form="oral").exists()
    _, content = paper_pdf(case, code="oral_agreement" if oral else "agreement", now=request.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-agreement.pdf"'
    return response


urlpatterns = [
    path("cases/<str:number>/papers/<slug:code>", paper, name="case_paper"),
    path("cases/<str:number>/agreement", agreement, name="case_agreement"),
]
