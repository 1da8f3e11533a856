"""What one kind of question is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import QuerySet

from jiefen.domain.common.reading import whole_number
from jiefen.store.common.prepared import Prepared
from jiefen.store.models import Case
from jiefen.store.people.able import day_of

Row = TypeVar("Row")


@dataclass(frozen=True)
class QuestionKind(Generic[Row]):
    """A key that `rows` does not have is refused, so what is offered is what is accepted.

    `rows`: what may be chosen on a case at a moment, in the order of the list. `label`: a row on screen. `refusal`: why
    a key is not taken. `column` of the row is its key in a form; `key` makes one where no column is. `many`: several may
    be chosen, commas between. `prepared`: the same choice by its `key` on the day `today` as a query that is
    built once, where every command on the way of a case asks it.
    """

    rows: Callable[[Case, datetime], Iterable[Row]]
    label: Callable[[Row], str]
    refusal: str | Callable[[str, Case], str]
    column: str = "pk"
    key: Callable[[Row], str] | None = None
    many: bool = False
    prepared: Prepared | None = None

    def offered(self, case: Case, *, now: datetime) -> list[tuple[str, str]]:
        """Keys and labels for a select box."""
        return [(self.key_of(row), self.label(row)) for row in self.rows(case, now)]

    def key_of(self, row: Row) -> str:
        return self.key(row) if self.key else str(getattr(row, self.column))

    def chosen(self, key: str, *, case: Case, now: datetime) -> Row | None:
        """The row of a key; None when it may not be chosen."""
        record: Row | None
        if self.prepared:
            record = self.prepared.first(key=key, today=day_of(now))
            return record
        rows = self.rows(case, now)
        if not isinstance(rows, QuerySet):
            return next((row for row in rows if self.key_of(row) == key), None)
        if self.column == "pk" and whole_number(key) is None:
            return None
        record = rows.filter(**{self.column: key}).first()
        return record

    def why_not(self, key: str, *, case: Case) -> str:
        return self.refusal if isinstance(self.refusal, str) else self.refusal(key, case)
