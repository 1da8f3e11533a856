"""Serial numbers: a counter row on SQLite (one writer anyway, gap-free), a sequence on PostgreSQL (gaps declared).

Why not one way for both: a hot counter row on PostgreSQL caps creates at about 90 a second (trust.md § 0).
"""

from __future__ import annotations

from typing import Any

from django.db import connection


def next_serial(name: str) -> int:
    """The next number of a series, from 1. Call inside the transaction that uses it. `name`: letters, digits, _."""
    return next_serials(name, count=1)[0]


def next_serials(name: str, *, count: int) -> list[int]:
    """The next `count` numbers, rising (without gaps between them on SQLite)."""
    if connection.vendor == "postgresql":
        return _from_sequence(name, count=count)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_counter (name, value) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value",
            [name, count],
        )
        last = int(cursor.fetchone()[0])
    return list(range(last - count + 1, last + 1))


def _from_sequence(name: str, *, count: int) -> list[int]:
    if not name.replace("_", "").isalnum():
        raise ValueError(f"not a series name: {name!r}")
    numbers = _next_values(name, count=count)
    if numbers[0] is None:  # the first of its series
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "serial_{name}"')
        numbers = _next_values(name, count=count)
    return sorted(int(number) for number in numbers)


def _next_values(name: str, *, count: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(to_regclass(%s)) FROM generate_series(1, %s)", [f"serial_{name}", count]
        )
        return [row[0] for row in cursor.fetchall()]
