"""Rows written on the hot path: plain INSERT and UPDATE with the fields' own preparation, no query to build."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

PLACES = 900  # values in one statement; SQLite before 3.32 takes 999


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, all fresh, and give each its id; as `bulk_create` without building a query."""
    if not rows:
        return
    fields = _inserted(type(rows[0]))
    step = max(1, PLACES // len(fields))
    for start in range(0, len(rows), step):
        _insert(rows[start : start + step], fields=fields)


def _insert(rows: Sequence[Model], *, fields: list[Field[Any, Any]]) -> None:
    meta = type(rows[0])._meta
    auto = meta.pk not in fields
    places = "(" + ", ".join(["%s"] * len(fields)) + ")"
    columns = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES {", ".join([places] * len(rows))}'  # noqa: S608
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection=connection)
        for row in rows
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(f'{sql} RETURNING "{meta.pk.column}"' if auto else sql, values)
        keys = [key for (key,) in cursor.fetchall()] if auto else [row.pk for row in rows]
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


_fields: dict[type[Model], list[Field[Any, Any]]] = {}


def _inserted(model: type[Model]) -> list[Field[Any, Any]]:
    if model not in _fields:
        columns = model._meta.concrete_fields
        _fields[model] = [field for field in columns if field.get_internal_type() != "BigAutoField"]
    return _fields[model]


def change(row: Model, *, names: Sequence[str], only_if: dict[str, Any] | None = None) -> bool:
    """Write these fields of a row, if the columns of `only_if` still hold; answers whether they did."""
    meta, unless = type(row)._meta, only_if or {}
    fields = list(dict.fromkeys(meta.get_field(name) for name in names))
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    held = "".join(f' AND "{name}" = %s' for name in unless)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection=connection) for field in fields]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        sql = f'UPDATE "{meta.db_table}" SET {columns} WHERE "{meta.pk.column}" = %s{held}'  # noqa: S608
        cursor.execute(sql, [*values, row.pk, *unless.values()])
        return bool(cursor.rowcount == 1)
