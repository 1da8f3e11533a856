"""The pages of the database looked through beside the work, once a day and at the start; the result is kept for `doctor`.

A thread with a connection of its own that only reads: nobody waits for it. PostgreSQL looks at its pages itself, if it was told to.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from jiefen.reports.ledger.pages import PageCheck, keep

EVERY = timedelta(days=1)
logger = logging.getLogger("jiefen.worker")
_running: threading.Thread | None = None
_last = float("-inf")


def check_pages_when_due(at: datetime) -> bool:
    """Begin a look through the pages, unless the last one began less than a day ago or still goes on. Answers whether."""
    global _running, _last
    if connection.vendor != "sqlite" or time.monotonic() - _last < EVERY.total_seconds():
        return False
    if _running is not None and _running.is_alive():
        return False
    _last = time.monotonic()
    _running = threading.Thread(target=_check, args=(at,), name="page-check", daemon=True)
    _running.start()
    return True


def check_pages(database: Path) -> str:
    """What `PRAGMA quick_check` says; blank when every page is sound."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as raw:
            told = [line for (line,) in raw.execute("PRAGMA quick_check(10)")]
    except sqlite3.DatabaseError as problem:
        told = [str(problem)]
    return "" if told == ["ok"] else "；".join(told)[:300]


def _check(at: datetime) -> None:
    began = time.monotonic()
    problem = check_pages(Path(str(connection.settings_dict["NAME"])))
    if problem:
        logger.error("the pages of the database are damaged: %s", problem)
    try:
        keep(PageCheck(at, problem, round(time.monotonic() - began, 1)), home=settings.HOME.root)
    except OSError:
        logger.exception("the result of the look through the pages cannot be kept")
