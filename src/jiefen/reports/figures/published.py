"""What everybody may read of the centre: outcomes with their denominators, the audit's result, the rule of allowances.

Small counts are left out with their shares, and so is what they could be reckoned from (`domain.figures.small_counts`);
nothing leads to a case (law.md § 5, k-anonymity).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jiefen.domain.agreement.words import Rung
from jiefen.domain.figures import shares
from jiefen.domain.figures.allowance import RULE
from jiefen.domain.figures.small_counts import Sum, Table, Within, hidden
from jiefen.reports.agreement.outcome_ladder import RUNGS
from jiefen.reports.figures.audits import DrawLine
from jiefen.reports.figures.audits import published as published_audits
from jiefen.reports.figures.outcomes import FORMULA, OFF, figures_by_month
from jiefen.store.models import Case

# Counts that add up to all accepted matters, with those that an audit struck out or that ended in no way named here.
ENDS = (str(Rung.AGREED), "failed", "refused", "withdrawn", "guided", "open")
REST = "rest"
LADDER = (
    Within(str(Rung.CONFIRMED), str(Rung.AGREED)),
    Within(str(Rung.PERFORMED), str(Rung.CONFIRMED)),
    Within(str(Rung.COURT), str(Rung.CONFIRMED)),
    Within(str(Rung.DURABLE), str(Rung.PERFORMED)),
    Within("unconfirmed", str(Rung.AGREED)),
)


@dataclass(frozen=True)
class PublicCell:
    """`n` and `share` are empty together when the count is not published."""

    label: str
    share: str
    n: str


@dataclass(frozen=True)
class PublicMonth:
    month: str
    base: str
    cells: list[PublicCell]
    range: str


@dataclass(frozen=True)
class PublicAudit:
    """One month's independent sample; a count that is not published is a dash."""

    month: str
    base: str
    drawn: str
    looked: str
    true: str
    partly: str
    false: str
    unreached: str
    odd: str


@dataclass(frozen=True)
class Published:
    months: list[PublicMonth]
    heads: list[str]
    audits: list[PublicAudit]
    formula: str
    rule: str


def published(*, now: datetime) -> Published:
    """Whole months only, those with fewer than ten matters as one dash. Counted once in ten minutes: anybody may ask."""
    return _counted(now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0))


@lru_cache(maxsize=1)
def _counted(now: datetime) -> Published:
    names = {str(rung): rung.label for rung in RUNGS} | {name: label for name, (label, _) in OFF.items()}
    months = figures_by_month(Case.objects.all(), now=now)[1:]
    return Published(
        months=[_month(month, counted=counted, names=names) for month, counted in months],
        heads=list(names.values()),
        audits=[_audit(draw) for draw in published_audits()],
        formula=FORMULA,
        rule=RULE,
    )


def _month(month: str, *, counted: dict[str, int], names: dict[str, str]) -> PublicMonth:
    base = counted["base"]
    if base < shares.FEWEST:
        return PublicMonth(month, f"少于 {shares.FEWEST}", [], "")
    out = hidden(table_of(counted))
    if "base" in out:
        return PublicMonth(month, "不公布", [], "")
    cells = [
        PublicCell(label, "", "")
        if name in out
        else PublicCell(label, shares.shown(counted[name], whole=base), str(counted[name]))
        for name, label in names.items()
    ]
    confirmed = str(Rung.CONFIRMED)
    interval = "" if confirmed in out else shares.shown_interval(counted[confirmed], whole=base)
    return PublicMonth(month, str(base), cells, interval)


def table_of(counted: Mapping[str, int]) -> Table:
    """A month's counts, and what is known of how they hang together."""
    rest = counted["base"] - sum(counted[name] for name in ENDS)
    counts = {**counted, REST: rest}
    within = tuple(row for row in LADDER if counts[row.part] <= counts[row.whole])
    return Table(counts, sums=(Sum("base", (*ENDS, REST)),), within=within, outside=frozenset({REST}))


def _audit(draw: DrawLine) -> PublicAudit:
    out = hidden(audit_table_of(draw))
    return PublicAudit(
        month=draw.month,
        **{name: "—" if name in out else str(count) for name, count in audit_table_of(draw).counts.items()},
    )


def audit_table_of(draw: DrawLine) -> Table:
    """A published audit's counts; those drawn and not yet looked at are what is left."""
    findings = ("true", "partly", "false", "unreached")
    names = ("base", "drawn", "looked", *findings, "odd")
    return Table(
        {name: getattr(draw, name) for name in names},
        sums=(Sum("looked", findings),),
        within=(Within("looked", "drawn"), Within("drawn", "base")),
    )
