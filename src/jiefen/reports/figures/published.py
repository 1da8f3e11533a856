"""What everybody may read of the centre: outcomes with their denominators, the audit's result, the rule of allowances.

Small counts are left out, nothing leads to a case (law.md § 5, k-anonymity).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jiefen.domain.figures import shares
from jiefen.domain.figures.allowance import RULE
from jiefen.reports.agreement.outcome_ladder import RUNGS
from jiefen.reports.figures.audits import DrawLine
from jiefen.reports.figures.audits import published as published_audits
from jiefen.reports.figures.outcomes import FORMULA, OFF, figures_by_month
from jiefen.store.models import Case


@dataclass(frozen=True)
class PublicCell:
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
class Published:
    months: list[PublicMonth]
    heads: list[str]
    audits: list[DrawLine]
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
        audits=published_audits(),
        formula=FORMULA,
        rule=RULE,
    )


def _month(month: str, *, counted: dict[str, int], names: dict[str, str]) -> PublicMonth:
    base = counted["base"]
    if base < shares.FEWEST:
        return PublicMonth(month, f"少于 {shares.FEWEST}", [], "")
    cells = [
        PublicCell(label, shares.shown(counted[name], whole=base), _n(counted[name]))
        for name, label in names.items()
    ]
    return PublicMonth(month, str(base), cells, shares.shown_interval(counted["confirmed"], whole=base))


def _n(count: int) -> str:
    """A handful could point at somebody."""
    return str(count) if count == 0 or count >= shares.FEWEST else f"少于 {shares.FEWEST}"
