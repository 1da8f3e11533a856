"""One case: its page and tabs, its verbs, notes, files, receipts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from jiefen.actions.amend import amend
from jiefen.actions.attach import attach
from jiefen.actions.look import looked_if_possible, reveal
from jiefen.actions.take import take
from jiefen.domain.errors import Invalid, RuleError, Unseen
from jiefen.domain.lifecycle import BY_NAME, permit
from jiefen.gate.door import door
from jiefen.lib.uploads import UploadProblem, path_of, receive
from jiefen.reports import case_page, history_page
from jiefen.reports import triage as triage_report
from jiefen.reports.files import file_for, files_of
from jiefen.reports.receipt import receipt_pdf
from jiefen.web.amend_form import AmendPage
from jiefen.web.forms import verb_form
from jiefen.web.views.lists import desk_choices
from jiefen.web.views.session import qr_svg

TABS = {
    "overview": "案情与进展",
    "parties": "当事人",
    "files": "材料",
    "proceedings": "办理程序",
    "log": "流转日志",
    "readers": "谁看过",
}


@door("search")
def show(request: Any, number: str) -> HttpResponse:
    if "preview" in request.GET:
        return _preview(request, number)
    case = case_page.case_for(request.actor, number=number)
    looked_if_possible(case.pk, by=request.actor, at=request.now)
    return render(request, "case.html", _page(request, case, tab=request.GET.get("tab", "overview")))


def _preview(request: Any, number: str) -> HttpResponse:
    request.actor.require("triage")
    current = triage_report.preview(request.actor, number=number, now=request.now)
    if current is None:
        raise Unseen("没有找到这个案件，或者它不在您的职责范围内。")
    looked_if_possible(current.row.id, by=request.actor, at=request.now)
    request.form_key = f"{current.version}.{request.form_key}"
    return render(request, "triage_preview.html", {"current": current} | desk_choices())


def _page(request: Any, case: Any, *, tab: str, revealed: int | None = None) -> dict[str, Any]:
    view = case_page.case_view(request.actor, case=case, now=request.now)
    request.form_key = f"{view.version}.{request.form_key}"
    tab = tab if tab in TABS else "overview"
    row = view.row
    context = {
        "case": {name: getattr(row, name) for name in row.__dataclass_fields__}
        | {"registered": view.registered},
        "back": _back(request),
        "buttons": view.buttons,
        "steps": view.steps,
        "next": view.next,
        "tabs": _tabs(case, view=view, tab=tab),
        "tab": tab,
        "clocks": view.clocks,
        "people": view.people,
        "team": view.team,
        "tracking_code": view.tracking_code,
        "qr_svg_url": f"/cases/{case.number}/qr" if view.tracking_code else "",
        "receipt_urls": {
            "a4": f"/cases/{case.number}/receipt/a4",
            "roll": f"/cases/{case.number}/receipt/roll",
        }
        if view.tracking_code
        else None,
    }
    return context | _tab(request, case, view=view, tab=tab, revealed=revealed)


def _back(request: Any) -> dict[str, str]:
    if request.actor.may("triage"):
        return {"url": "/triage", "label": "分流派单"}
    return {"url": "/work", "label": "我的办件"}


def _tabs(case: Any, *, view: Any, tab: str) -> list[dict[str, Any]]:
    counts = {
        "parties": len(view.people),
        "files": case.attachments.count(),
        "proceedings": case.proceedings.count(),
    }
    hidden = {"readers"} - view.may if "see_readers" not in view.may else set()
    return [
        {
            "label": label,
            "count": counts.get(name, ""),
            "url": f"/cases/{case.number}?tab={name}",
            "current": name == tab,
        }
        for name, label in TABS.items()
        if name not in hidden
    ]


def _tab(request: Any, case: Any, *, view: Any, tab: str, revealed: int | None) -> dict[str, Any]:
    if tab == "parties":
        return {
            "parties": case_page.parties_of(request.actor, case=case, revealed=revealed),
            "add_url": _amend_url(case, view=view),
        }
    if tab == "files":
        may_add = "attach" in view.may
        return {
            "files": files_of(case, may_download="download" in view.may),
            "upload_url": f"/cases/{case.number}/files" if may_add else "",
        }
    if tab == "proceedings":
        return {"proceedings": case_page.proceedings_of(case)}
    if tab == "log":
        return {"log": history_page.log(case), "chain": case_page.chain_of(case)}
    if tab == "readers" and "see_readers" in view.may:
        return {"readers": history_page.readers(case)}
    return {
        "facts": case_page.facts_of_case(case),
        "story": case.story,
        "wanted": case.wanted,
        "entries": history_page.timeline(case),
        "note_url": f"/cases/{case.number}/notes" if "note" in view.may else "",
        "amend_url": _amend_url(case, view=view),
    }


def _amend_url(case: Any, *, view: Any) -> str:
    return (
        f"/cases/{case.number}/amend"
        if "amend" in view.may and view.state in BY_NAME["amend"].come_from
        else ""
    )


@door("search", methods="GET POST")
def verb(request: Any, number: str, name: str) -> HttpResponse:
    """The small form of a verb, and its doing. Every row of the lifecycle table with a button has this page."""
    row = BY_NAME.get(name)
    if row is None or not row.button:
        raise Unseen("没有这个办理动作。")
    case = case_page.case_for(request.actor, number=number)
    form = verb_form(row, case=case, data=request.POST or None)
    if request.method == "GET":
        permit(name, state=case.state, ruled=case.ruled)
        case_page.require(request.actor, case=case, action=name)
        return _verb_page(request, case, row=row, form=form)
    key = request.POST.get("key", "")
    try:
        answer = take(
            verb=name,
            number=number,
            fields=form.texts(),
            seen=_seen(key),
            by=request.actor,
            at=request.now,
            key=key,
        )
    except Unseen:
        raise
    except RuleError as error:
        form.refuse(error.fields, sentence=error.sentence)
        request.form_key = f"{case.version}.{request.form_key}"
        return _verb_page(
            request, case, row=row, form=form, status=error.status if not isinstance(error, Invalid) else 422
        )
    messages.success(request, answer.sentence)
    following = (
        "/triage"
        if request.POST.get("from") == "triage" or "/triage" in request.headers.get("Referer", "")
        else f"/cases/{number}"
    )
    return HttpResponseRedirect(following if _still_seen(request, number) else "/work")


def _seen(key: str) -> int | None:
    """The version that the form was drawn from; it travels in the form's key."""
    version = key.partition(".")[0]
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None


