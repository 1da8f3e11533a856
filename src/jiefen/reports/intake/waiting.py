"""How long people waited for their turn: by hour of the day, and how many each window served. A count of the house's work,
never a ranking of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from jiefen.domain.common import moments
from jiefen.domain.intake.queue import WINDOWS, median_minutes
from jiefen.domain.intake.queue_words import TicketState
from jiefen.store.intake import today
from jiefen.store.models import HallTicket

DAYS = 30


@dataclass(frozen=True)
class HourLine:
    """Those who came in one hour of the day: how many, and the median of the minutes they waited."""

    hour: str
    came: int
    waited: str


@dataclass(frozen=True)
class WaitingFigures:
    """Of the last thirty days. `waited`: the median; `unmet`: numbers nobody came with; `windows`: number and how many."""

    days: int
    came: int
    served: int
    unmet: int
    waited: str
    hours: list[HourLine]
    windows: list[tuple[int, int]]


def waiting_figures(*, now: datetime) -> WaitingFigures:
    rows = HallTicket.objects.filter(day__gt=today(now) - timedelta(days=DAYS)).exclude(
        state=TicketState.MERGED
    )
    met = rows.filter(serving_at__isnull=False).values_list("arrived_at", "serving_at")
    by_hour: dict[int, list[timedelta]] = {}
    for arrived, began in met:
        if began is not None:
            by_hour.setdefault(moments.local(arrived).hour, []).append(began - arrived)
    spans = [span for some in by_hour.values() for span in some]
    done = rows.filter(state=TicketState.DONE, window__isnull=False)
    served = done.values_list("window__number").annotate(n=Count("pk")).order_by("window__number")
    return WaitingFigures(
        days=DAYS,
        came=rows.count(),
        served=done.count(),
        unmet=rows.filter(state=TicketState.NO_SHOW).count(),
        waited=_minutes(spans),
        hours=[
            HourLine(f"{hour:02d}:00", len(some), _minutes(some)) for hour, some in sorted(by_hour.items())
        ],
        windows=list(served[:WINDOWS]),
    )


def _minutes(spans: list[timedelta]) -> str:
    about = median_minutes(spans)
    return "—" if about is None else f"{about} 分钟"
