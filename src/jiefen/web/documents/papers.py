"""Making the papers of a case: look first, then issue; a paper that left has a code by which anybody can check it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.common.command import Answer
from jiefen.actions.documents.issue_paper import RenderedFile, draw_code, issue_paper
from jiefen.actions.documents.templates import upload_template, use_template
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.common.errors import Invalid, NotAllowed
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal, done_or_said
from jiefen.lib.uploads import UploadProblem, receive
from jiefen.reports.agreement.agreements import agreement_paper
from jiefen.reports.case import page as case_page
from jiefen.reports.documents import templates as report
from jiefen.reports.documents.documents import fields_of, paper_docx, paper_pdf, paper_to_issue
from jiefen.reports.documents.verify_paper import told_of
from jiefen.web.case.page import page_of

if TYPE_CHECKING:
    from jiefen.store.models import Case

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE = 2 * 1024 * 1024
LARGEST = 60 * 1024 * 1024


@door("search", methods="GET POST")
def paper(request: StaffRequest, number: str, code: str) -> HttpResponse:
    """GET: a preview that says so. POST: the paper itself, kept and numbered by its code."""
    case = case_page.case_for(request.actor, number=number, action="download")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    if request.method == "GET":
        return _preview(request, case, code=code)
    case_page.require(request.actor, case=case, action="issue_paper")
    try:
        act = partial(_issue, request, case, code=code)
        return done_or_said(request, act, to=reverse("case", args=[number]) + "?tab=files", but=NotAllowed)
    except NotAllowed as error:
        messages.error(request, error.sentence)
        page = page_of(request, case, tab="files")
        return render(request, "case/case.html", {"page": page}, status=error.status)


def _preview(request: StaffRequest, case: Case, *, code: str) -> HttpResponse:
    full = case_page.may(request.actor, case=case, action="issue_paper")
    made = paper_pdf(case, code=code, now=request.now, full=full)
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-{code}-preview.pdf"'
    return response


def _issue(request: StaffRequest, case: Case, *, code: str) -> Answer:
    seal = request.POST.get("seal") == "1"
    verify, blind = draw_code()
    url = request.build_absolute_uri(reverse("verify_code", args=[verify]))
    made = paper_to_issue(case, code=code, now=request.now, verify_code=verify, verify_url=url, sealed=seal)
    kept = receive([made.pdf], name=f"{made.row.title}.pdf", root=settings.HOME.files, limit=LARGEST)
    return issue_paper(
        number=case.number,
        code=code,
        made=RenderedFile(digest=kept.digest, size=kept.size, name=kept.name),
        blind=blind,
        told=told_of(case, fields=fields_of(case, code=code, now=request.now)[1]),
        seal=seal,
        template=made.template,
        seen=case.version,
        **deed_of(request),
    )


@door("search")
def paper_in_word(request: StaffRequest, number: str, code: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="issue_paper")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    row, content = paper_docx(case, code=code, now=request.now)
    return _word(content, name=f"{row.title}.docx")


def _word(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@door("search")
def agreement(request: StaffRequest, number: str) -> HttpResponse:
    """The agreement as it stands: written, or the form of an oral one."""
    case = case_page.case_for(request.actor, number=number, action="download")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    return _preview(request, case, code=agreement_paper(case))


@dataclass(frozen=True)
class TemplatesPage:
    view: report.TemplatesView
    form: TypedForm


@door("manage_templates", methods="GET POST")
def templates(request: StaffRequest) -> HttpResponse:
    """The centre's own templates and its seals. Posting uploads one, or takes one into use or out of it."""
    form = TypedForm(request.POST or None)
    view = report.templates()
    form.fields["code"] = text_field("哪一种文书", choices=[("", "请选择"), *view.choices])
    form.fields["file"] = text_field(
        "Word 模板（.docx）", file=True, hint="不超过 2 MB，不能带宏、代码和外部链接"
    )
    form.fields["note"] = text_field("说明", required=False, hint="改了什么")
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            act = partial(_use if "use" in request.POST else _upload, request)
            return done_or_said(request, act, to=reverse("documents"), but=Invalid)
    page = TemplatesPage(view, form)
    return render(request, "documents/documents.html", {"page": page}, status=refusal.status)


def _use(request: StaffRequest) -> Answer:
    typed, _, what = request.POST.get("use", "").partition(":")
    pk = whole_number(typed) or 0
    return use_template(
        template=pk,
        use=what == "on",
        **deed_of(request),
    )


def _upload(request: StaffRequest) -> Answer:
    code, upload = request.POST.get("code", ""), request.FILES.get("file")
    if code not in dict(report.templates().choices):
        raise Invalid(fields={"code": "请从列表中选择文书。"})
    if upload is None or not (upload.name or "").lower().endswith(".docx"):
        raise Invalid(fields={"file": "请选择 .docx 文件；带宏的 .docm 不能用。"})
    content = upload.read(TEMPLATE + 1)
    if len(content) > TEMPLATE:
        raise Invalid(fields={"file": "模板超过 2 MB，请压缩里面的图片。"})
    if problems := report.problems_of(content, code=code):
        raise Invalid("模板没有保存", fields={"file": "；".join(problems[:5])})
    try:
        kept = receive([content], name=upload.name or "", root=settings.HOME.files, limit=TEMPLATE)
    except UploadProblem as problem:
        raise Invalid("模板没有保存", fields={"file": str(problem)}) from problem
    note = request.POST.get("note", "")
    return upload_template(
        code=code,
        digest=kept.digest,
        note=note,
        **deed_of(request),
    )


@door("manage_templates")
def template_preview(request: StaffRequest, pk: int) -> HttpResponse:
    response = HttpResponse(report.preview(pk, now=request.now), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="template.pdf"'
    return response


@door("manage_templates")
def template_default(request: StaffRequest, code: str) -> HttpResponse:
    return _word(report.starting_point(code), name=f"{code}.docx")


urlpatterns = [
    path("documents", templates, name="documents"),
    path("documents/<int:pk>", template_preview, name="template_preview"),
    path("documents/<slug:code>.docx", template_default, name="template_default"),
    path("cases/<str:number>/papers/<slug:code>", paper, name="case_paper"),
    path("cases/<str:number>/papers/<slug:code>/word", paper_in_word, name="case_paper_word"),
    path("cases/<str:number>/agreement", agreement, name="case_agreement"),
]
