"""Connections to a fairsqlite database outside Django's own set, and a second Python that has the same."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from jiefen.lib.fairsqlite.base import DatabaseWrapper
from jiefen.lib.fairsqlite.ticket import ticket_for

Connect = Callable[..., DatabaseWrapper]
DEFAULTS = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "USER": "",
    "PASSWORD": "",
    "HOST": "",
    "PORT": "",
    "TEST": {"NAME": None},
}
PRELUDE = f"""
    import sys, os, signal, time, threading
    from django.conf import settings
    settings.configure(USE_TZ=True)
    from jiefen.lib.fairsqlite import settings_for
    from jiefen.lib.fairsqlite.base import DatabaseWrapper
    def connect(path, timeout=20.0):
        return DatabaseWrapper({DEFAULTS!r} | settings_for(path, timeout=timeout), alias="x")
    class work:
        def __init__(self, c): self.c = c
        def __enter__(self):
            self.c.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            return self.c.cursor()
        def __exit__(self, kind, *rest):
            self.c.rollback() if kind else self.c.commit()
            self.c.set_autocommit(True)
"""


def run(connection: BaseDatabaseWrapper, sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def begin(connection: BaseDatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def finish(connection: BaseDatabaseWrapper, *, keep: bool = True) -> None:
    if keep:
        connection.commit()
    else:
        connection.rollback()
    connection.set_autocommit(True)


def is_free(path: Path) -> bool:
    try:
        ticket_for(str(path), in_memory=False).take(timeout=0.02).give_back()
    except sqlite3.OperationalError:
        return False
    return True


def python(code: str, *args: str) -> subprocess.Popen[str]:
    program = textwrap.dedent(PRELUDE) + textwrap.dedent(code)
    return subprocess.Popen([sys.executable, "-c", program, *args], stdout=subprocess.PIPE, text=True)