def _still_seen(request: Any, number: str) -> bool:
    """After handing a case on, one may no longer see it; then the next page is the work list."""
    try:
        case_page.case_for(request.actor, number=number)
    except Unseen:
        return False
    return True


def _verb_page(request: Any, case: Any, *, row: Any, form: Any, status: int = 200) -> HttpResponse:
    view = case_page.case_view(request.actor, case=case, now=request.now)
    if "." not in request.form_key:
        request.form_key = f"{view.version}.{request.form_key}"
    context = {
        "case": view.row,
        "verb": {"label": row.label, "text": "", "tone": row.tone or "primary", "submit": f"确认{row.label}"},
        "form": form,
        "back_url": f"/cases/{case.number}",
    }
    return render(request, "verb.html", context, status=status)


@door("search", methods="GET POST")
def amend_case(request: Any, number: str) -> HttpResponse:
    """Correct or complete what was registered. What is left empty stays as it is."""
    case = case_page.case_for(request.actor, number=number)
    row = BY_NAME["amend"]
    permit("amend", state=case.state)
    case_page.require(request.actor, case=case, action="amend")
    page = AmendPage(request.POST if request.method == "POST" else None, case=case)
    if request.method == "GET":
        return _verb_page(request, case, row=row, form=page.form)
    key = request.POST.get("key", "")
    try:
        facts = page.registration(today=timezone.localdate(request.now))
        answer = amend(
            number=number,
            sent=page.sent(),
            registration=facts,
            seen=_seen(key),
            by=request.actor,
            at=request.now,
            key=key,
        )
    except Unseen:
        raise
    except RuleError as error:
        page.refuse(error.fields, sentence=error.sentence)
        return _verb_page(request, case, row=row, form=page.form, status=error.status)
    messages.success(request, answer.sentence)
    return HttpResponseRedirect(f"/cases/{number}")


