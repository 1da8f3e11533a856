"""Add a file to a case: already on disk by its digest, named in the history in the same transaction as the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.words import ReadBy
from jiefen.store.documents import materials
from jiefen.store.models import Attachment, Case
from jiefen.store.parties import meant


@dataclass(frozen=True)
class KeptFile:
    """A file on its way into a case: its content is kept under its digest already. `size` in bytes."""

    digest: str
    name: str
    size: int
    media_type: str


def attach_own(case: Case, *, files: Sequence[KeptFile], side: ReadBy, command: Command) -> None:
    """Files of a side, added by a party: theirs and the staff's to read, each with an entry of its own."""
    audience, to = meant(case, read_by=side)
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            digest=file.digest,
            name=file.name,
            size=file.size,
            media_type=file.media_type,
            audience=side,
            added_by_id=command.by.user_id,
            added_at=command.at,
        )
        for file in files
    )
    for file in files:
        facts = {"digest": file.digest, "size": file.size}
        private = canonical({"file": file.name})
        command.history.add(case, verb="attach", facts=facts, private=private, audience=audience, to=to)


@in_one_transaction("attach")
def attach(
    command: Command, *, number: str, digest: str, name: str, size: int, media_type: str, audience: str
) -> Answer:
    """Raises Unseen, NotAllowed, Invalid. A file already on the case is not added twice."""
    case = command.lock(number, action="attach")
    if case.attachments.filter(digest=digest).exists():
        return Answer(
            sentence=f"“{name}”已经在材料里，没有重复添加。", number=case.number, version=case.version
        )
    used = materials(case).order_by().aggregate(total=Sum("size"))["total"] or 0
    if used + size > settings.MAX_CASE_FILES:
        raise Invalid(fields={"file": "本案材料总量已超过 200 MB，请压缩或删减后再传。"})
    read_by = ReadBy(audience) if audience in set(ReadBy) else ReadBy.INTERNAL
    entry_audience, to = meant(case, read_by=read_by)
    row = Attachment(
        case=case,
        digest=digest,
        name=name,
        size=size,
        media_type=media_type,
        audience=read_by,
        added_by_id=command.by.user_id,
        added_at=command.at,
    )
    Attachment.objects.bulk_create([row])
    command.history.add(
        case,
        verb="attach",
        facts={"digest": digest, "size": size},
        private=canonical({"file": name}),
        audience=entry_audience,
        to=to,
    )
    return Answer(sentence=f"已添加“{name}”。", number=case.number, version=case.version + 1)
