"""Serial numbers: a counter row on SQLite (one writer anyway, gap-free), a sequence on PostgreSQL (gaps declared).

Why not one way for both: a hot counter row on PostgreSQL caps creates at about 90 a second (trust.md § 0).
"""

from __future__ import annotations

from django.db import connection
from django.db.models import F

from jiefen.store.models import Counter


def next_serial(name: str) -> int:
    """The next number of a series, from 1. Call inside the transaction that uses it. `name`: letters, digits, _."""
    if connection.vendor == "postgresql":
        return _from_sequence(name)
    changed = Counter.objects.filter(pk=name).update(value=F("value") + 1)
    if not changed:
        Counter.objects.bulk_create([Counter(name=name, value=1)])
        return 1
    return Counter.objects.values_list("value", flat=True).get(pk=name)


def _from_sequence(name: str) -> int:
    if not name.replace("_", "").isalnum():
        raise ValueError(f"not a series name: {name!r}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"serial_{name}"])
        if cursor.fetchone()[0] is None:
            cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "serial_{name}"')
        cursor.execute("SELECT nextval(%s)", [f"serial_{name}"])
        return int(cursor.fetchone()[0])
