"""What parties asked about their own data, as panels of a case."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.documents.words import DataAbout, DataResult
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.common import vault
from jiefen.store.models import Case, DataRequest

PLACE = "data_request.said"


def requests(case: Case, _now: datetime) -> list[Panel]:
    rows = DataRequest.objects.filter(party__case=case).select_related("party__secret", "by")
    return [_panel(row) for row in rows.order_by("pk")]


def said_in(row: DataRequest) -> str:
    try:
        return vault.unseal(vault.key_of(row.party.secret), bytes(row.said_sealed), place=PLACE)
    except vault.Erased:
        return "（已删除）"


def _panel(row: DataRequest) -> Panel:
    lines = [
        PanelLine(
            row.made_at, f"要求{DataAbout.label_of(row.about)}", row.party.name or "当事人", said_in(row)
        )
    ]
    if row.answered_at:
        who = row.by.name if row.by else ""
        lines.append(PanelLine(row.answered_at, DataResult.label_of(row.result), who, row.answer))
    return Panel(
        icon="user-check", heading=f"个人信息请求：{DataAbout.label_of(row.about)}",
        state=DataResult.label_of(row.result), tone="ok" if row.answered_at else "warn", at=row.made_at,
        lines=tuple(lines), verbs=() if row.answered_at else ("answer_erasure", "erase_party"),
    )  # fmt: skip


PANELS = (requests,)
