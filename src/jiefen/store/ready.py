"""Queries and rows on the hot path: the ORM's own SQL, built once per database and asked again with other values.

    _CASE = Ready(lambda: Case.objects.select_related("holder").filter(number=Given("number")))
    case = _CASE.first(number="…")

Building a query costs the ORM several times what SQLite needs to answer it; a command asks a dozen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

ROW_PLACES = 900  # places for values in one statement; SQLite before 3.32 takes 999


class Given(Expression):
    """Stands in a query for a value that comes with the asking."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Ready:
    """A SELECT. `build` is called once per kind of database; rows are models, or tuples after `values_list`."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._built: dict[str, _Built] = {}

    def first(self, **given: Any) -> Any:
        """The first row or None."""
        return next(iter(self.rows(**given)), None)

    def rows(self, **given: Any) -> list[Any]:
        built = self._built.get(connection.vendor)
        if built is None:
            built = self._built[connection.vendor] = _Built(self._build())
        return built.rows(given)


class _Built:
    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self._compiler: Any = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = self._compiler.as_sql()
        self._select = self._compiler.select[: self._compiler.col_count]
        self._converters = self._compiler.get_converters([column[0] for column in self._select])
        self._related: list[Any] = []
        self._model: type[Model] | None = None
        if (klass := self._compiler.klass_info) is not None:
            fields = klass["select_fields"]
            self._model, self._span = klass["model"], slice(fields[0], fields[-1] + 1)
            self._names = [column[0].target.attname for column in self._select[self._span]]
            self._related = get_related_populators(klass, self._compiler.select, connection.alias)

    def rows(self, given: dict[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _filled(self._params, given))
            found: Any = cursor.fetchall()
        if self._converters:
            found = self._compiler.apply_converters(found, self._converters)
        return [tuple(row) for row in found] if self._model is None else [self._made(row) for row in found]

    def _made(self, row: Sequence[Any]) -> Model:
        assert self._model is not None
        made = self._model.from_db(connection.alias, self._names, row[self._span])
        for related in self._related:
            related.populate(row, made)
        return made


class ReadyUpdate:
    """An UPDATE of the rows of a query; calling it answers how many it changed."""

    def __init__(self, build: Callable[[], QuerySet[Any]], **columns: Any) -> None:
        self._build, self._columns = build, columns
        self._built: dict[str, tuple[str, Sequence[Any]]] = {}

    def __call__(self, **given: Any) -> int:
        if connection.vendor not in self._built:
            query = self._build().query.chain(UpdateQuery)
            query.add_update_values(self._columns)
            self._built[connection.vendor] = query.get_compiler(connection=connection).as_sql()
        sql, params = self._built[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, given))
            return cursor.rowcount


def _filled(params: Sequence[Any], given: dict[str, Any]) -> list[Any]:
    return [bound(given[one.name]) if isinstance(one, Given) else one for one in params]


def bound(value: Any) -> Any:
    """A value as the database driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, Enum):
        return value.value
    return value.pk if isinstance(value, Model) else value


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, all fresh, and give each its id; as `bulk_create` without building a query."""
    if not rows:
        return
    fields = _inserted(type(rows[0]))
    step = max(1, ROW_PLACES // len(fields))
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
    fields = [meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    held = "".join(f' AND "{name}" = %s' for name in unless)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection=connection) for field in fields]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        sql = f'UPDATE "{meta.db_table}" SET {columns} WHERE "{meta.pk.column}" = %s{held}'  # noqa: S608
        cursor.execute(sql, [*values, row.pk, *unless.values()])
        return cursor.rowcount == 1
