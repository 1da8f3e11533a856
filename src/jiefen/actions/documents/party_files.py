"""Files that a party adds from their own page: chosen, looked at, taken away again, and then handed in together."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.locked_case import locked_case
from jiefen.actions.documents.kept_files import unlink_unneeded
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.words import ReadBy
from jiefen.store.documents import materials
from jiefen.store.models import Attachment, Case, Party, PartyFile

MOST = 20  # of one party, not yet handed in
KEPT = timedelta(days=14)  # what was not handed in by then is gone
A_DAY = timedelta(days=1)


@in_one_transaction("add_party_file")
def add_party_file(
    command: Command, *, case: int, party: int, digest: str, name: str, size: int, media_type: str
) -> Answer:
    """Already on disk by its digest. The same file is there once. Raises Unseen, Invalid."""
    locked = locked_case(case)
    owner = locked.parties.get(pk=party)
    row = owner.files.filter(digest=digest).first()
    if row is not None and row.attachment_id is not None:
        return Answer(sentence=f"“{name}”您已经交过了。", number=locked.number)
    waiting = _waiting(owner)
    if waiting.exclude(digest=digest).count() >= MOST:
        raise Invalid(fields={"file": f"一次最多 {MOST} 个文件。请先交上去，再添加别的。"})
    _refuse_too_much(locked, more=size + (waiting.exclude(digest=digest).aggregate(n=Sum("size"))["n"] or 0))
    facts = {"name": name, "size": size, "media_type": media_type, "added_at": command.at, "removed_at": None}
    PartyFile.objects.update_or_create(party=owner, digest=digest, defaults=facts)
    return Answer(sentence=f"已添加“{name}”，还没有交。", number=locked.number)


@in_one_transaction("remove_party_file")
def remove_party_file(command: Command, *, case: int, party: int, file: int) -> Answer:
    """Only what has not been handed in. Raises Unseen."""
    locked = locked_case(case)
    row = _waiting(locked.parties.get(pk=party)).filter(pk=file).first()
    if row is None:
        raise Unseen("这个文件已经交上去，或者已经删掉了。")
    PartyFile.objects.filter(pk=row.pk).update(removed_at=command.at)
    return Answer(sentence=f"已删掉“{row.name}”，没有交。", number=locked.number)


@in_one_transaction("hand_in")
def hand_in(command: Command, *, case: int, party: int) -> Answer:
    """All that this party has added: for who handles the matter, and for no other party. Raises Unseen, RuleError."""
    locked = locked_case(case)
    rows = list(_waiting(locked.parties.get(pk=party)).order_by("pk"))
    if not rows:
        raise RuleError("还没有添加文件，请先选要交的。")
    _refuse_too_much(locked, more=sum(row.size for row in rows))
    kept = [
        Attachment(
            case=locked,
            digest=row.digest,
            name=row.name,
            size=row.size,
            media_type=row.media_type,
            audience=ReadBy.INTERNAL,
            added_by_id=command.by.user_id,
            added_at=command.at,
        )
        for row in rows
    ]
    Attachment.objects.bulk_create(kept)
    for row, attachment in zip(rows, kept, strict=True):
        PartyFile.objects.filter(pk=row.pk).update(attachment=attachment)
    command.history.add(
        locked,
        verb="hand_in",
        facts={"party": party, "digests": [row.digest for row in rows]},
        private=canonical({"files": "、".join(row.name for row in rows)}),
        to={party},
    )
    return Answer(
        sentence=f"交了 {len(rows)} 个文件，承办人看得到，对方看不到。",
        number=locked.number,
        version=locked.version + 1,
    )


def _waiting(party: Party) -> QuerySet[PartyFile]:
    return party.files.filter(attachment=None, removed_at=None)


def _refuse_too_much(case: Case, *, more: int) -> None:
    used = materials(case).order_by().aggregate(total=Sum("size"))["total"] or 0
    if used + more > settings.MAX_CASE_FILES:
        raise Invalid(fields={"file": "本案材料总量超过 200 MB。请压缩，或者拿到窗口去。"})


def forget_old(*, at: datetime) -> int:
    """What was taken away a day ago, or never handed in, leaves the disk. Answers how many files of parties."""
    old = Q(removed_at__lt=at - A_DAY) | Q(added_at__lt=at - KEPT)
    rows = PartyFile.objects.filter(old, attachment=None)
    digests = dict(rows.values_list("pk", "digest"))
    if digests:
        with transaction.atomic():
            PartyFile.objects.filter(pk__in=digests, attachment=None).delete()
        unlink_unneeded(set(digests.values()))
    return len(digests)
