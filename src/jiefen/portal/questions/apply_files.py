"""The files of an application: added in parts by the script of the page, or whole by a form without it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path

from jiefen.actions.party import evidence
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest
from jiefen.portal.pages import shell
from jiefen.portal.questions.apply_kept import opened
from jiefen.portal.questions.asked import QuestionView
from jiefen.reports.party import application as applications

PART = 256 * 1024
LOST = "申请已经不在这个浏览器里，请回到“申请调解”重新打开。"


@dataclass(frozen=True)
class FilesPage:
    """`part`: bytes of one part. `problems`: what could not be added, a sentence each."""

    asked: QuestionView
    files: list[applications.EvidenceLine]
    problems: list[str]
    at: int
    back: str
    checking: bool
    part: int = PART


def files_page(request: PartyRequest, page: FilesPage) -> HttpResponse:
    context = {"page": page} | shell(request)
    return render(request, "portal/questions/apply_files.html", context, status=422 if page.problems else 200)


def add_whole(request: PartyRequest, *, application: int) -> list[str]:
    """Without script: each file at once. Answers what could not be added."""
    problems = []
    for upload in request.FILES.getlist("file"):
        try:
            _add(request, upload, application=application)
        except RuleError as refused:
            problems.append(
                f"{(upload.name or '')[:60]}：{' '.join(refused.fields.values()) or refused.sentence}"
            )
    return problems


def _add(request: PartyRequest, upload: UploadedFile[bytes], *, application: int) -> None:
    size, at = upload.size or 0, 0
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    for chunk in upload.chunks(PART) if size else (b"",):
        evidence.put_part(
            application,
            key=digest.hexdigest()[:40],
            name=upload.name or "",
            size=size,
            offset=at,
            part=chunk,
            at=request.now,
        )
        at += len(chunk)


@door("public", methods="POST")
def part(request: PartyRequest) -> JsonResponse:
    """One part; the answer says how far the file has come, or why it cannot be taken."""
    going_on, sent = opened(request), request.FILES.get("part")
    if going_on is None or going_on.party is not None:
        return JsonResponse({"problem": LOST}, status=409)
    if sent is not None and (sent.size or 0) > evidence.LARGEST_PART:
        return JsonResponse({"problem": "这一段太大，请刷新页面再传。"}, status=422)
    numbers = [whole_number(request.POST.get(name, "")) for name in ("size", "offset")]
    size, offset = (number if number is not None else -1 for number in numbers)
    try:
        arrived = evidence.put_part(
            going_on.pk,
            key=request.POST.get("key", ""),
            name=request.POST.get("name", ""),
            size=size,
            offset=offset,
            part=sent.read() if sent else b"",
            at=request.now,
        )
    except RuleError as refused:
        problem = " ".join(refused.fields.values()) or refused.sentence
        return JsonResponse({"problem": problem}, status=refused.status)
    return JsonResponse({"received": arrived.received, "done": arrived.done, "same": arrived.same})


@door("public")
def thumb(request: PartyRequest, pk: int) -> HttpResponse:
    going_on = opened(request)
    content = applications.thumb(going_on.pk, pk=pk) if going_on else b""
    if not content:
        return HttpResponse(status=404)
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


def removed(request: PartyRequest, *, application: int) -> HttpResponse:
    evidence.remove(application, pk=whole_number(request.POST.get("remove", "")) or 0)
    return HttpResponseRedirect(request.get_full_path())


urlpatterns = [
    path("apply/part", part, name="apply_part"),
    path("apply/thumb/<int:pk>", thumb, name="apply_thumb"),
]
