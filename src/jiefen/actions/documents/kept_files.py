"""A file of a case handed out: only as it was kept. One that is gone or was changed is refused, and those who must act are told."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from jiefen.actions.common.history import recorded
from jiefen.actions.messages.notices import tell
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Role
from jiefen.lib.uploads import FileChanged, opened, path_of
from jiefen.store.models import Attachment, Notice, PartyFile, WordTemplate
from jiefen.store.people.in_office import in_office

GONE, CHANGED = "file_missing", "file_changed"
WORDS = {
    GONE: "“{name}”的文件不在磁盘上，打不开。已通知系统管理员从备份里找回，请稍后再来，或先向经办人要一份。",
    CHANGED: "“{name}”的文件和存入时不一样，可能被改动或损坏，不能给出。已通知系统管理员和审计员查明并从备份里找回。",
}


def open_kept(file: Attachment, *, by: Actor, at: datetime) -> BinaryIO:
    """Read through before the first byte leaves. Raises RuleError; the first time, that is in the history."""
    try:
        return opened(file.digest, root=settings.HOME.files)
    except (FileNotFoundError, FileChanged) as problem:
        kind = GONE if isinstance(problem, FileNotFoundError) else CHANGED
        _say(file, kind=kind, by=by, at=at)
        raise RuleError(WORDS[kind].format(name=file.name)) from problem


def unlink_unneeded(digests: set[str]) -> int:
    """Take those off the disk that no case, no party and no template still needs. Answers how many were there."""
    needed = set(
        Attachment.objects.filter(digest__in=digests)
        .exclude(case__volume__destroyed_at__isnull=False)
        .values_list("digest", flat=True)
    )
    needed |= set(PartyFile.objects.filter(digest__in=digests).values_list("digest", flat=True))
    needed |= set(WordTemplate.objects.filter(digest__in=digests).values_list("digest", flat=True))
    gone = 0
    for digest in sorted(digests - needed):
        path = path_of(digest, root=settings.HOME.files)
        gone += path.is_file()
        path.unlink(missing_ok=True)
    return gone


def _say(file: Attachment, *, kind: str, by: Actor, at: datetime) -> None:
    event = f"{kind}:{file.digest[:40]}"
    if Notice.objects.filter(event=event).exists():
        return
    what = "不在磁盘上" if kind == GONE else "与存入时不同"
    people = in_office(Role.ADMINISTRATOR, Role.AUDITOR).values_list("user_id", flat=True)
    text = f"有一份材料的文件{what}（编号 {file.pk}，校验码 {file.digest[:16]}…）：请用 jiefen verify --files 查全，从备份里找回。"
    with recorded(by=by, at=at) as history:
        facts = {"case": file.case_id, "file": file.pk, "digest": file.digest}
        history.add_to_stream("system", verb=kind, facts=facts)
        tell(set(people), event=event, case=None, text=text, at=at)
