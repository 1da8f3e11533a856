"""Rows written on the hot path: plain INSERT and UPDATE, their SQL kept, with no query to build.

Values go through their fields' own preparation, except for kinds of field whose values the drivers take as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

PLACES = 900  # values in one statement; SQLite before 3.32 takes 999
PREPARED = ("DateField", "DecimalField", "UUIDField")
Column = tuple[str, Callable[..., Any] | None, Callable[[], Any]]


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, all fresh, and give each its id; as `bulk_create` does."""
    if not rows:
        return
    keys = insert_plain(type(rows[0]), rows=[row.__dict__ for row in rows])
    for row, key in zip(rows, keys or [row.pk for row in rows], strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_plain(model: type[Model], *, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """The same for rows that need not be models: values by column name, `case_id` for a `case`.

    What a row does not name gets the field's default. Answers the ids that the database gave, if it gives them.
    """
    columns = _inserted(model)[0]
    step = max(1, PLACES // len(columns))
    keys: list[Any] = []
    for start in range(0, len(rows), step):
        keys += _insert(model, rows=rows[start : start + step])
    return keys


def _insert(model: type[Model], *, rows: Sequence[dict[str, Any]]) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    columns, auto = _inserted(model)
    values = []
    for row in rows:
        for name, prepare, default in columns:
            value = row[name] if name in row else default()
            values.append(value if prepare is None or value is None else prepare(value, connection=database))
    with database.cursor() as cursor:
        cursor.execute(_insert_sql(model, n=len(rows)), values)
        return [key for (key,) in cursor.fetchall()] if auto else []


def change(row: Model, *, names: Sequence[str], only_if: dict[str, Any] | None = None) -> bool:
    """Write these fields of a row, if the columns of `only_if` still hold; answers whether they did."""
    sql, columns = _update_sql(type(row), names=tuple(names), held=tuple(only_if or ()))
    database = connections[DEFAULT_DB_ALIAS]
    values = [getattr(row, name) for name, _, _ in columns]
    for at, (_, prepare, _) in enumerate(columns):
        if prepare is not None and values[at] is not None:
            values[at] = prepare(values[at], connection=database)
    with database.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk, *(only_if or {}).values()])
        return bool(cursor.rowcount == 1)


@lru_cache(maxsize=100)
def _inserted(model: type[Model]) -> tuple[tuple[Column, ...], bool]:
    """The columns to be given, and whether the database adds the id."""
    fields = [field for field in model._meta.concrete_fields if field.get_internal_type() != "BigAutoField"]
    return tuple(_column(field) for field in fields), model._meta.pk not in fields


def _column(field: Field[Any, Any]) -> Column:
    if field.get_internal_type() == "DateTimeField":
        return field.attname, _moment, field.get_default
    prepare = field.get_db_prep_save if field.get_internal_type() in PREPARED else None
    return field.attname, prepare, field.get_default


def _moment(value: datetime, *, connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


@lru_cache(maxsize=400)
def _insert_sql(model: type[Model], *, n: int) -> str:
    columns, auto = _inserted(model)
    names = ", ".join(f'"{name}"' for name, _, _ in columns)
    places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * n)
    returning = f' RETURNING "{model._meta.pk.column}"' if auto else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {places}{returning}'  # noqa: S608


@lru_cache(maxsize=400)
def _update_sql(
    model: type[Model], *, names: tuple[str, ...], held: tuple[str, ...]
) -> tuple[str, tuple[Column, ...]]:
    fields: list[Any] = list(dict.fromkeys(model._meta.get_field(name) for name in names))
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    where = "".join(f' AND "{name}" = %s' for name in held)
    sql = f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s{where}'  # noqa: S608
    return sql, tuple(_column(field) for field in fields)
