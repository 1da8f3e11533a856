"""What the open transaction has written to covered tables, as digests; and the same digests of what the tables say now.

The database itself takes note, by triggers (docs/decisions/0016-rows-in-the-history.md). SQLite: TEMP triggers of each
connection of ours, values handed to the journal in this process. PostgreSQL: permanent triggers, digests gathered in a
setting of the transaction, which a savepoint takes back with everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import OperationalError, connection
from django.db.models import BinaryField, Model

from jiefen.lib.fairsqlite.journal import FUNCTION
from jiefen.store.common import row_triggers
from jiefen.store.common.covered import COVERED

CHUNK = 2_000


@dataclass(frozen=True)
class RowLayout:
    """A covered table as `row_triggers.Covered` says."""

    label: str
    table: str
    model: type[Model]
    columns: tuple[str, ...]
    binary: frozenset[str]
    group: str


class RowNote(NamedTuple):
    """`digest` None: the row is gone; `case` None: the row says of no case that it is its own."""

    label: str
    key: int
    case: int | None
    digest: str | None


@cache
def layouts() -> dict[str, RowLayout]:
    """All covered tables by label, which is the model's name in small letters."""
    models = {
        model.__name__: model for model in apps.get_app_config("store").get_models(include_auto_created=True)
    }
    return {name.lower(): _layout(models[name], left_out=COVERED[name]) for name in COVERED}


def digest_of(text: str) -> str:
    """SHA-256 of a row's values as one text, in base64 without the sign at its end."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest())[:43].decode()


def take() -> list[RowNote]:
    """What was written since the last time in this transaction, once for each row."""
    if connection.vendor == "sqlite":
        journal: Any = connection.journal  # type: ignore[attr-defined]  # of our own backend
        return [
            RowNote(label, key, case, None if text is None else digest_of(text))
            for label, key, case, text in journal.take()
        ]
    with connection.cursor() as cursor:
        cursor.execute(row_triggers.POSTGRES_TAKE)
        lines = cursor.fetchone()[0].splitlines()
    fresh = {line.rpartition(":")[0].rpartition(":")[0]: line.split(":") for line in lines}
    return [
        RowNote(label, int(key), int(case) if case else None, digest or None)
        for label, key, case, digest in fresh.values()
    ]


def rows_of(layout: RowLayout, *, after: int = 0) -> Iterator[tuple[int, str]]:
    """Id and digest of each row of a table, by id."""
    if connection.vendor == "postgresql":
        yield from _rows(layout, text=row_triggers.postgres_text(layout.columns), after=after)
        return
    try:
        for row in _rows(layout, text=_sqlite_text(layout, odd=False), after=after):
            after = row[0]
            yield row
    except (
        OperationalError
    ):  # somebody has put bytes where text or a number belongs; SQLite's JSON cannot hold them
        yield from _rows(layout, text=_sqlite_text(layout, odd=True), after=after)


def _sqlite_text(layout: RowLayout, *, odd: bool) -> str:
    return row_triggers.sqlite_text(layout.columns, binary=layout.binary, odd=odd)


def _rows(layout: RowLayout, *, text: str, after: int) -> Iterator[tuple[int, str]]:
    sql = f'SELECT id, {text} FROM "{layout.table}" WHERE id > %s ORDER BY id'  # noqa: S608  (names of our own models)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, [after])
        while rows := cursor.fetchmany(CHUNK):
            for key, said in rows:
                yield key, digest_of(said)


def on_connect(raw: Any) -> None:
    """Set the triggers of a new connection to SQLite, for the tables that are there."""
    there = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for layout in layouts().values():
        if layout.table in there:
            for statement in row_triggers.sqlite(layout, function=FUNCTION):
                raw.execute(statement)


def install() -> None:
    """Set the triggers anew; after the tables have changed."""
    uninstall()
    if connection.vendor == "sqlite":
        on_connect(connection.connection)
        return
    with connection.cursor() as cursor:
        for statement in row_triggers.postgres(layouts().values()):
            cursor.execute(statement)


def uninstall() -> None:
    """Take no notes, while the tables change."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        raw: Any = connection.connection
        for (name,) in raw.execute(row_triggers.SQLITE_TRIGGERS).fetchall():
            raw.execute(f"DROP TRIGGER temp.{name}")
        return
    with connection.cursor() as cursor:
        cursor.execute(row_triggers.POSTGRES_TRIGGERS)
        for table, name in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def _layout(model: type[Model], *, left_out: Iterable[str]) -> RowLayout:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = tuple(str(field.column) for field in fields if field.name not in left_out)
    return RowLayout(
        label=model.__name__.lower(),
        table=model._meta.db_table,
        model=model,
        columns=columns,
        binary=frozenset(str(field.column) for field in fields if isinstance(field, BinaryField)),
        group="id" if model.__name__ == "Case" else "case_id" if "case_id" in columns else "",
    )
