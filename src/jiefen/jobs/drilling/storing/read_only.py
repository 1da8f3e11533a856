"""R-7: a home that may not be written."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import Caller, Record
from jiefen.jobs.drilling.machine.key_faults import readiness
from jiefen.jobs.drilling.site import Site, SiteProblem
from jiefen.jobs.drilling.storing.asking import Outcome, register

MOUNTED = "disk"
# what is made read-only, each with the server started afterwards; the disk is mounted so for the server alone
READ_ONLY: dict[str, tuple[str, ...]] = {
    MOUNTED: (),
    "database": ("jiefen.sqlite3",),
    "write-ahead log": ("jiefen.sqlite3-wal",),
    "shared memory": ("jiefen.sqlite3-shm",),
    "ticket": ("jiefen.sqlite3.ticket", "jiefen.sqlite3.ticket.next"),
    "folder": (".",),
    "folder and database": (".", "jiefen.sqlite3"),
}
REFUSED, STOPPED, WRITES = "503 in words, not ready", "refused to start in words", "writes still go"


def read_only(site: Site, times: int) -> Outcome:
    """Take away the right to write, up to seven ways: the server refuses to start in words, or refuses writes in words
    and calls itself not ready.
    """
    if site.database:
        return True, {"skipped": "needs SQLite"}
    site.make()
    site.without_root_rights = True
    site.processes = 1  # started many times; one is enough to be refused
    record = Record()
    ways = dict(list(READ_ONLY.items())[:: -(-len(READ_ONLY) // times)])
    skipped = {MOUNTED: "skipped: needs root to mount"} if os.geteuid() != 0 else {}
    tried = {name: names for name, names in ways.items() if name not in skipped}
    with closing(_keeper(site)):
        outcomes = {name: _outcome_of(site, way=name, record=record) for name in tried}
    site.start()
    after = register(Caller(site.port), site=site, record=record)[0]
    in_words = sum(outcome in (REFUSED, STOPPED, WRITES) for outcome in outcomes.values())
    figures = judged(site, record=record, starts=[0.0], kills=0, answered=in_words, at_least=len(tried))
    good = in_words == len(tried) and after == 201 and passed(figures)
    return good, {**skipped, **outcomes, "status_after": after, **figures}


def _keeper(site: Site) -> sqlite3.Connection:
    """A reader that stays, so that the log and the shared memory are there when their rights are taken."""
    site.start()
    keeper = sqlite3.connect(site.root / "jiefen.sqlite3")
    keeper.execute("SELECT count(*) FROM store_case").fetchone()
    site.stop()
    return keeper


def _outcome_of(site: Site, *, way: str, record: Record) -> str:
    """What a server does that is started while the right is taken away."""
    paths = [site.root / name for name in READ_ONLY[way] if (site.root / name).exists()]
    modes = {path: path.stat().st_mode & 0o777 for path in paths}
    site.mounted_read_only = way == MOUNTED
    try:
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        return _outcome(site, record=record)
    finally:
        site.stop()
        site.mounted_read_only = False
        for path, mode in modes.items():
            path.chmod(mode)


def _outcome(site: Site, *, record: Record) -> str:
    try:
        site.start()
    except SiteProblem as problem:
        return STOPPED if "Traceback" not in str(problem)[-600:] else f"traceback: {problem}"[-300:]
    status, body = register(Caller(site.port), site=site, record=record)
    if status == 201:
        return WRITES
    if status != 503 or "Traceback" in str(body) or not body.get("detail"):
        return f"status {status}: {str(body)[:200]}"
    ready, told = readiness(site)
    return REFUSED if ready == 503 and "Traceback" not in told else f"ready: {ready} {told[:200]}"
