"""Register a chunk of disputes at once: what `register` does for each, in a handful of statements for all.

For imports. There is no idempotency key: source and external number are the key, unique in the database, so whoever
sends a row again, and however often, gets the number of the case that it became the first time; another matter under the
same number is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jiefen.actions.common.command import Command
from jiefen.actions.intake.register import draw, place_of, prepare, registering_post, series, write
from jiefen.actions.intake.same_matter import Known, Outside, clash_with, content_of, known_outside
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience
from jiefen.domain.intake.fields import Registration
from jiefen.store.common import numbers
from jiefen.store.common.reference import Snapshot, snapshot
from jiefen.store.models import Case, Place


@dataclass(frozen=True)
class Incoming:
    """A registration with an external number. `note` becomes the first internal note; `unread`: the columns in it."""

    registration: Registration
    note: str = ""
    unread: tuple[str, ...] = ()

    @property
    def outside(self) -> Outside:
        return self.registration.source, self.registration.external_number


@dataclass(frozen=True)
class Settled:
    """`number` of the case, `known` when it was there before; or the refusal and no number.

    `same_as`: the place of an earlier one of these that has the same outside number; `since`: when a known case came in.
    """

    number: str = ""
    known: bool = False
    refusal: RuleError | None = None
    same_as: int | None = None
    since: datetime | None = None


def register_many(incoming: Sequence[Incoming], *, command: Command) -> list[Settled]:
    """One answer per registration, in order; one that is refused harms no other. Call inside a transaction.

    Raises NotAllowed when this person may not register at all.
    """
    post, now = registering_post(command.by), snapshot()
    numbered = known_outside({matter.outside for matter in incoming})
    contents = [content_of(matter.registration) for matter in incoming]
    answers: list[Settled | None] = [
        _settled(matter, content=content, known=numbered)
        for matter, content in zip(incoming, contents, strict=True)
    ]
    wanted = _wanted(incoming, contents=contents, answers=answers, now=now)
    serials = numbers.next_serials(series(command.at), count=len(wanted)) if wanted else []
    fresh = [
        prepare(
            filing,
            drawn=draw(filing, content=contents[at]),
            command=command,
            post=post,
            now=now,
            place=place,
            serial=serial,
        )
        for (at, place), serial in zip(wanted, serials, strict=True)
        for filing in (incoming[at].registration,)
    ]
    write(fresh, command=command)
    for (at, _), made in zip(wanted, fresh, strict=True):
        answers[at] = Settled(number=made.case.number)
        _note(made.case, text=incoming[at].note, command=command)
    command.history.write()
    return [_with_number(answer or Settled(), answers=answers) for answer in answers]


def _wanted(
    incoming: Sequence[Incoming], *, contents: Sequence[bytes], answers: list[Settled | None], now: Snapshot
) -> list[tuple[int, Place | None]]:
    """Places of those that become cases; the others get their answer."""
    wanted: list[tuple[int, Place | None]] = []
    coming: dict[Outside, int] = {}
    for at, matter in enumerate(incoming):
        if answers[at] is not None:
            continue
        if (first := coming.get(matter.outside)) is not None:
            same = contents[first] == contents[at]
            clash = None if same else clash_with("在这个文件里出现了两次", matter.registration)
            answers[at] = Settled(known=same, refusal=clash, same_as=first)
            continue
        try:
            wanted.append((at, place_of(matter.registration, now=now)))
            coming[matter.outside] = at
        except RuleError as error:
            answers[at] = Settled(refusal=error)
    return wanted


def _with_number(answer: Settled, *, answers: Sequence[Settled | None]) -> Settled:
    """What is the same as an earlier row of the file has that one's number."""
    first = answers[answer.same_as] if answer.same_as is not None and answer.known else None
    return replace(answer, number=first.number) if first else answer


def _settled(one: Incoming, *, content: bytes, known: dict[Outside, Known]) -> Settled | None:
    before = known.get(one.outside)
    if before is None:
        return None
    clash = before.clash(one.registration, content=content)
    return (
        Settled(refusal=clash)
        if clash
        else Settled(number=before.number, known=True, since=before.registered_at)
    )


def _note(case: Case, *, text: str, command: Command) -> None:
    if text:
        private = canonical({"text": text})
        command.history.add(case, verb="note", private=private, audience=Audience.INTERNAL)
