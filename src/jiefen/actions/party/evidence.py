"""Files of an application: sent in parts over a bad line, each part once, the same file once, sealed until handed in."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from PIL import Image

from jiefen.actions.documents.attach import KeptFile
from jiefen.actions.party import applications
from jiefen.actions.party.applications import open_application
from jiefen.domain.common.errors import Busy, Invalid
from jiefen.domain.intake.fields import Registration
from jiefen.lib import crypto
from jiefen.lib.uploads import UploadProblem, keep_content, receive, safe_name
from jiefen.store.applications import NAME, PART, THUMB, name_of
from jiefen.store.common import vault
from jiefen.store.models import Application, EvidenceFile, EvidencePart

MB = 1024 * 1024
MOST_FILES, MOST_BYTES, LARGEST_PART = 20, 60 * MB, MB
MOST_OF_ALL = 8 * 1024 * MB  # of all applications together: strangers do not fill the disk
THUMB_SIZE = (144, 144)
_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")


LONGEST_WAIT, LONGEST_LOOK = 5, 3600  # seconds
JUDGED = "applying-"  # what a folder begins with in which a file is looked at
BUSY = "现在传材料的人多，请稍等一会儿再传。"
_judging = threading.BoundedSemaphore(2)  # drawing a picture anew takes a second of processor


@dataclass(frozen=True)
class Arrived:
    """`received` of `size` bytes; a sender goes on from there. `done`: whole and kept. `same`: there already."""

    received: int
    size: int
    done: bool
    same: bool = False


def put_part(
    application: int, *, key: str, name: str, size: int, offset: int, part: bytes, at: datetime
) -> Arrived:
    """Keep a part. One that came before, or too early, changes nothing: the answer says from where to go on.

    Raises Unseen, Busy, Invalid with a sentence about the file; a refused file is gone.
    """
    _fits(key, size=size, part=part)
    with transaction.atomic():
        row = open_application(application)
        sealing = vault.key_of(row.secret)
        file = row.evidence.filter(key=key).first() or _new(
            row, key=key, name=name, size=size, at=at, sealing=sealing
        )
        if file.digest:
            return Arrived(file.size, file.size, done=True)
        if file.size != size:
            raise _refused("这份文件在传的时候变了，请删掉再传一次。")
        if offset == file.received and part and offset + len(part) <= size:
            sealed = crypto.seal(sealing, part, PART)
            EvidencePart(evidence=file, offset=offset, sealed=sealed).save(force_insert=True)
            file.received += len(part)
            EvidenceFile.objects.filter(pk=file.pk).update(received=file.received)
            Application.objects.filter(pk=row.pk).update(touched_at=at)
        if file.received < size:
            return Arrived(file.received, size, done=False)
    return _whole(application, file=file, sealing=sealing)


def remove(application: int, *, pk: int) -> None:
    """Take a file away again. Raises Unseen for an application that was handed in."""
    with transaction.atomic():
        open_application(application).evidence.filter(pk=pk).delete()


def hand_in(application: int, *, seen: int, registration: Registration, at: datetime, key: str) -> int:
    """Make a case of an application, its files with it. As `applications.hand_in`; what is refused for having changed
    is refused before any file is written."""
    applications.check_unchanged(application, seen=seen)
    files = _written(application)
    return applications.hand_in(
        application, seen=seen, registration=registration, files=files, at=at, key=key
    )


def forget_left(*, at: datetime) -> int:
    """Folders in which a file was being judged when the process was killed. Answers how many."""
    old = [
        folder
        for folder in settings.HOME.root.glob(f"{JUDGED}*")
        if folder.stat().st_mtime < at.timestamp() - LONGEST_LOOK
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _written(application: int) -> list[KeptFile]:
    """The whole files of an application, where cases keep their files."""
    rows = EvidenceFile.objects.filter(application=application).exclude(digest="")
    files = []
    for row in rows.select_related("application__secret").order_by("pk"):
        sealing = vault.key_of(row.application.secret)
        content = b"".join(_parts(row, sealing=sealing))
        keep_content(content, root=settings.HOME.files)
        files.append(KeptFile(row.digest, name_of(row, sealing=sealing), len(content), row.media_type))
    return files


def _fits(key: str, *, size: int, part: bytes) -> None:
    if not _KEY.fullmatch(key):
        raise _refused("这份文件没有传上来，请重新选一次。")
    if size > settings.MAX_UPLOAD:
        raise _refused(f"文件超过 {settings.MAX_UPLOAD // 1024 // 1024} MB。请压缩、裁剪，或分成几个文件。")
    if size <= 0:
        raise _refused("文件是空的。请确认选对了文件，再传一次。")
    if len(part) > LARGEST_PART:
        raise _refused("这一段太大，请刷新页面再传。")


def _new(row: Application, *, key: str, name: str, size: int, at: datetime, sealing: bytes) -> EvidenceFile:
    there = row.evidence.aggregate(bytes=Sum("size"))["bytes"] or 0
    if row.evidence.count() >= MOST_FILES:
        raise _refused(f"最多放 {MOST_FILES} 份，请删去用不着的，或者到窗口补交。")
    if there + size > MOST_BYTES:
        raise _refused(f"一共超过 {MOST_BYTES // MB} MB 了，请删去用不着的，或者到窗口补交。")
    of_all = EvidenceFile.objects.aggregate(bytes=Sum("size"))["bytes"] or 0
    if of_all + size > MOST_OF_ALL:
        raise _refused("现在放不下更多材料。请先交申请，材料以后补，或者到窗口交。")
    sealed = vault.seal(sealing, safe_name(name), place=NAME)
    file = EvidenceFile(application=row, key=key, name=sealed, size=size, at=at)
    file.save(force_insert=True)
    return file


def _whole(application: int, *, file: EvidenceFile, sealing: bytes) -> Arrived:
    """Judge the whole file by its content, outside of any transaction; a picture is kept as it was drawn anew."""
    name = name_of(file, sealing=sealing)
    if not _judging.acquire(timeout=LONGEST_WAIT):
        raise Busy(BUSY)
    try:
        with tempfile.TemporaryDirectory(prefix=JUDGED, dir=settings.HOME.root) as folder:
            kept = receive(
                _parts(file, sealing=sealing), name=name, root=Path(folder), limit=settings.MAX_UPLOAD
            )
            content = kept.path.read_bytes()
    except UploadProblem as problem:
        EvidenceFile.objects.filter(pk=file.pk).delete()
        raise _refused(str(problem)) from problem
    finally:
        _judging.release()
    with transaction.atomic():
        row = open_application(application)
        if row.evidence.filter(digest=kept.digest).exclude(pk=file.pk).exists():
            row.evidence.filter(pk=file.pk).delete()
            return Arrived(file.size, file.size, done=True, same=True)
        file.parts.all().delete()
        EvidencePart.objects.bulk_create(
            EvidencePart(
                evidence=file, offset=at, sealed=crypto.seal(sealing, content[at : at + LARGEST_PART], PART)
            )
            for at in range(0, len(content), LARGEST_PART)
        )
        row.evidence.filter(pk=file.pk).update(
            name=vault.seal(sealing, kept.name, place=NAME),
            digest=kept.digest,
            media_type=kept.media_type,
            thumb=_thumb(content, media_type=kept.media_type, sealing=sealing),
        )
    return Arrived(file.size, file.size, done=True)


def _parts(file: EvidenceFile, *, sealing: bytes) -> Iterator[bytes]:
    for part in file.parts.order_by("offset"):
        yield crypto.unseal(sealing, bytes(part.sealed), PART)


def _thumb(content: bytes, *, media_type: str, sealing: bytes) -> bytes:
    """A small picture of a picture, sealed; nothing for other files."""
    if media_type not in ("image/jpeg", "image/png"):
        return b""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.thumbnail(THUMB_SIZE)
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=60)
    return crypto.seal(sealing, out.getvalue(), THUMB)


def _refused(sentence: str) -> Invalid:
    return Invalid(fields={"file": sentence})
