"""Allowances by case 以案定补: paid for work that was done and looked at, never for success alone (law.md § 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# What is paid for, with the default in yuan; a centre sets its own amounts, not its own lines.
LINES: dict[str, tuple[str, int]] = {
    "simple": ("办结简单纠纷", 80),
    "larger": ("办结较大纠纷", 200),
    "major": ("办结重大疑难纠纷", 500),
    "record": ("办理记录完整（每件）", 20),
    "visited": ("办结后有他人回访", 20),
}
DEFAULTS: dict[str, Decimal] = {code: Decimal(amount) for code, (_, amount) in LINES.items()}
MOST = Decimal(5000)  # yuan a line
ENOUGH_NOTES = 2  # entries of work besides signing and recording
RULE = (
    "按做了的工作补，不按调成没调成补：依法正常结束的（包括没有调成、一方不同意、依法终止）都算；"
    "当事人还没有确认的成功、抽查认定不实的、被纠偏查实的不补；经办人不能审批自己的。"
)


@dataclass(frozen=True)
class PaidWork:
    """What the ledger says of one ended case. `claimed`: recorded as a success; `confirmed`: by every party themselves."""

    weight: str
    claimed: bool
    confirmed: bool
    audited_false: bool
    corrected: bool
    notes: int
    visited: bool


@dataclass(frozen=True)
class AllowanceLine:
    code: str
    label: str
    amount: Decimal


def refusal(work: PaidWork) -> str:
    """Why nothing is paid for it, or nothing."""
    if work.audited_false:
        return "独立抽查认定结果不实"
    if work.corrected:
        return "敷衍调解，被纠偏查实"
    if work.claimed and not work.confirmed:
        return "登记为成功，当事人还没有确认"
    return ""


def lines(work: PaidWork, *, tariff: Mapping[str, Decimal]) -> list[AllowanceLine]:
    """What is paid, line by line; nothing for what `refusal` names."""
    if refusal(work):
        return []
    earned = {
        work.weight: True,
        "record": work.notes >= ENOUGH_NOTES,
        "visited": work.visited,
    }
    return [
        AllowanceLine(code, LINES[code][0], tariff[code])
        for code, holds in earned.items()
        if holds and tariff.get(code)
    ]


def total(found: list[AllowanceLine]) -> Decimal:
    return sum((line.amount for line in found), Decimal(0))