@door("search", methods="POST")
def note(request: Any, number: str) -> HttpResponse:
    key = request.POST.get("key", "")
    audience = "party" if request.POST.get("audience") == "party" else "internal"
    fields = {"text": request.POST.get("note", ""), "audience": audience}
    if request.FILES.get("file"):
        _keep_file(request, number, upload=request.FILES["file"], audience=audience, key=f"{key}:file")
    if fields["text"].strip() or not request.FILES:
        take(verb="note", number=number, fields=fields, by=request.actor, at=request.now, key=key)
    messages.success(request, "记录已保存。")
    return HttpResponseRedirect(f"/cases/{number}")


@door("search", methods="POST")
def add_files(request: Any, number: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="attach")
    key = request.POST.get("key", "")
    uploads = request.FILES.getlist("file")
    problems = [] if uploads else ["请先选择要上传的文件。"]
    for at, upload in enumerate(uploads):
        try:
            answer = _keep_file(request, number, upload=upload, audience="internal", key=f"{key}:{at}")
            messages.success(request, answer.sentence)
        except (UploadProblem, Invalid) as error:
            texts = error.fields.values() if isinstance(error, Invalid) else [str(error)]
            problems += [f"{upload.name[:60]}：{text}" for text in texts]
    if problems:
        context = _page(request, case, tab="files") | {"file_error": " ".join(problems)}
        return render(request, "case.html", context, status=422)
    return HttpResponseRedirect(f"/cases/{number}?tab=files")


def _keep_file(request: Any, number: str, *, upload: Any, audience: str, key: str) -> Any:
    case_page.case_for(request.actor, number=number, action="attach")
    try:
        kept = receive(upload.chunks(), name=upload.name, root=settings.HOME.files, limit=settings.MAX_UPLOAD)
    except UploadProblem as problem:
        raise Invalid("文件没有保存", fields={"file": str(problem)}) from problem
    return attach(
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


@door("search")
def download(request: Any, number: str, pk: int) -> FileResponse:
    case = case_page.case_for(request.actor, number=number, action="download")
    row = file_for(case, pk=pk)
    looked_if_possible(case.pk, by=request.actor, at=request.now, what="download")
    response = FileResponse(
        path_of(row.digest, root=settings.HOME.files).open("rb"), content_type=row.media_type
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@door("search", methods="POST")
def reveal_party(request: Any, number: str, pk: int) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number)
    try:
        answer = reveal(
            number=number,
            party=pk,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=request.now,
            key=request.POST.get("key", ""),
        )
    except Invalid as error:
        messages.error(request, "".join(error.fields.values()))
        return render(request, "case.html", _page(request, case, tab="parties"), status=422)
    messages.warning(request, answer.sentence)
    case.refresh_from_db(fields=["version"])
    return render(request, "case.html", _page(request, case, tab="parties", revealed=pk))


@door("search")
def receipt(request: Any, number: str, form: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="print_receipt")
    looked_if_possible(case.pk, by=request.actor, at=request.now, what="print")
    address = request.build_absolute_uri("/t/")
    content = receipt_pdf(request.actor, case=case, form=form, track_url=address, now=request.now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{case.number}-{form}.pdf"'
    return response


@door("search")
def qr(request: Any, number: str) -> HttpResponse:
    case = case_page.case_for(request.actor, number=number, action="print_receipt")
    return qr_svg(request.build_absolute_uri(f"/t/{case_page.tracking_code_of(case)}"))


urlpatterns = [
    path("cases/<str:number>", show, name="case"),
    path("cases/<str:number>/amend", amend_case, name="case_amend"),
    path("cases/<str:number>/notes", note, name="case_note"),
    path("cases/<str:number>/files", add_files, name="case_files"),
    path("cases/<str:number>/files/<int:pk>", download, name="case_file"),
    path("cases/<str:number>/parties/<int:pk>/reveal", reveal_party, name="party_reveal"),
    path("cases/<str:number>/receipt/<str:form>", receipt, name="case_receipt"),
    path("cases/<str:number>/qr", qr, name="case_qr"),
]
verb_patterns = [path("cases/<str:number>/<str:name>", verb, name="case_verb")]
