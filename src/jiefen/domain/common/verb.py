"""What a row of the lifecycle table is."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.domain.common.words import State, Word

TRIAGE = frozenset({State.REGISTERED, State.ACCEPTED})
WORKING = frozenset({State.ASSIGNED, State.HANDLING})
ENDED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED, State.ARCHIVED})
OPEN = frozenset(State) - ENDED
ANY = frozenset(State)


@dataclass(frozen=True)
class Ask:
    """One thing a verb asks.

    `type`: a vocabulary of which one word is chosen; or text, long, kept (long, but kept out of the history),
    clock_time, money, number, date, file; or a row looked up by its key, as `LOOKUPS` reads it and `OFFERS` offers it.
    """

    name: str
    label: str
    type: str | type[Word] = "long"
    required: bool = True
    hint: str = ""


@dataclass(frozen=True)
class Verb:
    """One row. `to` None: the case stays where it is. `by`: role@relation+relation, one per role.

    `hands` names who holds the case afterwards: keep, desk, origin, unit (the unit asked for). `tab`: offered on this
    tab of the case page (mediation, agreement, oversight) instead of at its head.
    """

    name: str
    label: str
    come_from: frozenset[State]
    to: State | None
    by: tuple[str, ...]
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    hands: str = "keep"
    key: str = ""
    tone: str = ""
    icon: str = "point"
    not_own_work: bool = False
    button: bool = True
    voids: bool = False
    tab: str = ""


def reason(label: str = "理由") -> Ask:
    return Ask(name="reason", label=label)


DESK = ("dispatcher@unit+below",)
HANDS = ("handler@own", "mediator@own")
