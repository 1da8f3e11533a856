"""The file 卷宗 of a case: how long it is kept, which of its papers and materials lie in it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from jiefen.domain.retention import retention_of
from jiefen.domain.volume_check import place_of
from jiefen.domain.words import Flag
from jiefen.domain.words_court import CourtResult
from jiefen.domain.words_documents import Retention
from jiefen.store.models import Attachment, Case, Volume

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


def why_kept(volume: Volume, *, today: date) -> str:
    """Why this file may not be destroyed, as a sentence; empty when its time is over and nothing holds it."""
    if volume.destroyed_at is not None:
        return "已经销毁。"
    if volume.kept_until is None:
        return "保管期限是永久。"
    if volume.kept_until >= today:
        return f"保管期限到 {volume.kept_until} 才届满。"
    if volume.case.ended_at is None:
        return "案件又在办理。"
    if volume.case.holds.filter(until=None).exists():
        return "卷宗已冻结。"
    if volume.loans.filter(back_at=None).exists():
        return "纸质卷借出未还。"
    return ""


def over(today: date) -> Q:
    """The same as a condition on volumes."""
    held = Q(case__in=Case.objects.filter(holds__isnull=False, holds__until=None).values("pk"))
    lent = Q(pk__in=Volume.objects.filter(loans__isnull=False, loans__back_at=None).values("pk"))
    return Q(destroyed_at=None, kept_until__lt=today, case__ended_at__isnull=False) & ~held & ~lent
