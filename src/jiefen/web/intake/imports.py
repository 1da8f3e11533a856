"""Imports in the browser: upload, progress, the file of rows that came back, the template. The worker does the work."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.documents.exports import Export
from jiefen.actions.intake.imports import begin
from jiefen.domain.common.errors import Invalid
from jiefen.domain.people.words import ExportOf
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import Refusal
from jiefen.reports.intake import import_files as files
from jiefen.reports.intake import imports as report
from jiefen.web.common.exports import XLSX, export_file

NO_WORKER = "后台任务没有在运行，上传的文件会排队等候；请系统管理员启动 jiefen worker。"


def _form(typed: QueryDict | None = None) -> TypedForm:
    form = TypedForm(typed)
    form.fields["file"] = text_field(
        "文件", file=True, hint=".xlsx、.csv、.jsonl 或 .jsonl.gz，不超过 60 MB。"
    )
    form.fields["mapping"] = text_field("来源格式", choices=list(report.formats()))
    return form


@dataclass(frozen=True)
class ImportsPage:
    form: TypedForm
    imports: list[report.ImportLine]


@door("import", methods="GET POST")
def imports(request: StaffRequest) -> HttpResponse:
    form = _form(request.POST or None)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            return HttpResponseRedirect(reverse("import", args=[_received(request)]))
    return _page(request, form=form, status=refusal.status)


def _received(request: StaffRequest) -> int:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(fields={"file": "请选择要导入的文件。"})
    batch = begin(
        file.chunks(),
        name=file.name or "",
        mapping=request.POST.get("mapping", ""),
        **deed_of(request),
    )
    return int(batch.pk)


def _page(request: StaffRequest, *, form: TypedForm, status: int = 200) -> HttpResponse:
    page = ImportsPage(form, report.imports(request.actor))
    return render(request, "intake/imports.html", {"page": page}, status=status)


@door("import")
def one_import(request: StaffRequest, pk: int) -> HttpResponse:
    item = report.item(request.actor, pk=pk, now=request.now)
    if "progress" in request.GET and request.headers.get("HX-Request"):
        return render(request, "intake/import_progress.html", {"page": item})
    if item.problem:
        messages.error(request, item.problem)
    if not item.finished and not report.worker_is_fresh(now=request.now):
        messages.warning(request, NO_WORKER)
    return render(request, "intake/import.html", {"page": item})


@door("import", methods="GET POST")
def problems_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The rows that came back. They hold what parties told, so the download is noted."""
    batch = report.own(request.actor, pk=pk)
    sheet = kind == "xlsx"
    return export_file(
        request,
        Export(ExportOf.PROBLEMS, batch.refused, {}, parts=(pk,)),
        content=files.problems_xlsx(batch) if sheet else files.problems_csv(batch),
        name=f"jiefen-import-{pk}.{kind}",
        back_url=reverse("import", args=[pk]),
        media_type=XLSX if sheet else "text/csv; charset=utf-8",
    )


@door("import")
def template(request: StaffRequest) -> HttpResponse:
    return _download(files.template_xlsx(), name="jiefen-template.xlsx", media_type=XLSX)


def _download(content: bytes | str, *, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


urlpatterns = [
    path("imports", imports, name="imports"),
    path("imports/template.xlsx", template, name="import_template"),
    path("imports/<int:pk>", one_import, name="import"),
    path("imports/<int:pk>/problems.xlsx", problems_file, {"kind": "xlsx"}, name="import_problems"),
    path("imports/<int:pk>/problems.csv", problems_file, {"kind": "csv"}, name="import_problems_csv"),
]
