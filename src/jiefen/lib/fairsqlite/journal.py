"""What a connection has written in the open transaction, told by TEMP triggers that call `note`.

Whoever commits has to `take` it first: a commit with notes left over is refused, and so is a noted write outside a
transaction. A savepoint that is rolled back takes its notes with it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import InternalError

FUNCTION = "jiefen_note"
logger = logging.getLogger("jiefen.store")


class Written(NamedTuple):
    """A row as it is after a write; `text` None: deleted. `group`: whatever the trigger gives to sort notes by."""

    table: str
    key: int
    group: int | None
    text: str | None


class UnrecordedWrite(InternalError):
    """Rows were written that nobody took note of; nothing is kept of the transaction."""


@dataclass
class Journal:
    """`taken`: how many of the notes have been taken; `marks`: both lengths at each savepoint.

    `strict`: the first savepoint under an outer transaction counts as a transaction; for tests that roll back.
    """

    raw: Any
    strict: bool = False
    notes: list[Written] = field(default_factory=list)
    taken: int = 0
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def note(self, table: str, key: int, group: int | None, text: str | None = None) -> None:
        """Called by SQLite; what it raises fails the statement."""
        if not self.raw.in_transaction:
            logger.error("a row of %s was to be written outside a transaction", table)
            raise UnrecordedWrite(table)
        self.notes.append(Written(table, key, group, text))

    def take(self) -> list[Written]:
        """The notes since the last time, the last one of each row."""
        fresh = {note[:2]: note for note in self.notes[self.taken :]}
        self.taken = len(self.notes)
        return list(fresh.values())

    def mark(self, savepoint: str) -> None:
        self.marks[savepoint] = (len(self.notes), self.taken)

    def back_to(self, savepoint: str) -> None:
        length, self.taken = self.marks[savepoint]
        del self.notes[length:]

    def released(self, savepoint: str, *, outermost: bool) -> None:
        length, _ = self.marks[savepoint]
        if outermost and self.strict and length < len(self.notes) and self.taken < len(self.notes):
            self.refuse()

    def clear(self) -> None:
        self.notes.clear()
        self.marks.clear()
        self.taken = 0

    def refuse(self) -> None:
        """Raise when notes were left over."""
        left = sorted({note.table for note in self.notes[self.taken :]})
        if left:
            logger.error("rows of %s were written and no entry records them", ", ".join(left))
            raise UnrecordedWrite(f"rows of {', '.join(left)} were written and no entry records them")
