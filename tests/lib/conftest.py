from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fairdb import DEFAULTS, Connect, run
from pytest_django.plugin import DjangoDbBlocker

from jiefen.lib.fairsqlite import settings_for
from jiefen.lib.fairsqlite.base import DatabaseWrapper


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Connect]:
    opened: list[DatabaseWrapper] = []

    def open_one(*, timeout: float = 20, name: str | None = None) -> DatabaseWrapper:
        settings = DEFAULTS | settings_for(name or tmp_path / "x.sqlite3", timeout=timeout)
        connection = DatabaseWrapper(settings, alias="x")
        connection.inc_thread_sharing()
        opened.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def table(connect: Connect) -> DatabaseWrapper:
    connection = connect()
    run(connection, "CREATE TABLE line (id INTEGER PRIMARY KEY, who TEXT, n INTEGER)")
    return connection
