"""The auditor's page: recompute the whole history, beside a checkpoint that was kept elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiefen.domain.common.errors import Unseen
from jiefen.gate.door import door
from jiefen.gate.requests import StaffRequest
from jiefen.reports.ledger import audit as audit_report
from jiefen.reports.ledger.verify import verify as verify_history

MAX_CHECKPOINT = 4096


@door("verify", methods="GET POST")
def verify(request: StaffRequest) -> HttpResponse:
    context: dict[str, Any] = {"verify_url": "/verify"}
    if request.method == "POST":
        upload = request.FILES.get("checkpoint")
        text = upload.read(MAX_CHECKPOINT).decode("utf-8", "replace") if upload else None
        verdict = verify_history(checkpoint=text, at=request.now)
        context |= {
            "results": audit_report.results(verdict, external=text is not None),
            "checked_at": request.now,
        }
        context["chain"] = audit_report.chain_told(verdict)
    else:
        context["chain"] = audit_report.chain_untold()
    return render(request, "ledger/verify.html", context | {"checkpoint": audit_report.last_checkpoint()})


@door("verify")
def checkpoint(request: StaffRequest) -> HttpResponse:
    text = audit_report.checkpoint_text()
    if text is None:
        raise Unseen("还没有检查点；后台任务每 10 分钟生成一次。")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="jiefen-checkpoint-{request.now:%Y%m%d-%H%M}.txt"'
    )
    return response


urlpatterns = [
    path("verify", verify, name="verify"),
    path("verify/checkpoint", checkpoint, name="checkpoint"),
]
