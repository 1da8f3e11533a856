"""The auditor's page: recompute the whole history, beside a checkpoint that was kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest
from jiefen.reports.ledger import audit as audit_report
from jiefen.reports.ledger.verify import verify as verify_history
from jiefen.reports.ledger.verify import why_not_ours

MAX_CHECKPOINT = 4096


@dataclass(frozen=True)
class AuditPage:
    """`results` None: nothing was recomputed. `checkpoint`: the last one, if there is any. `problem`: why the file that
    was given could not be compared; the history was checked without it.
    """

    chain: dict[str, object]
    checkpoint: dict[str, object] | None
    results: list[dict[str, object]] | None = None
    checked_at: datetime | None = None
    problem: str = ""


@door("verify", methods="GET POST")
def verify(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        page = AuditPage(audit_report.chain_untold(), audit_report.last_checkpoint())
        return render(request, "ledger/verify.html", {"page": page})
    upload = request.FILES.get("checkpoint")
    text = upload.read(MAX_CHECKPOINT).decode("utf-8", "replace") if upload else None
    problem = why_not_ours(text) if text is not None else ""
    text = None if problem else text
    verdict = verify_history(checkpoint=text, at=request.now)
    page = AuditPage(
        chain=audit_report.chain_told(verdict),
        checkpoint=audit_report.last_checkpoint(),
        results=audit_report.results(verdict, external=text is not None),
        checked_at=request.now,
        problem=problem,
    )
    return render(request, "ledger/verify.html", {"page": page}, status=422 if problem else 200)


@door("verify")
def checkpoint(request: StaffRequest) -> HttpResponse:
    text = audit_report.checkpoint_text()
    if text is None:
        raise Unseen("还没有检查点；后台任务每 10 分钟生成一次。")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="jiefen-checkpoint-{moments.file_minute(request.now)}.txt"'
    )
    return response


urlpatterns = [
    path("verify", verify, name="verify"),
    path("verify/checkpoint", checkpoint, name="checkpoint"),
]
