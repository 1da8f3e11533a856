"""The lifecycle of a case as one table: verb, from, to, by whom, clocks started, clocks stopped, what is asked.

Buttons, permission checks, API routes, `docs/rulebook.md` and the property tests all read these rows.
"""

from __future__ import annotations

from jiefen.domain.agreement.verbs import AGREEMENT_VERBS
from jiefen.domain.case.events import EVENTS
from jiefen.domain.case.verbs import LINE_VERBS
from jiefen.domain.case.verbs_in_place import IN_PLACE_VERBS
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.verb import ENDED, OPEN, Ask, Event, Verb
from jiefen.domain.common.words import State
from jiefen.domain.court.verbs import COURT_VERBS
from jiefen.domain.documents.verbs import FILE_VERBS
from jiefen.domain.mediation.verbs import MEDIATION_VERBS
from jiefen.domain.messages.verbs import MESSAGE_VERBS
from jiefen.domain.oversight.verbs import OVERSIGHT_VERBS
from jiefen.domain.oversight.verbs_disagreement import RESPONSIBILITY_VERBS
from jiefen.domain.routing.verbs import DESK_VERBS
from jiefen.domain.safety.verbs import SAFETY_VERBS

__all__ = [
    "BY_NAME",
    "ENDED",
    "EVENT_BY_NAME",
    "OPEN",
    "VERBS",
    "Ask",
    "Event",
    "Verb",
    "clock_rule",
    "landing",
    "next_verbs",
    "permit",
    "verb",
]

VERBS: tuple[Verb, ...] = (
    *DESK_VERBS,
    *LINE_VERBS,
    *IN_PLACE_VERBS,
    *MESSAGE_VERBS,
    *RESPONSIBILITY_VERBS,
    *SAFETY_VERBS,
    *MEDIATION_VERBS,
    *OVERSIGHT_VERBS,
    *AGREEMENT_VERBS,
    *COURT_VERBS,
    *FILE_VERBS,
)

BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}
# Everything that may stand in a case's history.
EVENT_BY_NAME: dict[str, Event] = {event.name: event for event in (*VERBS, *EVENTS)}

REFUSALS = frozenset({"return", "object", "refer_up"})
HANDLING_RULES = {"simple": "C-SIMPLE", "larger": "C-LARGER", "major": "C-MAJOR"}


def verb(name: str) -> Verb:
    if name not in BY_NAME:
        raise RuleError(f"没有“{name}”这个办理动作。")
    return BY_NAME[name]


def clock_rule(rule_id: str, *, weight: str) -> str:
    """`C-HANDLE` stands for the limit by weight (mission row C4); other ids stand for themselves."""
    return HANDLING_RULES[weight] if rule_id == "C-HANDLE" else rule_id


def landing(row: Verb, *, returns: int) -> State | None:
    """Where the verb leads. A second refusal goes to the centre for a ruling, never round in circles (row B7)."""
    if row.name in REFUSALS and returns >= 1:
        return State.RULING
    return row.to


def permit(name: str, *, state: str, ruled: bool = False) -> Verb:
    """The row, if the case may take it from this state; else a sentence that says what is possible."""
    row = verb(name)
    if state not in row.come_from:
        raise RuleError(f"案件现在是“{State.label_of(state)}”，不能“{row.label}”。请刷新页面看最新进展。")
    if name in REFUSALS and ruled:
        raise NotAllowed(
            "本案已由中心裁定承办单位，不能再退；需要别的单位一起办的，可以请求增加协办或组建联合调解组。"
        )
    return row


def next_verbs(state: str) -> tuple[Verb, ...]:
    return tuple(row for row in VERBS if state in row.come_from)
