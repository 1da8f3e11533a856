"""Messages of parties to the handler, as panels of a case: open until each is answered."""

from __future__ import annotations

from datetime import datetime

from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.inquiries import ANSWER, SAID, text_of
from jiefen.store.models import Case, Inquiry


def inquiries(case: Case, _now: datetime) -> list[Panel]:
    rows = Inquiry.objects.filter(party__case=case).select_related("party__secret", "by")
    return [_panel(row) for row in rows.order_by("answered_at", "pk")]


def _panel(row: Inquiry) -> Panel:
    who = row.party.name or "当事人"
    lines = [PanelLine(row.made_at, "留言", who, text_of(row, place=SAID))]
    if row.answered_at:
        lines.append(
            PanelLine(row.answered_at, "答复", row.by.name if row.by else "", text_of(row, place=ANSWER))
        )
    return Panel(
        icon="message", heading=f"{who}的留言（对方看不到）",
        state="已答复" if row.answered_at else "等答复", tone="ok" if row.answered_at else "warn", at=row.made_at,
        lines=tuple(lines), verbs=() if row.answered_at else ("answer_inquiry",),
    )  # fmt: skip


PANELS = (inquiries,)
