"""Allowances of a month: what stands for approval, what was paid for which work, by whom it was mediated."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from jiefen.domain.agreement.words import AllowanceState
from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.days import read_month
from jiefen.domain.common.errors import Unread
from jiefen.domain.figures.allowance import DEFAULTS, LINES, RULE
from jiefen.domain.intake.numbering import display
from jiefen.lib.tables import write_xlsx
from jiefen.reports.common.addresses import case_address
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Allowance, Case, Tariff

OUT_OF_SIGHT = "（不在您的职责范围内）"
HEADERS = (
    "月份",
    "案号",
    "调解员",
    "承办单位",
    "明细",
    "金额（元）",
    "状态",
    "审批人",
    "审批时间",
    "标准版本",
)


@dataclass(frozen=True)
class AllowanceRow:
    id: int
    number: str
    url: str
    person: str
    unit: str
    parts: list[str]
    amount: Decimal
    state: str
    tone: str
    waiting: bool
    reason: str


@dataclass(frozen=True)
class AllowancesView:
    """`amounts`: what is paid for what, in force on the last day of the month; `version` of nothing yet is 0."""

    month: str
    lines: list[AllowanceRow]
    total: Decimal
    approved: Decimal
    waiting: int
    rule: str
    amounts: list[tuple[str, str]]
    version: int
    since: date | None
    note: str


def allowances(actor: Actor, *, month: str, now: datetime) -> AllowancesView:
    """`month`: 2026-03; this one when it is none. An allowance of a case that is not the reader's to see has no number: it has to be
    settled all the same."""
    first = _first(month, now=now)
    rows, seen = _rows(first), _seen(actor, first=first)
    tariff = Tariff.objects.order_by("-version").first()
    amounts = (
        json.loads(tariff.lines) if tariff else {code: f"{amount:.2f}" for code, amount in DEFAULTS.items()}
    )
    sums = {row["state"]: row["sum"] for row in rows.order_by().values("state").annotate(sum=Sum("amount"))}
    return AllowancesView(
        month=moments.iso_month(first),
        lines=[_line(row, seen=seen) for row in rows],
        total=sum(sums.values(), Decimal(0)),
        approved=sums.get(AllowanceState.APPROVED, Decimal(0)),
        waiting=rows.filter(state=AllowanceState.COMPUTED).count(),
        rule=RULE,
        amounts=[(label, amounts.get(code, "0.00")) for code, (label, _) in LINES.items()],
        version=tariff.version if tariff else 0,
        since=tariff.since if tariff else None,
        note=tariff.note if tariff else "",
    )


def _first(month: str, *, now: datetime) -> date:
    try:
        return read_month(month)
    except Unread:
        return snapshot().calendar.local(now).date().replace(day=1)


def _rows(first: date) -> QuerySet[Allowance]:
    rows = Allowance.objects.filter(month=first).select_related("case__holder", "person", "tariff", "by")
    return rows.order_by("state", "pk")


def _seen(actor: Actor, *, first: date) -> set[int]:
    """Ids of those of the month's cases that this person may see."""
    cases = Case.objects.visible_to(actor).filter(allowance__month=first)
    return set(cases.values_list("pk", flat=True))


def _number(row: Allowance, *, seen: set[int]) -> str:
    return display(row.case.number, snapshot().centre.short) if row.case_id in seen else OUT_OF_SIGHT


def _line(row: Allowance, *, seen: set[int]) -> AllowanceRow:
    state = AllowanceState(row.state)
    return AllowanceRow(
        id=row.pk,
        number=_number(row, seen=seen),
        url=case_address(row.case) if row.case_id in seen else "",
        person=row.person.name,
        unit=row.case.holder.name,
        parts=_parts(row),
        amount=row.amount,
        state=state.label,
        tone={"approved": "ok", "refused": "done"}.get(state, "warn"),
        waiting=state is AllowanceState.COMPUTED,
        reason=row.reason,
    )


def _parts(row: Allowance) -> list[str]:
    amounts: Mapping[str, str] = json.loads(row.lines)
    return [f"{LINES[code][0] if code in LINES else code} {amount}" for code, amount in amounts.items()]


def workbook(actor: Actor, *, month: str, now: datetime) -> tuple[bytes, int]:
    """For finance: one row a case, with what was approved and by whom; and how many rows."""
    first = _first(month, now=now)
    seen = _seen(actor, first=first)
    rows = [
        (
            moments.iso_month(row.month),
            _number(row, seen=seen),
            row.person.name,
            row.case.holder.name,
            "；".join(_parts(row)),
            row.amount,
            AllowanceState(row.state).label,
            row.by.name if row.by else "",
            moments.iso_minute(row.at) if row.at else "",
            row.tariff.version,
        )
        for row in _rows(first)
    ]
    target = io.BytesIO()
    write_xlsx(target, headers=HEADERS, rows=rows, sheet="以案定补")
    return target.getvalue(), len(rows)


def waiting_allowances() -> list[int]:
    """Ids of those that nobody has settled, for jobs that act as a leader does."""
    return list(
        Allowance.objects.filter(state=AllowanceState.COMPUTED).order_by("pk").values_list("pk", flat=True)
    )
