"""R-7: a home that may not be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import Caller, Record
from jiefen.jobs.drilling.site import Site, SiteProblem
from jiefen.jobs.drilling.storing.asking import Outcome, register

# what is made read-only, each with the server started afterwards
READ_ONLY = {
    "database": ("jiefen.sqlite3",),
    "write-ahead log": ("jiefen.sqlite3-wal",),
    "shared memory": ("jiefen.sqlite3-shm",),
    "ticket": ("jiefen.sqlite3.ticket", "jiefen.sqlite3.ticket.next"),
    "folder": (".",),
    "folder and database": (".", "jiefen.sqlite3"),
}


def read_only(site: Site, times: int) -> Outcome:
    """Take away the right to write, up to six ways: the server refuses to start in words, or refuses writes in words."""
    if site.database:
        return True, {"skipped": "needs SQLite"}
    site.make()
    site.without_root_rights = True
    site.processes = 1  # started many times; one is enough to be refused
    record = Record()
    ways = list(READ_ONLY.items())[:: -(-len(READ_ONLY) // times)]
    with closing(_keeper(site)):
        outcomes = {name: _with_rights_taken(site, names=names, record=record) for name, names in ways}
    site.start()
    after = register(Caller(site.port), site=site, record=record)[0]
    answered = sum(
        outcome in ("503 in words", "writes still go", "refused to start in words")
        for outcome in outcomes.values()
    )
    figures = judged(site, record=record, starts=[0.0], kills=0, answered=answered, at_least=len(ways))
    good = all(
        outcome in ("503 in words", "writes still go", "refused to start in words")
        for outcome in outcomes.values()
    )
    return good and after == 201 and passed(figures), {**outcomes, "status_after": after, **figures}


def _keeper(site: Site) -> sqlite3.Connection:
    """A reader that stays, so that the log and the shared memory are there when their rights are taken."""
    site.start()
    keeper = sqlite3.connect(site.root / "jiefen.sqlite3")
    keeper.execute("SELECT count(*) FROM store_case").fetchone()
    site.stop()
    return keeper


def _with_rights_taken(site: Site, *, names: tuple[str, ...], record: Record) -> str:
    paths = [site.root / name for name in names if (site.root / name).exists()]
    modes = {path: path.stat().st_mode & 0o777 for path in paths}
    try:
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        return _outcome(site, record=record)
    finally:
        site.stop()
        for path, mode in modes.items():
            path.chmod(mode)


def _outcome(site: Site, *, record: Record) -> str:
    try:
        site.start()
    except SiteProblem as problem:
        return (
            "refused to start in words"
            if "Traceback" not in str(problem)[-600:]
            else f"traceback: {problem}"[-300:]
        )
    status, body = register(Caller(site.port), site=site, record=record)
    if status == 201:
        return "writes still go"
    words = "Traceback" not in str(body) and bool(body.get("detail"))
    return "503 in words" if status == 503 and words else f"status {status}: {str(body)[:200]}"
