"""Rows that the history does not know yet are taken into it "as found": those of an older home, and those of a table whose
columns an upgrade has changed (docs/decisions/0016-rows-in-the-history.md).

In batches, so that nobody waits; broken off, it goes on where it stood. Rows that differed from the history before an
upgrade are not taken: they differ afterwards too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from jiefen.actions.common.actors import make_actors, system_actor
from jiefen.actions.common.history import History, recorded
from jiefen.lib import durable
from jiefen.store.common import row_notes
from jiefen.store.common.row_fold import whole_history
from jiefen.store.common.row_layouts import STREAM, current_layouts, recorded_layouts, tables_of
from jiefen.store.models import Entry

BATCH = 2_000


@contextmanager
def tables_changing() -> Iterator[None]:
    """Around a migration: takes no notes meanwhile, and remembers what differed before. `open_rows` belongs after it."""
    if not _before().exists() and (known := _opened_layouts()):
        differing = [f"{row.label}:{row.key}" for row in whole_history().differences(tables_of(known))]
        durable.write(_before(), json.dumps(differing).encode())
    row_notes.uninstall()
    yield
    row_notes.install()


def open_rows(*, at: datetime) -> int:
    """Take into the history what it does not know. Answers how many rows; 0 at once when it knows all."""
    known, wanted = recorded_layouts(), current_layouts()
    if known == wanted and not _before().exists():
        return 0
    differing = frozenset(json.loads(_before().read_bytes())) if _before().exists() else frozenset[str]()
    with transaction.atomic():
        make_actors()
        History(by=system_actor(), at=at).write()
    taken, reached = 0, _reached()
    for label in wanted:
        if known.get(label) != wanted[label]:
            taken += _whole_table(label, after=reached.get(label, 0), differing=differing, at=at)
    if known:
        same = {label: columns for label, columns in wanted.items() if known.get(label) == columns}
        taken += _changed_rows(same, differing=differing, at=at)
    with recorded(by=system_actor(), at=at) as history:
        facts = {"layouts": wanted, "rows": taken, "differing": len(differing)}
        history.add_to_stream(STREAM, verb="rows_opened", facts=facts)
    _before().unlink(missing_ok=True)
    return taken


def _whole_table(label: str, *, after: int, differing: frozenset[str], at: datetime) -> int:
    """Every row of it whose key is higher than `after`."""
    layout, rows, taken, key = row_notes.layouts()[label], dict[str, str | None](), 0, after
    for key, digest in row_notes.rows_of(layout, after=after):
        if f"{label}:{key}" not in differing:
            rows[f"{label}:{key}"] = digest
        if len(rows) == BATCH:
            taken += _take(rows, label=label, upto=key, at=at)
    return taken + _take(rows, label=label, upto=key, at=at)


def _reached() -> dict[str, int]:
    """The last key of each table that was taken since the last opening was finished: an earlier call was broken off."""
    reached: dict[str, int] = {}
    entries = Entry.objects.filter(stream=STREAM).order_by("-seq").values_list("verb", "body")
    for verb, body in entries.iterator(chunk_size=1):
        if verb == "rows_opened":
            break
        facts = json.loads(body)["facts"]
        reached.setdefault(facts.get("table", ""), int(facts.get("upto", 0)))
    return reached


def _changed_rows(known: dict[str, list[str]], *, differing: frozenset[str], at: datetime) -> int:
    """What the upgrade has written into rows of tables whose columns are as before."""
    rows = dict[str, str | None]()
    changed: dict[str, set[int]] = {}
    for row in whole_history().differences(tables_of(known)):
        if f"{row.label}:{row.key}" in differing:
            continue
        if row.kind == "row_missing":
            rows[f"{row.label}:{row.key}"] = None
        else:
            changed.setdefault(row.label, set()).add(row.key)
    for label, keys in changed.items():
        layout = row_notes.layouts()[label]
        now = row_notes.rows_of(layout)
        rows |= {f"{label}:{key}": digest for key, digest in now if key in keys}
    return _take(rows, label="", upto=0, at=at)


def _take(rows: dict[str, str | None], *, label: str, upto: int, at: datetime) -> int:
    if not rows:
        return 0
    with recorded(by=system_actor(), at=at) as history:
        facts = {"table": label, "upto": upto}
        history.add_to_stream(STREAM, verb="rows_found", facts=facts, rows=dict(rows))
    taken = len(rows)
    rows.clear()
    return taken


def _opened_layouts() -> dict[str, list[str]]:
    """Of a home that has been opened; nothing of one that has no tables yet."""
    if Entry._meta.db_table not in connection.introspection.table_names():
        return {}
    return recorded_layouts()


def _before() -> Path:
    """Names of the rows that differed from the history before the upgrade under way."""
    return Path(settings.HOME.root) / "rows_before_upgrade.json"
