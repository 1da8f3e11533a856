"""Anybody checks a paper of the centre by its code; a copy of the file may be compared, and is not kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.domain.common.errors import Invalid
from jiefen.gate.door import door
from jiefen.gate.forms import TypedForm, text_field
from jiefen.gate.requests import PartyRequest
from jiefen.gate.sending import Refusal
from jiefen.portal.counting import counted_code
from jiefen.portal.pages import shell
from jiefen.reports.documents.verify_paper import PaperFound, verify_paper

WRONG = "没有查到这份文书。请核对核验码；仍然查不到的，请拨打中心电话核实，不要轻信。"


class VerifyForm(TypedForm):
    code = text_field("核验码", hint="文书页脚的 12 位，如 8F3K-27QD-M4XZ")
    file = text_field(
        "手里的文件", required=False, file=True, hint="选填：比对是不是一字不差的原件，文件不保存"
    )


@dataclass(frozen=True)
class VerifyPage:
    form: VerifyForm
    found: PaperFound | None = None


@door("public", methods="GET POST")
def form(request: PartyRequest) -> HttpResponse:
    if request.method == "GET":
        return _page(request, VerifyPage(VerifyForm()))
    return _check(request, request.POST.get("code", ""))


@door("public", methods="GET POST")
def by_code(request: PartyRequest, code: str) -> HttpResponse:
    """The QR code of a paper leads here."""
    return _check(request, code[:20])


def _check(request: PartyRequest, code: str) -> HttpResponse:
    upload = request.FILES.get("file") if request.method == "POST" else None
    asked = VerifyForm(request.POST if request.method == "POST" else {"code": code})
    with Refusal(asked) as refusal, counted_code(request):
        paper = verify_paper(code, digest=_digest_of(upload) if upload else "")
        if paper is None:
            raise Invalid(fields={"code": WRONG})
        return _page(request, VerifyPage(VerifyForm(initial={"code": code}), paper))
    return _page(request, VerifyPage(asked), status=refusal.status)


def _digest_of(upload: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _page(request: PartyRequest, page: VerifyPage, *, status: int = 200) -> HttpResponse:
    return render(request, "portal/verify.html", {"page": page} | shell(request), status=status)


@door("public")
def short(request: PartyRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("verify_paper"))


urlpatterns = [
    path("v", short, name="verify_short"),
    path("v/check", form, name="verify_paper"),
    path("v/<str:code>", by_code, name="verify_code"),
]
