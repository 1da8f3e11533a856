"""R-8: a database that another program holds."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from jiefen.config.database import WRITE_WAIT
from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import BODY, Caller, Gone, Record, percentile
from jiefen.jobs.drilling.site import Site
from jiefen.jobs.drilling.storing.asking import Outcome, register

KEYS = 20
MARGIN, PAUSE = 2.0, 0.25  # seconds: beyond the wait; between reads
MOST_READ_MS = (
    6_000.0  # a line that stands still lets readers through after three seconds; their trace waits for two
)
HOLDER = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def locked(site: Site, times: int) -> Outcome:
    """Another program holds the database for `times` seconds: every write is told so within the wait, with the time after
    which to come again; people read on; afterwards each key that was sent again has made one case.
    """
    if site.database:
        return True, {"skipped": "needs SQLite"}
    site.make()
    starts = [site.start()]
    record, tries, reads = Record(), Tries(), list[float]()
    number = register(Caller(site.port), site=site, record=record)[1]["number"]
    over = threading.Event()
    threads = [threading.Thread(target=tries.until_taken, args=(site, record)) for _ in range(KEYS)]
    threads.append(threading.Thread(target=_read_on, args=(site, str(number), reads, over)))
    with _held(site):
        for thread in threads:
            thread.start()
        time.sleep(times)
        over.set()
    for thread in threads:
        thread.join()
    wait = site.write_wait or WRITE_WAIT
    refused = tries.in_words + tries.without_words
    figures = judged(site, record=record, starts=starts, kills=0, answered=refused, at_least=KEYS // 2)
    figures |= {
        "held_s": times,
        "keys": KEYS,
        "refused_in_words": f"{tries.in_words}/{refused}",
        "longest_wait_s": round(max(tries.waits), 2),
        "reads": len(reads),
        "read_max_ms": percentile(reads, share=1.0),
    }
    good = passed(figures) and not tries.without_words and figures["acked"] == KEYS + 1
    good &= max(tries.waits) <= wait + MARGIN
    return good and len(reads) > 0 and figures["read_max_ms"] <= MOST_READ_MS, figures


class Tries:
    """What clients were told who send one registration each until it is taken."""

    def __init__(self) -> None:
        self.in_words = self.without_words = 0
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def until_taken(self, site: Site, record: Record) -> None:
        caller, key, status = Caller(site.port), uuid.uuid4().hex, 0
        while status != 201:
            began = time.perf_counter()
            try:
                status, body, _ = caller.post("/api/cases", token=site.tokens["clerk"], key=key, body=BODY)
            except Gone:
                status, body = 0, {}
            told = status == 503 and bool(body.get("detail")) and caller.retry_after > 0
            with self._lock:
                if status == 201:
                    record.acked[key] = str(body["number"])
                else:
                    self.waits.append(time.perf_counter() - began)
                    self.in_words += told
                    self.without_words += not told
            if status != 201:
                time.sleep(caller.retry_after if told else 1)
        caller.close()


def _read_on(site: Site, number: str, seconds: list[float], over: threading.Event) -> None:
    """The seconds of each read that was answered while the database was held."""
    caller = Caller(site.port)
    while not over.wait(PAUSE):
        began = time.perf_counter()
        if caller.get(f"/api/cases/{number}", token=site.tokens["clerk"]) == 200:
            seconds.append(time.perf_counter() - began)
    caller.close()


@contextmanager
def _held(site: Site) -> Iterator[None]:
    """A program of somebody else that keeps the database to itself inside the block."""
    command = [sys.executable, "-c", HOLDER, str(site.root / "jiefen.sqlite3")]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield
    finally:
        holder.kill()
        holder.communicate()
