"""A case as a connected system is told of it: its limits and what may be done now, and nothing of who its people are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.reports.case.buttons import buttons_of
from jiefen.reports.case.page import may_still
from jiefen.reports.common.clock_view import ClockView, clocks_of, own_of
from jiefen.store.models import Case


@dataclass(frozen=True)
class SystemView:
    """`clocks`: the party's own limits first; `verbs`: names of the lifecycle table."""

    clocks: list[ClockView]
    verbs: list[str]


def system_view(actor: Actor, *, case: Case, now: datetime) -> SystemView:
    """No party is read or opened for it."""
    clocks = clocks_of(case, now=now)
    buttons = buttons_of(actor, case=case, may=may_still(actor, case=case), clocks=clocks, now=now)
    theirs = [clock for clock in clocks if not clock.own]
    return SystemView(clocks=[*own_of(clocks, now=now), *theirs], verbs=[button.verb for button in buttons])
