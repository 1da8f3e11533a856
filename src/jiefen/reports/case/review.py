"""What a reviewer decides by, beside the decision: result, agreement, the parties' own words, papers, what closing lacks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common.words import Outcome
from jiefen.domain.documents.volume_check import missing
from jiefen.reports.agreement import panels as agreement_panels
from jiefen.reports.case.page import Fact
from jiefen.reports.case.tabs import told_to
from jiefen.reports.common.panels import Panel
from jiefen.reports.documents.files import FileView, files_of
from jiefen.reports.documents.panels import issued
from jiefen.store.agreement_confirmed import doubts, unconfirmed
from jiefen.store.models import Case

REVIEWED_BY = frozenset({"approve", "reject", "close", "unconfirm"})
TELLERS = (agreement_panels.agreements, agreement_panels.confirmations, agreement_panels.promises, issued)


@dataclass(frozen=True)
class Evidence:
    """`lacks`: what closing will be refused for; `doubts`: what does not fit; `later`: what archiving will ask for."""

    facts: list[Fact]
    summary: str
    lacks: list[str]
    doubts: list[str]
    later: list[str]
    panels: list[Panel]
    files: list[FileView]


def evidence_of(case: Case, *, may: Collection[str], now: datetime) -> Evidence:
    panels = [panel for tell in TELLERS for panel in tell(case, now)]
    codes = case.attachments.exclude(document="").values_list("document", flat=True)
    return Evidence(
        facts=_result(case),
        summary=case.summary,
        lacks=unconfirmed(case),
        doubts=doubts(case),
        later=[document.label for document in missing(codes)],
        panels=[told_to(panel, may=may) for panel in panels],
        files=files_of(case, may_download="download" in may),
    )


def _result(case: Case) -> list[Fact]:
    money = f"¥ {case.amount_agreed:,.2f}" if case.amount_agreed is not None else "没有填"
    asked = f"¥ {case.amount:,.2f}" if case.amount is not None else "没有填"
    return [
        Fact("登记的结果", Outcome.label_of(case.outcome)),
        Fact("登记人", case.recorded_by.name if case.recorded_by else "—"),
        Fact("协议金额", money),
        Fact("涉及金额", asked),
        Fact("诉求", case.wanted or "没有填"),
    ]
