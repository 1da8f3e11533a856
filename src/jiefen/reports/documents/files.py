"""Files of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.words import ReadBy
from jiefen.reports.common.addresses import address
from jiefen.store.models import Attachment, Case


@dataclass(frozen=True)
class FileView:
    name: str
    kind: str
    size: str
    digest: str
    by: str
    at: datetime
    url: str


def files_of(case: Case, *, may_download: bool) -> list[FileView]:
    return [
        FileView(
            name=row.name,
            kind=ReadBy.label_of(row.audience),
            size=_size(row.size),
            digest=row.digest[:12],
            by=row.added_by.name,
            at=row.added_at,
            url=address("case_file", case.number, row.pk) if may_download else "",
        )
        for row in case.attachments.select_related("added_by").order_by("pk")
    ]


def file_for(case: Case, *, pk: int) -> Attachment:
    """A file of this very case. Raises Unseen."""
    row = case.attachments.filter(pk=pk).first()
    if row is None:
        raise Unseen("这个案件里没有这份材料。")
    return row


def _size(n: int) -> str:
    return f"{n / 1048576:.1f} MB" if n >= 1048576 else f"{max(1, round(n / 1024))} KB"
