"""The limit of work in one process: the rows of a registration written again by plain `sqlite3`, nothing else.

Same file settings (WAL, synchronous FULL), same tables, indexes and triggers, one transaction per registration; no
Django, no encryption, no reading. Beside it our own `register`, called without HTTP. Run on a throw-away home.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
import uuid
from typing import Any

TABLES = ("case", "party", "assignment", "clock", "entry", "outbox")
TURNS = 4
Rows = list[tuple[str, list[str], list[Any]]]


def main() -> None:
    """Argument: seconds in all. Prints one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.conf import settings

    seconds = float(sys.argv[1])
    ours, limit = 0, 0
    spent = {"ours": 0.0, "limit": 0.0}
    registration = _registering()
    registration()
    base = opened(str(settings.HOME.database))
    rows = rows_of_last(base)
    for _ in range(TURNS):
        began = time.perf_counter()
        while time.perf_counter() < began + seconds / TURNS / 2:
            registration()
            ours += 1
        middle = time.perf_counter()
        while time.perf_counter() < middle + seconds / TURNS / 2:
            base.execute("BEGIN IMMEDIATE")
            again(base, rows=rows)
            base.execute("COMMIT")
            limit += 1
        spent["ours"] += middle - began
        spent["limit"] += time.perf_counter() - middle
    rate, most = ours / spent["ours"], limit / spent["limit"]
    print(
        json.dumps(
            {"register_per_s": round(rate, 1), "raw_per_s": round(most, 1), "share": round(rate / most, 2)}
        )
    )


def _registering() -> Any:
    from django.utils import timezone

    from jiefen.actions.intake.register import register
    from jiefen.domain.intake.registration import read
    from jiefen.jobs.drilling.load import BODY
    from jiefen.reports.common.actors import actor_by_username

    clerk = actor_by_username("clerk", at=timezone.now())

    def one() -> None:
        now = timezone.now()
        facts = read(BODY, today=timezone.localdate(now), strict=False)
        register(registration=facts, by=clerk, at=now, key=uuid.uuid4().hex)

    return one


def opened(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "busy_timeout=20000"):
        base.execute(f"PRAGMA {pragma}")
    return base


def rows_of_last(base: sqlite3.Connection) -> Rows:
    """Every row that the last registration left: table, columns, values."""
    case = base.execute("SELECT max(id) FROM store_case").fetchone()[0]
    where = [(f"store_{name}", "id" if name == "case" else "case_id", case) for name in TABLES]
    last_inbox = base.execute("SELECT max(id) FROM store_inbox").fetchone()[0]
    secrets = base.execute("SELECT max(id) FROM store_secret").fetchone()[0]
    where += [("store_inbox", "id", last_inbox), ("store_casetext", "rowid", case)]
    where += [("store_secret", "id", secrets - at) for at in range(3)]
    rows: Rows = []
    for table, column, value in where:
        cursor = base.execute(f"SELECT * FROM {table} WHERE {column} = ?", [value])  # noqa: S608
        names = [field[0] for field in cursor.description]
        rows += [(table, names, list(row)) for row in cursor.fetchall()]
    return rows


def again(base: sqlite3.Connection, *, rows: Rows) -> None:
    """The same rows once more, with ids and keys of their own. Call inside a transaction."""
    mark = uuid.uuid4().hex
    fresh = {
        "number": mark[:24],
        "stream": mark,
        "event": mark,
        "key": mark,
    }
    case = base.execute("SELECT max(id) FROM store_case").fetchone()[0] + 1
    fresh |= {"case_id": case, "external_number": mark}
    for table, names, values in rows:
        own = case if table == "store_case" else None
        cells = [
            own if name == "id" else uuid.uuid4().bytes if name == "code_blind" else fresh.get(name, value)
            for name, value in zip(names, values, strict=True)
        ]
        places = ", ".join("?" * len(names))
        base.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", cells)  # noqa: S608


if __name__ == "__main__":
    main()
