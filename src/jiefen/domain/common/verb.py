"""What a row of the lifecycle table is."""

from __future__ import annotations

from dataclasses import dataclass

from jiefen.domain.common.words import Readers, Role, State, Word

TRIAGE = frozenset({State.REGISTERED, State.ACCEPTED})
WORKING = frozenset({State.ASSIGNED, State.HANDLING})
ENDED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED, State.ARCHIVED})
OPEN = frozenset(State) - ENDED
ANY = frozenset(State)


@dataclass(frozen=True)
class Ask:
    """One thing a verb asks.

    `type`: a vocabulary of which one word is chosen; or text, long, kept (long, but kept out of the history),
    clock_time, money, number, date, file; or a row looked up by its key, one of `store/questions`.
    `default`: what the form starts with, where one answer is the usual one. `shown`: the parties who read the entry
    read this text too; the label says so.
    """

    name: str
    label: str
    type: str | type[Word] = "long"
    required: bool = True
    hint: str = ""
    default: str = ""
    shown: bool = False


@dataclass(frozen=True, kw_only=True)
class Event:
    """One kind of entry in a case's history.

    `party_line`: the entry as a party reads it, with the labels of its own facts in braces ({unit} {co} {outcome}
    {track} {elsewhere} {reason} {clock} …); None: no party reads it. `own_line`: the same for whoever did it: the
    party in its facts, without such a fact the applicants. `readers`: which parties read it. `tells`: the posts of the
    holding unit that get a notice; empty: only the handler. `makes_insider`: whoever did it has had a hand in the
    matter and never judges an objection to it. `title`: the entry as the staff reads it, where that is not the label.
    """

    name: str
    label: str
    party_line: str | None
    tells: tuple[Role, ...]
    makes_insider: bool
    title: str = ""
    icon: str = "point"
    own_line: str = ""
    readers: Readers = Readers.ALL


@dataclass(frozen=True, kw_only=True)
class Verb(Event):
    """One row of the lifecycle. `to` None: the case stays where it is. `by`: role@relation+relation, one per role.

    `hint`: what a person should know before pressing the button. `hands` names who holds the case afterwards: keep,
    desk, origin, unit (the unit asked for). `tab`: offered on this tab of the case page (mediation, agreement,
    oversight) instead of at its head.
    """

    come_from: frozenset[State]
    to: State | None
    by: tuple[str, ...]
    hint: str
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    hands: str = "keep"
    key: str = ""
    tone: str = ""
    not_own_work: bool = False
    button: bool = True
    voids: bool = False
    tab: str = ""


def reason(label: str = "理由", *, shown: bool = False) -> Ask:
    return Ask(name="reason", label=label, shown=shown)


DESK = ("dispatcher@unit+below",)
HANDS = ("handler@own", "mediator@own")
