"""The file 卷宗 of a case: how long it is kept, which of its papers and materials lie in it."""

from __future__ import annotations

from django.db.models import QuerySet

from jiefen.domain.retention import retention_of
from jiefen.domain.volume_check import place_of
from jiefen.domain.words import Flag
from jiefen.domain.words_court import CourtResult
from jiefen.domain.words_documents import Retention
from jiefen.store.models import Attachment, Case

VOLUME, CARE = "volume", "care_note"


def retention(case: Case) -> Retention:
    tracks = frozenset(case.proceedings.values_list("track", flat=True))
    return retention_of(
        case.kind, weight=case.weight, group=Flag.GROUP in case.flag_set(), court_confirmed=_confirmed(case),
        tracks=tracks, outcome=case.outcome,
    )  # fmt: skip


def _confirmed(case: Case) -> bool:
    return case.court_confirmations.filter(result=CourtResult.EFFECTIVE).exists()


def materials(case: Case) -> QuerySet[Attachment]:
    """What may leave with the file: neither volumes put together before, nor what concerns one party alone."""
    return case.attachments.exclude(document__in=(VOLUME, CARE)).select_related("added_by").order_by("pk")


def in_order(case: Case) -> list[Attachment]:
    """What lies in the file, as it lies there: papers that stand and materials put in the catalogue."""
    rows = materials(case).exclude(document="").exclude(paper__revoked_at__isnull=False)
    return sorted(rows, key=lambda row: (place_of(row.document), row.added_at, row.pk))
