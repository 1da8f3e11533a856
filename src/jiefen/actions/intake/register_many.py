"""Register a chunk of disputes at once: what `register` does for each, in a handful of statements for all.

For imports. There is no idempotency key: source and external number are the key, unique in the database, so whoever
sends a row again, and however often, gets the number of the case that it became the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiefen.actions.common.command import Command
from jiefen.actions.intake.register import draw, place_of, prepare, registering_post, series, write
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience
from jiefen.domain.intake.fields import Registration
from jiefen.store.common import numbers
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Place

Outside = tuple[str, str]


@dataclass(frozen=True)
class Incoming:
    """A registration with an external number. `note` becomes the first internal note."""

    registration: Registration
    note: str = ""

    @property
    def outside(self) -> Outside:
        return self.registration.source, self.registration.external_number


@dataclass(frozen=True)
class Settled:
    """`number` of the case, `known` when it was there before; or the refusal and no number."""

    number: str = ""
    known: bool = False
    refusal: RuleError | None = None


def register_many(incoming: Sequence[Incoming], *, command: Command) -> list[Settled]:
    """One answer per registration, in order; one that is refused harms no other. Call inside a transaction.

    Raises NotAllowed when this person may not register at all.
    """
    post, now = registering_post(command.by), snapshot()
    numbered = _known({matter.outside for matter in incoming})
    answers: list[Settled | None] = [_settled(matter, known=numbered) for matter in incoming]
    wanted: list[tuple[int, Place | None]] = []
    coming: dict[Outside, int] = {}
    for at, matter in enumerate(incoming):
        if answers[at] is not None or matter.outside in coming:
            continue
        try:
            wanted.append((at, place_of(matter.registration, now=now)))
            coming[matter.outside] = at
        except RuleError as error:
            answers[at] = Settled(refusal=error)
    serials = numbers.next_serials(series(command.at), count=len(wanted)) if wanted else []
    fresh = [
        prepare(filing, drawn=draw(filing), command=command, post=post, now=now, place=place, serial=serial)
        for (at, place), serial in zip(wanted, serials, strict=True)
        for filing in (incoming[at].registration,)
    ]
    write(fresh, command=command)
    for (at, _), made in zip(wanted, fresh, strict=True):
        answers[at] = Settled(number=made.case.number)
        numbered[incoming[at].outside] = made.case.number
        _note(made.case, text=incoming[at].note, command=command)
    command.history.write()
    return [
        answer or Settled(number=numbered[matter.outside], known=True)
        for answer, matter in zip(answers, incoming, strict=True)
    ]


def _known(outside: set[Outside]) -> dict[Outside, str]:
    cases = Case.objects.filter(
        source__in={source for source, _ in outside}, external_number__in={number for _, number in outside}
    )
    rows = cases.values_list("source", "external_number", "number")
    return {(source, external): number for source, external, number in rows}


def _settled(one: Incoming, *, known: dict[Outside, str]) -> Settled | None:
    number = known.get(one.outside)
    return None if number is None else Settled(number=number, known=True)


def _note(case: Case, *, text: str, command: Command) -> None:
    if text:
        private = canonical({"text": text})
        command.history.add(case, verb="note", private=private, audience=Audience.INTERNAL)
