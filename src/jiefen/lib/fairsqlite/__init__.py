"""Django database backend: SQLite whose writers queue fairly and whose settings cannot be forgotten.

    DATABASES = {"default": settings_for(home / "jiefen.sqlite3")}

Every write takes a ticket (`ticket.py`) before SQLite sees it: `atomic()` before BEGIN IMMEDIATE, a writing statement
in autocommit for just that statement. Reads in autocommit never wait for the ticket; several reads that must agree
with each other go in `snapshot(connection)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiefen.lib.fairsqlite.checks import notes, problems
from jiefen.lib.fairsqlite.ticket import BUSY, waiting_at_most

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

__all__ = ["BUSY", "notes", "problems", "settings_for", "snapshot", "waiting_at_most"]


def settings_for(path: str | Path, *, timeout: float = 20, on_connect: str = "") -> dict[str, Any]:
    """The DATABASES entry for the file `path`; `timeout` in seconds bounds the wait for the ticket and for SQLite.

    `on_connect`: the name of a function that is given each new connection of the driver.
    """
    return {
        "ENGINE": "jiefen.lib.fairsqlite",
        "NAME": str(path),
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout, "on_connect": on_connect},
    }


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Reads inside see one moment of the database, without the ticket; a write inside is refused by SQLite."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if raw.in_transaction:
        yield
        return
    raw.execute("PRAGMA query_only=ON")
    try:
        raw.execute("BEGIN DEFERRED")
        yield
    finally:
        if raw.in_transaction:
            raw.rollback()
        raw.execute("PRAGMA query_only=OFF")
