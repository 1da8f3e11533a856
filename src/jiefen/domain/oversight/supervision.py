"""How levels of supervision stand to one another, and from which state each further step is taken."""

from __future__ import annotations

from jiefen.domain.oversight.words import SupervisionLevel, SupervisionState

LEVELS = {
    "urge": SupervisionLevel.URGE,
    "supervise": SupervisionLevel.ORDER,
    "list_case": SupervisionLevel.LISTED,
    "put_leader": SupervisionLevel.LEADER,
}
STANDING = (SupervisionState.STANDING, SupervisionState.ANSWERED)
# verb: the states of a supervision in which it may be taken, and the sentence when there is none.
FROM: dict[str, tuple[tuple[SupervisionState, ...], str]] = {
    "drop_proposal": ((SupervisionState.PROPOSED,), "没有等待决定的督办建议。"),
    "answer_supervision": ((SupervisionState.STANDING,), "没有等待答复的督办。"),
    "return_answer": ((SupervisionState.ANSWERED,), "承办单位还没有答复督办。"),
    "lift": (STANDING, "本案没有在督办。"),
}
_ORDER = tuple(SupervisionLevel)


def reaches(level: str, other: str) -> bool:
    """Whether `level` is as high as the other, or higher."""
    return _ORDER.index(SupervisionLevel(level)) >= _ORDER.index(SupervisionLevel(other))


def steps_from(state: SupervisionState) -> tuple[str, ...]:
    """Verbs that take a supervision in this state further; a proposal is taken up at any level."""
    begin = tuple(LEVELS)[1:] if state is SupervisionState.PROPOSED else ()
    return begin + tuple(verb for verb, (states, _) in FROM.items() if state in states)
