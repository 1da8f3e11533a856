"""Matters that courts sent, for the court's window: those still here by their limit, then those gone back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import PartySide
from jiefen.domain.court.words import PartyChoice, ReferralKind, ReferralResult
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.clock_view import ClockView, clock_view
from jiefen.reports.court.panels import LIMITS
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import on_one_of
from jiefen.store.models import Case, Clock, Referral

SHOWN = 100


@dataclass(frozen=True)
class ReferralRow:
    title: str
    sub: str
    url: str
    court: str
    kind: str
    choices: str
    state: str
    tone: str
    clock: ClockView | None


def referrals(actor: Actor, *, returned: bool, now: datetime) -> list[ReferralRow]:
    """At most a hundred: what is due first comes first, and of those gone back the latest."""
    rows = Referral.objects.filter(
        on_one_of(Case.objects.visible_to(actor)), returned_at__isnull=not returned
    )
    shown_rows = list(rows.select_related("case").prefetch_related("choices_made").order_by("-pk")[:SHOWN])
    running = Clock.objects.filter(
        case__in=[row.case_id for row in shown_rows], rule__in=LIMITS, stopped_at=None
    )
    clocks = {clock.case_id: clock for clock in running.prefetch_related("pauses")}
    if not returned:
        shown_rows.sort(key=lambda row: _due(clocks.get(row.case_id)))
    return [_row(row, clock=clocks.get(row.case_id), now=now) for row in shown_rows]


def _due(clock: Clock | None) -> float:
    return clock.due.timestamp() if clock and clock.due else float("inf")


def _row(row: Referral, *, clock: Clock | None, now: datetime) -> ReferralRow:
    last = {
        choice_row.side: choice_row.choice
        for choice_row in sorted(row.choices_made.all(), key=lambda one: one.pk)
    }
    choices = "；".join(
        f"{PartySide.label_of(side)}{PartyChoice.label_of(choice)}" for side, choice in last.items()
    )
    refused = PartyChoice.COURT in last.values() and row.returned_at is None
    view = None
    if clock is not None and row.returned_at is None:
        view = clock_view(clock, pauses=list(clock.pauses.all()), now=now, calendar=snapshot().calendar)
    return ReferralRow(
        title=row.case.title,
        sub=f"{row.received_on} 移送",
        url=case_address(row.case, tab="mediation"),
        court=row.court,
        kind=ReferralKind.label_of(row.kind),
        choices=choices or "还没有问",
        state="请退回" if refused else ReferralResult.label_of(row.result),
        tone="bad" if refused else "done" if row.returned_at else "info",
        clock=view,
    )
