"""The file 卷宗 of a case: how long it is kept, which of its papers and materials lie in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from jiefen.domain.common.words import Flag, State, Track, UnitKind
from jiefen.domain.court.words import CourtResult
from jiefen.domain.documents.paper_rules import speaks
from jiefen.domain.documents.retention import retention_of
from jiefen.domain.documents.volume_check import Missing, missing, place_of
from jiefen.domain.documents.words import Retention
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Attachment, Case, Unit, Volume

VOLUME, CARE = "volume", "care_note"
ABANDONED = timedelta(days=180)
NEVER_TAKEN = (State.DECLINED, State.WITHDRAWN)


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


def lacking(case: Case, *, codes: Iterable[str]) -> list[Missing]:
    """Places that are still empty. What must lie in a file is laid down for that of a committee alone."""
    return missing(codes) if case.holder.kind == UnitKind.MEDIATION else []


def volume_title(case: Case) -> str:
    if case.holder.kind == UnitKind.MEDIATION:
        return "人民调解卷宗"
    if Flag.PETITION in case.flag_set():
        return "信访事项卷宗"
    return "行政调解卷宗" if case.proceedings.filter(track=Track.ADMIN_MEDIATION).exists() else "矛盾纠纷卷宗"


def issuing_unit(case: Case, *, code: str) -> Unit | None:
    """Whose paper it is while the case lies where it lies; None for a party's own, and where nobody may issue it."""
    who = speaks(code, holder=UnitKind(case.holder.kind))
    if who == "centre":
        centres = (unit for unit in snapshot().units.values() if unit.kind == UnitKind.CENTRE)
        return min(centres, key=lambda unit: unit.path, default=None)
    return case.holder if who == "holder" else None


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


def why_party_kept(case: Case, *, at: datetime, today: date) -> str:
    """Why one party's data may not be erased yet; empty when the file's time is over, or the intake came to nothing
    180 days ago and no file was made of it (law.md § 5).
    """
    if case.holds.filter(until=None).exists():
        return "卷宗已冻结。"
    volume = Volume.objects.select_related("case").filter(case=case).first()
    if volume is not None:
        return why_kept(volume, today=today)
    if case.state in NEVER_TAKEN and case.ended_at is not None and case.ended_at <= at - ABANDONED:
        return ""
    return "办理中和应当立卷的案件要保存到保管期限届满；没有受理或者撤回的，办结满 180 天才能删。"
