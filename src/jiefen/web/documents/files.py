"""What is put on paper or into the file of a case: notes, files, receipts, its QR."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.case.take import take
from jiefen.actions.common.command import Answer
from jiefen.actions.documents.attach import attach
from jiefen.actions.documents.kept_files import open_kept
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.words import ReadBy
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest, posted_key
from jiefen.gate.typed_text import forget_typed
from jiefen.lib.uploads import UploadProblem, receive
from jiefen.reports.case import page as case_page
from jiefen.reports.common.opened import tracking_code_of
from jiefen.reports.documents.care_note import care_note_pdf
from jiefen.reports.documents.files import file_for
from jiefen.reports.documents.letters import letter_pdf
from jiefen.reports.documents.receipt import receipt_pdf
from jiefen.web.case.case_page import CaseNote
from jiefen.web.case.page import page_of
from jiefen.web.people.second_factor import qr_svg


@door("search", methods="POST")
def add_note(request: StaffRequest, number: str) -> HttpResponse:
    """A note, a file, or both. When one is refused the page comes back with what was typed."""
    case = case_page.case_for(request.actor, number=number)
    try:
        _write(request, number)
    except Invalid as error:
        why = " ".join(error.fields.values()) or error.sentence
        note = CaseNote(request.POST.get("note", ""), request.POST.get("audience", ""), why)
        page = page_of(request, case, tab="overview", refused=note)
        return render(request, "case/case.html", {"page": page}, status=422)
    forget_typed(request)
    messages.success(request, "记录已保存。")
    return HttpResponseRedirect(reverse("case", args=[number]))


def _write(request: StaffRequest, number: str) -> None:
    key = posted_key(request)
    audience = request.POST.get("audience") or ReadBy.INTERNAL
    text, upload = request.POST.get("note", ""), request.FILES.get("file")
    if upload:
        _warn_of(request, _keep_file(request, number, upload=upload, audience=audience, key=f"{key}:file"))
    if text.strip() or not upload:
        fields = {"text": text, "audience": audience}
        take(verb="note", number=number, fields=fields, by=request.actor, at=request.now, key=key)


@door("search", methods="POST")
def add_files(request: StaffRequest, number: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="attach")
    key = posted_key(request)
    uploads = request.FILES.getlist("file")
    problems = [] if uploads else ["请先选择要上传的文件。"]
    for at, upload in enumerate(uploads):
        try:
            answer = _keep_file(request, number, upload=upload, audience="internal", key=f"{key}:{at}")
            messages.success(request, answer.sentence)
            _warn_of(request, answer)
        except (UploadProblem, Invalid) as error:
            texts = error.fields.values() if isinstance(error, Invalid) else [str(error)]
            problems += [f"{(upload.name or '')[:60]}：{text}" for text in texts]
    if problems:
        page = page_of(request, case, tab="files", refused=" ".join(problems))
        return render(request, "case/case.html", {"page": page}, status=422)
    return HttpResponseRedirect(reverse("case", args=[number]) + "?tab=files")


def _warn_of(request: StaffRequest, answer: Answer) -> None:
    """Said while who brought it is still there."""
    if answer.more and (why := answer.more.get("warning")):
        messages.warning(request, f"{why}现在可以先留着：立卷时它另附在卷外。")


def _keep_file(
    request: StaffRequest, number: str, *, upload: UploadedFile[bytes], audience: str, key: str
) -> Answer:
    case_page.case_for(request.actor, number=number, action="attach")
    try:
        kept = receive(
            upload.chunks(), name=upload.name or "", root=settings.HOME.files, limit=settings.MAX_UPLOAD
        )
    except UploadProblem as problem:
        raise Invalid("文件没有保存", fields={"file": str(problem)}) from problem
    answer = attach(
        number=number,
        digest=kept.digest,
        name=kept.name,
        size=kept.size,
        media_type=kept.media_type,
        audience=audience,
        by=request.actor,
        at=request.now,
        key=key,
    )
    locked = _why_not_bound(kept.path, title=kept.name) if kept.media_type == "application/pdf" else ""
    return replace(answer, more={**answer.more, "warning": locked}) if locked else answer


def _why_not_bound(path: Path, *, title: str) -> str:
    from jiefen.papers.volume import why_not_bound  # heavy: read when needed

    return why_not_bound(path.read_bytes(), title=title)


@door("search")
def download(request: StaffRequest, number: str, pk: int) -> FileResponse:
    case = case_page.case_for(request.actor, number=number, action="download")
    row = file_for(case, pk=pk)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="download")
    content = open_kept(row, by=request.actor, at=request.now)
    response = FileResponse(content, content_type=row.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@door("search")
def receipt(request: StaffRequest, number: str, form: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="print_receipt")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    address = request.build_absolute_uri(reverse("track") + "/")
    content = receipt_pdf(request.actor, case=case, form=form, track_url=address, now=request.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-{form}.pdf"'
    if form == "roll":  # our own page prints it from a frame, once somebody has been registered
        response["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'self'; form-action 'none'"
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@door("search")
def letter(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """A written answer for the party: to an objection, or of a petition review."""
    case = case_page.case_for(request.actor, number=number, action="download")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    content = letter_pdf(
        case, name=name, track_url=request.build_absolute_uri(reverse("track") + "/"), now=request.now
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-{name[:20]}.pdf"'
    return response


@door("search")
def care_note(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The victim's own note, for the victim alone."""
    case = case_page.case_for(request.actor, number=number, action="read_care_note")
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="care_note")
    content = care_note_pdf(
        request.actor, case=case, pk=pk, track_url=request.build_absolute_uri(reverse("track") + "/")
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-note.pdf"'
    return response


@door("search")
def qr(request: StaffRequest, number: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="print_receipt")
    return qr_svg(request.build_absolute_uri(reverse("track_code", args=[tracking_code_of(case)])))


urlpatterns = [
    path("cases/<str:number>/notes", add_note, name="case_note"),
    path("cases/<str:number>/files", add_files, name="case_files"),
    path("cases/<str:number>/files/<int:pk>", download, name="case_file"),
    path("cases/<str:number>/receipt/<str:form>", receipt, name="case_receipt"),
    path("cases/<str:number>/letters/<slug:name>", letter, name="case_letter"),
    path("cases/<str:number>/care-notes/<int:pk>", care_note, name="case_care_note"),
    path("cases/<str:number>/qr", qr, name="case_qr"),
]
