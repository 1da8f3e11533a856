"""The file of a case as panels: what was issued, what the file still lacks, where it lies, what holds it."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.documents.words import Retention
from jiefen.reports.common.addresses import address
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.documents import lacking
from jiefen.store.models import Case, Volume


def issued(case: Case, _now: datetime) -> list[Panel]:
    rows = list(case.papers.select_related("by", "file", "seal_use").order_by("pk"))
    if not rows:
        return []
    lines = []
    for row in rows:
        sealed = "，已用印" if hasattr(row, "seal_use") else ""
        gone = f"\n已作废：{row.revoked_reason}" if row.revoked_at else ""
        lines.append(PanelLine(row.at, f"{row.title}{sealed}", row.by.name, f"{row.file.name}{gone}"))
    return [
        Panel(
            icon="file-text", heading=f"已出具的文书（{len(rows)}）", state="可凭核验码公开核验", tone="info",
            at=rows[-1].at, lines=tuple(lines), verbs=("revoke_paper",),
        )
    ]  # fmt: skip


def volume(case: Case, now: datetime) -> list[Panel]:
    """The necessity check while there is no file; then the file, its twin on the shelf, and its end."""
    lacks = lacking(case, codes=case.attachments.exclude(document="").values_list("document", flat=True))
    row = Volume.objects.filter(case=case).select_related("by").first()
    if row is None and case.ended_at is None:
        return []
    lines = []
    if lacks:
        lines.append(PanelLine(now, "卷内还缺", "规则", "、".join(one.label for one in lacks)))
    if row is not None:
        text = f"共 {row.pages} 页，保管期限{Retention.label_of(row.retention)}"
        until = f"，{row.kept_until} 届满" if row.kept_until else ""
        lines.append(PanelLine(row.made_at, "立卷", row.by.name, f"{text}{until}\n{row.note}".strip()))
        if row.placed_at:
            lines.append(PanelLine(row.placed_at, f"纸质卷存放：{row.box} 盒，{row.shelf} 架"))
        for loan in row.loans.select_related("by").order_by("pk"):
            lines.append(
                PanelLine(
                    loan.out_at, f"借给{loan.borrower}，{loan.due_on} 前归还", loan.by.name, loan.purpose
                )
            )
            if loan.back_at:
                lines.append(PanelLine(loan.back_at, "归还"))
        if row.destroyed_at:
            lines.append(PanelLine(row.destroyed_at, "已按清册销毁"))
    return [
        Panel(
            icon="archive", heading="卷宗" if row is None else f"卷宗 {row.number}", state=_state(row, lacks=bool(lacks)),
            tone="warn" if lacks else "ok" if row else "info", at=row.made_at if row else now, lines=tuple(lines),
            verbs=("catalogue_material", "place_volume", "lend_volume", "return_volume"),
            url=address("case_volume_zip", case.number) if row and not row.destroyed_at else "", url_label="下载电子卷",
        )
    ]  # fmt: skip


def _state(row: Volume | None, *, lacks: bool) -> str:
    if row is None:
        return "还不齐" if lacks else "齐了，可以立卷"
    if row.destroyed_at:
        return "已销毁"
    return "借出未还" if row.loans.filter(back_at=None).exists() else "在库" if row.placed_at else "已立卷"


def holds(case: Case, _now: datetime) -> list[Panel]:
    return [
        Panel(
            icon="lock", heading="卷宗冻结", state="冻结中" if row.until is None else "已解除",
            tone="bad" if row.until is None else "done", at=row.since, verbs=("lift_hold",) if row.until is None else (),
            lines=(PanelLine(row.since, "冻结", row.by.name, row.reason),),
        )
        for row in case.holds.select_related("by").order_by("pk")
    ]  # fmt: skip


PANELS = (issued, volume, holds)
