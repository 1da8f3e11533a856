"""The backend itself. Rule: the ticket is in hand exactly while SQLite is in a transaction that may write."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as stock_validation
from django.utils.module_loading import import_string

from jiefen.lib.fairsqlite.checks import PRAGMAS
from jiefen.lib.fairsqlite.journal import FUNCTION, Journal
from jiefen.lib.fairsqlite.ticket import Ticket, TicketHold, patience, ticket_for

READS = re.compile(r"\s*(?:SELECT|VALUES|EXPLAIN|PRAGMA|WITH|ROLLBACK|COMMIT|END|RELEASE)\b", re.I)
WRITES_ANYWAY = re.compile(
    r"\s*(?:WITH\b.*\b(?:INSERT|UPDATE|DELETE|REPLACE)\b"
    r"|PRAGMA\s+(?:\w+\.)?(?:wal_checkpoint|optimize|incremental_vacuum|journal_mode)\b"
    r"|PRAGMA\s+(?:\w+\.)?(?:user_version|application_id)\s*=)",
    re.I | re.S,
)


@lru_cache(maxsize=2000)
def may_write(sql: str) -> bool:
    """Errs towards True: a ticket taken for nothing costs microseconds."""
    return WRITES_ANYWAY.match(sql) is not None or READS.match(sql) is None


class DatabaseWrapper(stock_validation.DatabaseWrapper):
    """Django's SQLite wrapper with the write ticket and the settings that many writers and power cuts need."""

    transaction_mode: str | None  # the stubs leave it out
    _hold: TicketHold | None = None
    _shortened = False
    _known_ticket: tuple[str, Ticket] | None = None
    journal = Journal(None)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self._on_connect: str = params.pop("on_connect", "")
        if self.transaction_mode not in {"IMMEDIATE", "EXCLUSIVE"}:
            raise ImproperlyConfigured(
                f"settings.DATABASES[{self.alias!r}]['OPTIONS']['transaction_mode'] must be IMMEDIATE:"
                " with SQLite's deferred transactions most concurrent writes fail."
            )
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            _create_private(str(conn_params["database"]))
        connection = super().get_new_connection(conn_params)
        try:
            self._apply_pragmas(connection)
            self.journal = Journal(connection, strict=self.journal.strict)
            connection.create_function(FUNCTION, -1, self.journal.note)
            if self._on_connect:
                import_string(self._on_connect)(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=lambda raw: FairCursor(raw, wrapper=self))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Around one statement that may write: take the ticket unless held, keep it if a transaction is now open."""
        taken, inside = self._hold is None, self.connection.in_transaction
        if taken:
            self._take()
        try:
            yield
        except BaseException:
            if taken and inside:
                self._give_back()
            raise
        finally:
            self.give_back_if_idle()

    def give_back_if_idle(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._give_back()

    def _commit(self) -> None:
        self.journal.refuse()
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
            self.journal.clear()
        finally:
            self.give_back_if_idle()

    def _rollback(self) -> None:
        self.journal.clear()
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.give_back_if_idle()

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)  # type: ignore[misc]  # the stubs leave it out
        self.journal.mark(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # the stubs leave it out
        self.journal.back_to(sid)

    def _savepoint_commit(self, sid: str) -> None:
        self.journal.released(sid, outermost=not self.savepoint_ids)
        super()._savepoint_commit(sid)  # type: ignore[misc]  # the stubs leave it out

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_back()

    def _ticket(self) -> Ticket:
        name = str(self.settings_dict["NAME"])
        if self._known_ticket is None or self._known_ticket[0] != name:
            self._known_ticket = name, ticket_for(name, in_memory=self.is_in_memory_db())
        return self._known_ticket[1]

    def _timeout(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5.0))

    def _take(self) -> None:
        usual, asked = self._timeout(), time.monotonic()
        timeout = min(usual, patience())
        self._hold = self._ticket().take(timeout=timeout)
        waited = time.monotonic() - asked
        long = waited > timeout / 10 or timeout < usual
        if long or self._shortened:  # what the ticket used up, SQLite's own wait may not use again
            left = timeout - waited if long else timeout
            self.connection.execute(f"PRAGMA busy_timeout={max(1, int(left * 1000))}")
            self._shortened = long

    def _give_back(self) -> None:
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.give_back()

    def _apply_pragmas(self, connection: Any) -> None:
        for name, value, _ in PRAGMAS:
            if name != "journal_mode":
                connection.execute(f"PRAGMA {name}={value}")
        if self.is_in_memory_db() or connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        hold = self._ticket().take(timeout=self._timeout())  # the change to WAL is a write and does not wait
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            hold.give_back()


class FairCursor(stock_validation.SQLiteCursorWrapper):
    """Takes the ticket for statements that may write.

    Outside a transaction the rows of `INSERT … RETURNING` are fetched at once: SQLite commits such a statement when
    its last row was read, and that must happen while the ticket is in hand.
    """

    def __init__(self, raw: Any, *, wrapper: DatabaseWrapper) -> None:
        super().__init__(raw)
        self._wrapper = wrapper
        self._returned: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        self._returned = None
        if not may_write(query):
            try:
                return super().execute(query, params)
            finally:
                self._after_read()
        with self._wrapper.writing():
            result = super().execute(query, params)
            if self.description is not None and not self.connection.in_transaction:
                self._returned = iter(super().fetchall())
            return result

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        return (
            _converted(query)
            if param_names is None
            else super().convert_query(query, param_names=param_names)
        )

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        self._returned = None
        with self._wrapper.writing():
            return super().executemany(query, param_list)

    def executescript(self, sql_script: str) -> Any:
        with self._wrapper.writing():
            return super().executescript(sql_script)

    def fetchone(self) -> Any:
        return super().fetchone() if self._returned is None else next(self._returned, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = self.arraysize if size is None else size
        if self._returned is None:
            return super().fetchmany(wanted)
        return [row for row, _ in zip(self._returned, range(wanted), strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._returned is None else list(self._returned)

    def __next__(self) -> Any:
        return super().__next__() if self._returned is None else next(self._returned)

    def _after_read(self) -> None:
        """COMMIT and ROLLBACK may come as plain statements too."""
        if self._wrapper._hold is not None:
            self._wrapper.give_back_if_idle()


@lru_cache(maxsize=2000)
def _converted(query: str) -> str:
    """`%s` → `?`, as the stock wrapper does it anew each time."""
    return str(stock_validation.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


def _create_private(path: str) -> None:
    """SQLite gives -wal and -shm the mode of the database file, so this one call makes all three 0600."""
    if path.startswith("file:"):
        return
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError:
        return  # it exists, or SQLite will say better why it cannot be opened
