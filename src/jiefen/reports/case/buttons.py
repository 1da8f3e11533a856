"""Where a case is and what comes next: the stepper, the next step, and the buttons a person may press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import next_verbs
from jiefen.domain.common.words import Outcome, State
from jiefen.reports.case.availability import Asked, nothing_to_do
from jiefen.reports.common.addresses import address
from jiefen.reports.common.clock_view import ClockView
from jiefen.reports.common.panels import Button
from jiefen.store.models import Case

STEPS: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("受理登记", (State.REGISTERED, State.COMPLETING)),
    ("分流指派", (State.ACCEPTED, State.RULING)),
    ("单位签收", (State.ASSIGNED, State.OBJECTING)),
    ("办理", (State.HANDLING,)),
    ("审核", (State.REVIEWING,)),
    ("办结", (State.REVIEWED, State.CLOSED)),
    ("归档", (State.ARCHIVED,)),
)
# These leave the line before its end: the steps between were never taken, and are not shown as if they had been.
CUT_SHORT = {
    Outcome.GUIDED: State.DECLINED,
    Outcome.WITHDRAWN: State.WITHDRAWN,
    Outcome.MERGED: State.MERGED,
}


@dataclass(frozen=True)
class StepView:
    label: str
    note: str
    state: str


def buttons_of(
    actor: Actor,
    *,
    case: Case,
    may: frozenset[str],
    clocks: Sequence[ClockView],
    now: datetime,
    tab: str = "",
) -> list[Button]:
    """Every button is a row of the lifecycle table that this person may take from here, and that finds something to do.

    `tab`: those of this tab instead of those at the head of the page.
    """
    own = actor.user_id in (case.handler_id, case.recorded_by_id)
    wanted = [
        row
        for row in next_verbs(case.state)
        if row.button and row.tab == tab and row.name in may and not (row.not_own_work and own)
    ]
    idle = nothing_to_do(Asked(case, actor, clocks, now), verbs={row.name for row in wanted})
    return [
        Button(
            verb=row.name,
            label=row.label,
            tone="primary" if row.name == "start" and "record" in idle else row.tone,
            key=row.key if len(row.key) == 1 else "",
            url=address("case_verb", case.number, row.name),
            needs=tuple(ask.name for ask in row.asks),
        )
        for row in wanted
        if row.name not in idle
    ]


def steps_of(case: Case) -> list[StepView]:
    cut = CUT_SHORT.get(Outcome(case.outcome))
    if cut is not None and case.recorded_by_id is None and case.state in (cut, State.ARCHIVED):
        marks = ("done", "done", "now") if case.state == State.ARCHIVED else ("done", "now", "todo")
        labels = ("受理登记", cut.label, "归档")
        return [StepView(label, "", mark) for label, mark in zip(labels, marks, strict=True)]
    at = next((place for place, (_, states) in enumerate(STEPS) if case.state in states), len(STEPS) - 2)
    return [
        StepView(
            label,
            State.label_of(case.state) if place == at else "",
            "done" if place < at else "now" if place == at else "todo",
        )
        for place, (label, _) in enumerate(STEPS)
    ]
