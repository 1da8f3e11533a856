"""Every file of the centre read through: is it there, and is it what was kept? For `jiefen verify --files`; reads all of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from jiefen.lib.uploads import FileChanged, opened
from jiefen.reports.ledger.verify_findings import Finding
from jiefen.store.models import Attachment, WordTemplate

_WHAT = {"file_missing": "文件不在磁盘上", "file_changed": "文件和存入时不一样：它被改动或损坏"}


def check_files() -> tuple[int, list[Finding]]:
    """How many files were read, and a finding for each row whose file is not right. Those of destroyed volumes are gone by right."""
    known: dict[str, str] = {}
    found = []
    for row, digest, whose in file_rows():
        if digest not in known:
            known[digest] = _problem(digest)
        if kind := known[digest]:
            sentence = f"材料 {row}（{whose}，校验码 {digest[:16]}…）的{_WHAT[kind]}。请从备份里找回。"
            found.append(Finding(kind, sentence, row=row))
    return len(known), found


def file_rows() -> Iterator[tuple[str, str, str]]:
    """Row, digest, and whose it is, of each file that has to be there."""
    files = Attachment.objects.exclude(case__volume__destroyed_at__isnull=False).order_by("pk")
    for pk, digest, number in files.values_list("pk", "digest", "case__number").iterator():
        yield f"attachment:{pk}", digest, f"案件 {number}"
    for pk, digest in WordTemplate.objects.order_by("pk").values_list("pk", "digest"):
        yield f"wordtemplate:{pk}", digest, "文书模板"


def _problem(digest: str) -> str:
    try:
        opened(digest, root=settings.HOME.files).close()
    except (FileNotFoundError, ValueError):
        return "file_missing"
    except FileChanged:
        return "file_changed"
    return ""
