"""What has been told to a person inside the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.reading import whole_number
from jiefen.reports.common.addresses import address, case_address
from jiefen.reports.common.reference import shown_number
from jiefen.store.models import Case, Notice

SHOWN = 60


@dataclass(frozen=True)
class NoticeView:
    id: int
    icon: str
    title: str
    text: str
    at: datetime
    url: str
    unread: bool
    tone: str


@dataclass(frozen=True)
class NoticesView:
    """`older`: the key of the next page, or None. `first`: this is the newest page."""

    rows: list[NoticeView]
    older: int | None
    first: bool


def unread(user_id: int) -> int:
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).values("pk")[:100].count()


def notices(actor: Actor, *, query: Mapping[str, str]) -> NoticesView:
    """Newest first, a page at a time, below `before`. A case that may no longer be seen keeps its sentence and loses its link."""
    mine = Notice.objects.filter(user_id=actor.user_id).select_related("case").order_by("-pk")
    before = whole_number(query.get("before"))
    page = list((mine.filter(pk__lt=before) if before is not None else mine)[: SHOWN + 1])
    rows = page[:SHOWN]
    seen = set(
        Case.objects.visible_to(actor)
        .filter(pk__in=[row.case_id for row in rows])
        .values_list("pk", flat=True)
    )
    return NoticesView(
        rows=[_view(row, case=row.case if row.case_id in seen else None) for row in rows],
        older=rows[-1].pk if len(page) > SHOWN else None,
        first=before is None,
    )


def _view(row: Notice, *, case: Case | None) -> NoticeView:
    return NoticeView(
        id=row.pk,
        icon="alert-triangle" if "超期" in row.text else "bell",
        title=row.text,
        text=shown_number(case) if case else "",
        at=row.at,
        url=case_address(case) if case else _page_of(row.event),
        unread=row.read_at is None,
        tone="hl" if row.read_at is None else "",
    )


def _page_of(event: str) -> str:
    """The page that a notice about no case leads to; its event names it."""
    kind, _, rest = event.partition(":")
    if kind == "approval":
        return address("approval", rest.partition(":")[0])
    return address(kind) if kind in ("glass", "glass_review") else ""
