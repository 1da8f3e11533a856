"""A party adds files to their matter: several at once, to be looked at and taken away again until they are handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.requests import PartyRequest, posted_key
from jiefen.gate.sending import done_or_said
from jiefen.lib.uploads import UploadProblem, receive
from jiefen.portal.door import OwnDoor, own_party, to_own_door
from jiefen.portal.pages import shell
from jiefen.reports.party import progress as party_progress
from jiefen.reports.party.materials import OwnMaterial, own_materials

NOTHING = "请先选要添加的文件或者照片。"


@dataclass(frozen=True)
class MaterialsPage:
    """`waiting`: not yet handed in. `problems`: a sentence for each file that was not taken."""

    waiting: list[OwnMaterial]
    handed: list[OwnMaterial]
    problems: list[str]
    label: str


@door("public", methods="GET POST")
def materials(request: PartyRequest) -> HttpResponse:
    own = own_party(request)
    if own is None:
        return to_own_door(request)
    if request.method == "GET":
        return _page(request, own=own)
    deed = DEEDS.get(request.POST.get("do", ""), _add)
    return deed(request, own)


def _add(request: PartyRequest, own: OwnDoor) -> HttpResponse:
    """Each file by itself: one that is not taken keeps none of the others out."""
    key, uploads = posted_key(request), request.FILES.getlist("file")
    problems = [] if uploads else [NOTHING]
    for at, upload in enumerate(uploads):
        try:
            messages.success(request, _keep(request, own=own, upload=upload, key=f"{key}:{at}"))
        except (UploadProblem, RuleError) as error:
            texts = error.fields.values() if isinstance(error, Invalid) else [str(error)]
            problems += [f"{(upload.name or '')[:60]}：{text}" for text in texts]
    if problems:
        return _page(request, own=own, problems=problems, status=422)
    return HttpResponseRedirect(reverse("track_materials"))


def _keep(request: PartyRequest, *, own: OwnDoor, upload: UploadedFile[bytes], key: str) -> str:
    kept = receive(
        upload.chunks(), name=upload.name or "", root=settings.HOME.files, limit=settings.MAX_UPLOAD
    )
    answer = acts.add_file(
        own.case.pk,
        party=own.party.pk,
        digest=kept.digest,
        name=kept.name,
        size=kept.size,
        media_type=kept.media_type,
        at=request.now,
        key=key,
    )
    return answer.sentence


def _remove(request: PartyRequest, own: OwnDoor) -> HttpResponse:
    file = whole_number(request.POST.get("file", "")) or 0
    remove = partial(
        acts.remove_file, own.case.pk, party=own.party.pk, file=file, at=request.now, key=posted_key(request)
    )
    return done_or_said(request, remove, to=reverse("track_materials"))


def _hand_in(request: PartyRequest, own: OwnDoor) -> HttpResponse:
    hand_in = partial(
        acts.hand_in_files, own.case.pk, party=own.party.pk, at=request.now, key=posted_key(request)
    )
    return done_or_said(request, hand_in, to=reverse("track_materials"))


DEEDS: dict[str, Callable[[PartyRequest, OwnDoor], HttpResponse]] = {
    "add": _add,
    "remove": _remove,
    "hand_in": _hand_in,
}


def _page(
    request: PartyRequest, *, own: OwnDoor, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    rows = own_materials(own.party)
    page = MaterialsPage(
        waiting=[row for row in rows if row.handed_at is None],
        handed=[row for row in rows if row.handed_at is not None],
        problems=problems or [],
        label=party_progress.shown_number(own.case),
    )
    return render(request, "party/materials.html", {"page": page} | shell(request), status=status)


urlpatterns = [path("t/materials", materials, name="track_materials")]
