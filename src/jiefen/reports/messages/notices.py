"""What has been told to a person inside the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.reports.common.addresses import case_address
from jiefen.store.models import Case, Notice

SHOWN = 60


@dataclass(frozen=True)
class NoticeView:
    icon: str
    title: str
    text: str
    at: datetime
    url: str
    unread: bool
    tone: str


def unread(user_id: int) -> int:
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).values("pk")[:100].count()


def notices(actor: Actor) -> list[NoticeView]:
    """Newest first. A case that may no longer be seen keeps its sentence and loses its link."""
    rows = list(Notice.objects.filter(user_id=actor.user_id).select_related("case").order_by("-pk")[:SHOWN])
    seen = set(
        Case.objects.visible_to(actor)
        .filter(pk__in=[row.case_id for row in rows])
        .values_list("pk", flat=True)
    )
    return [
        NoticeView(
            icon="alert-triangle" if "超期" in row.text else "bell",
            title=row.text,
            text=row.case.number if row.case and row.case_id in seen else "",
            at=row.at,
            url=case_address(row.case) if row.case and row.case_id in seen else "",
            unread=row.read_at is None,
            tone="hl" if row.read_at is None else "",
        )
        for row in rows
    ]
