"""Queries on the hot path: the ORM's own SQL, built once per kind of database and asked again with other values.

    _CASE = Prepared(lambda: Case.objects.select_related("holder").filter(number=Param("number")))
    case = _CASE.first(number="…")

Building a query costs the ORM several times what SQLite needs to answer it; a command asks a dozen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery


class Param(Expression):
    """Stands in a query for a value that comes with the asking."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Prepared:
    """A SELECT. `build` is called once per kind of database; rows are models, or tuples after `values_list`."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._built: dict[str, _Built] = {}

    def first(self, **given: Any) -> Any:
        """The first row or None."""
        return next(iter(self.rows(**given)), None)

    def rows(self, **given: Any) -> list[Any]:
        database = connections[DEFAULT_DB_ALIAS]
        built = self._built.get(database.vendor)
        if built is None:
            built = self._built[database.vendor] = _Built(self._build(), database=database)
        return built.rows(given, database=database)


class _Built:
    def __init__(self, queryset: QuerySet[Any, Any], *, database: Any) -> None:
        self._compiler: Any = queryset.query.get_compiler(connection=database)
        self._sql, self._params = self._compiler.as_sql()
        self._converters = self._compiler.get_converters(
            [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        )
        self._related: list[Any] = []
        self._model: type[Model] | None = None
        if issubclass(queryset._iterable_class, ModelIterable):
            klass = self._compiler.klass_info
            fields = klass["select_fields"]
            self._model, self._span = klass["model"], slice(fields[0], fields[-1] + 1)
            self._names = [column[0].target.attname for column in self._compiler.select[self._span]]
            self._related = get_related_populators(klass, self._compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of Django 6

    def rows(self, given: dict[str, Any], *, database: Any) -> list[Any]:
        with database.cursor() as cursor:
            cursor.execute(self._sql, _filled(self._params, given, database=database))
            rows: Any = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return [tuple(row) for row in rows] if self._model is None else [self._made(row) for row in rows]

    def _made(self, row: Sequence[Any]) -> Model:
        assert self._model is not None
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._span])
        for related in self._related:
            related.populate(row, made)
        return made


class ReadyUpdate:
    """An UPDATE of the rows of a query; calling it answers how many it changed."""

    def __init__(self, build: Callable[[], QuerySet[Any]], **columns: Any) -> None:
        self._build, self._columns = build, columns
        self._built: dict[str, tuple[str, Sequence[Any]]] = {}

    def __call__(self, **given: Any) -> int:
        database = connections[DEFAULT_DB_ALIAS]
        if database.vendor not in self._built:
            query: Any = self._build().query.chain(UpdateQuery)
            query.add_update_values(self._columns)
            self._built[database.vendor] = query.get_compiler(connection=database).as_sql()
        sql, params = self._built[database.vendor]
        with database.cursor() as cursor:
            cursor.execute(sql, _filled(params, given, database=database))
            return int(cursor.rowcount)


def _filled(params: Sequence[Any], given: dict[str, Any], *, database: Any) -> list[Any]:
    return [
        bound(given[parameter.name], database=database) if isinstance(parameter, Param) else parameter
        for parameter in params
    ]


def bound(value: Any, *, database: Any) -> Any:
    """A value as the database driver takes it."""
    if isinstance(value, datetime):
        return database.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return database.ops.adapt_datefield_value(value)
    if isinstance(value, Enum):
        return value.value
    return value.pk if isinstance(value, Model) else value
