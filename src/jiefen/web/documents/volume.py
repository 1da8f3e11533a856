"""The file 卷宗 of a case: put together as one PDF, and taken away whole as a zip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path, reverse

from jiefen.actions.common.command import Answer
from jiefen.actions.documents.issue_paper import RenderedFile
from jiefen.actions.documents.volumes import compile_volume
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.domain.common.errors import RuleError
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest, deed_of
from jiefen.gate.sending import done_or_said
from jiefen.lib.uploads import receive
from jiefen.reports.case import page as case_page
from jiefen.reports.documents.volume import MOST_BYTES, compile_pdf
from jiefen.reports.documents.volume_zip import volume_zip

if TYPE_CHECKING:
    from jiefen.store.models import Case


@door("search", methods="POST")
def compile_file(request: StaffRequest, number: str) -> HttpResponse:
    """Rendered and kept on disk before the transaction begins: nobody waits meanwhile."""
    case = case_page.case_for(request.actor, number=number, action="download")
    case_page.require(request.actor, case=case, action="compile_volume")
    return done_or_said(
        request, lambda: _compile(request, case), to=reverse("case", args=[number]) + "?tab=files"
    )


def _compile(request: StaffRequest, case: Case) -> Answer:
    if case.ended_at is None:
        raise RuleError("案件还没有办结，不能立卷。")
    made = compile_pdf(case, filed_by=request.actor.name, now=request.now)
    name = f"卷宗-{case.number}.pdf"
    kept = receive([made.pdf], name=name, root=settings.HOME.files, limit=2 * MOST_BYTES)
    return compile_volume(
        number=case.number,
        made=RenderedFile(digest=kept.digest, size=kept.size, name=kept.name),
        pages=made.pages,
        name=made.number,
        note=made.note,
        **deed_of(request),
    )


@door("search")
def take_away(request: StaffRequest, number: str) -> StreamingHttpResponse:
    """The whole file; whoever takes it is written down before the first byte leaves."""
    case = case_page.case_for(request.actor, number=number, action="download")
    content = volume_zip(case, now=request.now)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now, what="download")
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{case.number}.zip"'
    return response


urlpatterns = [
    path("cases/<str:number>/volume", compile_file, name="case_volume"),
    path("cases/<str:number>/volume.zip", take_away, name="case_volume_zip"),
]
