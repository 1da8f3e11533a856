"""What the history says of every covered row, held against what the tables say.

The newest digest of a row counts: by place in the log, then by the order of writing. It is kept in a scratch database
that spills to disk, so that memory stays flat.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jiefen.store.common.row_notes import RowLayout, rows_of
from jiefen.store.models import Entry

BATCH = 20_000
CHUNK = 2_000
WAITING = 1 << 62  # the place of an entry that has no number in the log yet, before its id
_BITS = 44
_KEEP = (
    "INSERT INTO kept (row, place, entry, digest) VALUES (?, ?, ?, ?) ON CONFLICT (row) DO UPDATE SET"
    " place = excluded.place, entry = excluded.entry, digest = excluded.digest WHERE excluded.place > place"
)


class Difference(NamedTuple):
    """`kind`: row_changed, row_missing or row_extra. `entry`: id of the entry that says otherwise, if one does."""

    label: str
    key: int
    kind: str
    entry: int | None


class RowFold:
    """Filled with `add`, one entry at a time in any order; then `differences`."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute(
            "CREATE TABLE kept (row INTEGER PRIMARY KEY, place INTEGER, entry INTEGER, digest TEXT)"
        )
        self._numbers: dict[str, int] = {}
        self._waiting: list[tuple[int, int, int, str | None]] = []
        self.compared = 0

    def add(self, rows: Mapping[str, str | None], *, entry: int, log_index: int | None) -> None:
        place = WAITING + entry if log_index is None else log_index
        for name, digest in rows.items():
            label, _, key = name.partition(":")
            number = self._numbers.setdefault(label, len(self._numbers))
            self._waiting.append((number << _BITS | int(key), place, entry, digest))
        if len(self._waiting) >= BATCH:
            self._flush()

    def differences(self, tables: Iterable[RowLayout]) -> Iterator[Difference]:
        self._flush()
        for layout in tables:
            yield from self._of_table(layout)

    def _of_table(self, layout: RowLayout) -> Iterator[Difference]:
        """Both sides by key, side by side."""
        label, now = layout.label, self._now(layout)
        key, digest = next(now, (None, ""))
        for kept_key, entry, kept in self._kept(label):
            while key is not None and key < kept_key:
                yield Difference(label, key, "row_extra", None)
                key, digest = next(now, (None, ""))
            if key == kept_key:
                if kept != digest:
                    yield Difference(label, kept_key, "row_changed" if kept else "row_extra", entry)
                key, digest = next(now, (None, ""))
            elif kept is not None:
                yield Difference(label, kept_key, "row_missing", entry)
        while key is not None:
            yield Difference(label, key, "row_extra", None)
            key, digest = next(now, (None, ""))

    def _now(self, layout: RowLayout) -> Iterator[tuple[int, str]]:
        for row in rows_of(layout):
            self.compared += 1
            yield row

    def _kept(self, label: str) -> Iterator[tuple[int, int, str | None]]:
        if label not in self._numbers:
            return
        first = self._numbers[label] << _BITS
        sql = "SELECT row - ?, entry, digest FROM kept WHERE row >= ? AND row < ? ORDER BY row"
        yield from self._base.execute(sql, [first, first, first + (1 << _BITS)])

    def _flush(self) -> None:
        self._base.execute("BEGIN")
        self._base.executemany(_KEEP, self._waiting)
        self._base.execute("COMMIT")
        self._waiting.clear()


def whole_history() -> RowFold:
    """Everything that entries say of rows; the entries themselves are taken at their word."""
    fold = RowFold()
    said = Entry.objects.filter(body__contains='"rows":{').values_list("id", "log_index", "body")
    for pk, log_index, body in said.iterator(chunk_size=CHUNK):
        fold.add(json.loads(body).get("rows", {}), entry=pk, log_index=log_index)
    return fold
