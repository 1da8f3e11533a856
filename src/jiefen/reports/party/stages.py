"""Each step that a matter has taken, as a party reads it: who had it, from when, by when, and why it was late.

By unit and post: no person, and nobody's own telephone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.domain.case.lifecycle import VERBS
from jiefen.domain.clocks.party_limits import is_ours, is_told
from jiefen.domain.common import moments
from jiefen.domain.common.words import PartySide, Role, State
from jiefen.reports.common import party_sentences
from jiefen.reports.common.clock_view import ClockView
from jiefen.reports.common.timeline import private_texts, unit_names
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case

# Which post has a matter in which state; of what has ended, nobody.
POSTS: dict[State, Role] = {
    State.REGISTERED: Role.DISPATCHER,
    State.ACCEPTED: Role.DISPATCHER,
    State.RULING: Role.DISPATCHER,
    State.OBJECTING: Role.DISPATCHER,
    State.COMPLETING: Role.CLERK,
    State.ASSIGNED: Role.HANDLER,
    State.HANDLING: Role.HANDLER,
    State.REVIEWING: Role.REVIEWER,
    State.REVIEWED: Role.REVIEWER,
}
EXPLAINS = ("explain_delay", "extend")  # an entry of these says in words why a limit is not kept
MOVING = ("register", *EXPLAINS, *(verb.name for verb in VERBS if verb.to is not None))
UNEXPLAINED = "还没有写明原因。您可以留言催问，也可以提异议。"


@dataclass(frozen=True)
class StageLimit:
    """One limit of a step. `value`: how much is left, or how it ended. `why`: why it was late, in a sentence."""

    label: str
    due: datetime | None
    value: str
    tone: str
    why: str


@dataclass(frozen=True)
class HeldStage:
    """`until` None: this is where the matter is now."""

    label: str
    unit: str
    post: str
    since: datetime
    until: datetime | None
    limits: list[StageLimit]


@dataclass
class _Walk:
    """Where the matter went, entry by entry: state, unit and moment, and what was said of each limit."""

    state: State
    unit: str
    steps: list[tuple[State, str, datetime]]
    said: dict[str, str]


def stages_of(case: Case, *, side: PartySide, clocks: Sequence[ClockView]) -> list[HeldStage]:
    """The newest first. `clocks`: all limits of the case."""
    walk = _walked(case)
    names = _names({unit for _, unit, _ in walk.steps})
    told = [clock for clock in clocks if is_ours(clock.rule) and is_told(clock.rule, to=side)]
    ends: list[datetime | None] = [since for _, _, since in walk.steps[1:]]
    stages = [
        HeldStage(
            label=party_sentences.short(state, side=side, in_force=False),
            unit=names.get(unit, case.holder.name),
            post=POSTS[state].label if state in POSTS else "",
            since=since,
            until=until,
            limits=[
                _limit(clock, said=walk.said) for clock in told if _within(clock, since=since, until=until)
            ],
        )
        for (state, unit, since), until in zip(walk.steps, [*ends, None], strict=True)
    ]
    return stages[::-1]


def _names(codes: set[str]) -> dict[str, str]:
    """By code; units that were closed since are looked up."""
    units = snapshot().units
    return {code: units[code].name for code in codes} if codes <= set(units) else unit_names()


def _walked(case: Case) -> _Walk:
    walk = _Walk(State.REGISTERED, case.origin.code, [], {})
    for entry in case.entries.filter(verb__in=MOVING).order_by("seq"):
        body: dict[str, Any] = json.loads(entry.body)
        if entry.verb in EXPLAINS:
            walk.said[body["facts"].get("clock", "")] = private_texts(entry, case=case, body=body).get(
                "reason", ""
            )
            continue
        before = (walk.state, walk.unit)
        walk.state = State(body["set"].get("state", walk.state))
        walk.unit = body["set"].get("holder", walk.unit)
        if not walk.steps or before != (walk.state, walk.unit):
            walk.steps.append((walk.state, walk.unit, entry.at))
    return walk


def _within(clock: ClockView, *, since: datetime, until: datetime | None) -> bool:
    """A limit is told at the step in which it began."""
    return since <= clock.started_at and (until is None or clock.started_at < until)


def _limit(clock: ClockView, *, said: dict[str, str]) -> StageLimit:
    late = clock.tone == "bad" and not clock.paused
    return StageLimit(
        label=party_sentences.CLOCKS.get(clock.label, clock.label),
        due=clock.due,
        value=clock.value,
        tone=clock.tone,
        why=(said.get(clock.rule) or UNEXPLAINED) if late else "",
    )


def in_a_line(stage: HeldStage) -> str:
    """The step that the matter is in now: who has it, from when."""
    since = moments.short_minute_in_words(snapshot().calendar.local(stage.since))
    return f"{since} 起，由{stage.unit}（{stage.post}）办" if stage.post else f"{since} 起"
