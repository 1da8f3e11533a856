"""R-19: many minutes of ordinary work at a steady pace. Memory, log, open files and times stay where they were.

The first fifth is not measured for memory: until then a server fills its caches. What is measured is what it holds at the
end against what it held then, the most of the log meanwhile, and the times of the last fifth against those of the first.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.load import BODY, Caller, Gone, percentile
from jiefen.jobs.drilling.site import Site, alive_in_group

Outcome = tuple[bool, dict[str, Any]]
PER_SECOND, CLIENTS = 20, 4
MOST_GROWTH, MOST_LOG, MOST_SLOWER = 5.0, 64 << 20, 1.5  # percent, bytes, times
MORE_FILES, NOTICEABLE_MS = 8, 20.0  # a connection more or less; a difference nobody would notice
PARTS = 5


@dataclass
class Seen:
    """The server at one moment: memory of its own in KiB, open files, and the log's bytes."""

    memory: int
    files: int
    log: int


@dataclass
class Worked:
    """When each request was answered, counted from the start, how long it took; what went wrong."""

    times: list[tuple[float, float]] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def errors(self) -> int:
        return sum(n for status, n in self.statuses.items() if status >= 500 or status == 0)


def soak(site: Site, times: int) -> Outcome:
    """For so many minutes."""
    return soaked(site, seconds=times * 60.0)


def soaked(site: Site, *, seconds: float) -> Outcome:
    site.make()
    site.start()
    worked, looks = Worked(), list[Seen]()
    steady(site, worked=worked, seconds=seconds, look=lambda: looks.append(seen(site)))
    figures = figures_of(worked, looks=looks, seconds=seconds)
    return within(figures), figures


def steady(site: Site, *, worked: Worked, seconds: float, look: Callable[[], object] = lambda: None) -> None:
    """Four clients together at twenty requests a second, for so many seconds; `look` is called now and then."""
    stop, began = threading.Event(), time.monotonic()
    clients = [
        threading.Thread(target=_work, args=(site, worked, stop, began, at), daemon=True)
        for at in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    look()
    while (left := began + seconds - time.monotonic()) > 0:
        time.sleep(min(left, max(1.0, seconds / 100)))
        look()
    stop.set()
    for client in clients:
        client.join(timeout=40)


def figures_of(worked: Worked, *, looks: list[Seen], seconds: float) -> dict[str, Any]:
    settled, last = looks[len(looks) // PARTS], looks[-1]
    parts = [_part(worked, at=at, seconds=seconds) for at in (0, PARTS - 1)]
    return {
        "seconds": round(seconds),
        "answered": len(worked.times),
        "answered_at_least": int(PER_SECOND * seconds / 2),
        "errors": worked.errors,
        "memory_mb": [round(one.memory / 1024, 1) for one in (settled, last)],
        "memory_growth_percent": round(100 * (last.memory / max(settled.memory, 1) - 1), 1),
        "log_bytes_most": max(one.log for one in looks),
        "open_files": [settled.files, last.files],
        "p99_ms_first_and_last_fifth": [percentile(part, share=0.99) for part in parts],
    }


def _part(worked: Worked, *, at: int, seconds: float) -> list[float]:
    span = seconds / PARTS
    return [took for when, took in worked.times if at * span <= when < (at + 1) * span]


def within(figures: dict[str, Any]) -> bool:
    """Nothing grew, nothing became slower, nothing failed, and there was work."""
    (files, more), (first, last) = figures["open_files"], figures["p99_ms_first_and_last_fifth"]
    return bool(
        figures["answered"] >= figures["answered_at_least"] > 0
        and figures["errors"] == 0
        and figures["memory_growth_percent"] <= MOST_GROWTH
        and figures["log_bytes_most"] <= MOST_LOG
        and more <= files + MORE_FILES
        and last <= max(first * MOST_SLOWER, first + NOTICEABLE_MS)
    )


def seen(site: Site) -> Seen:
    assert site.server is not None
    processes = [Path("/proc") / str(pid) for pid in alive_in_group(site.server.pid)]
    log = site.root / "jiefen.sqlite3-wal"
    return Seen(
        memory=sum(_memory(process) for process in processes),
        files=sum(_open_files(process) for process in processes),
        log=log.stat().st_size if log.exists() else 0,
    )


def _memory(process: Path) -> int:
    """KiB that are its own alone or shared in parts (PSS); nothing of a process that has just ended."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _open_files(process: Path) -> int:
    try:
        return len(list((process / "fd").iterdir()))
    except OSError:
        return 0


def _work(site: Site, worked: Worked, stop: threading.Event, began: float, at: int) -> None:
    """A client at its own steady pace: registers, reads, dispatches, sends the same again."""
    chance, caller, mine = random.Random(at), Caller(site.port), list[tuple[str, str]]()
    turn = 0
    while not stop.wait(max(0.0, began + turn * CLIENTS / PER_SECOND - time.monotonic())):
        turn += 1
        asked = time.monotonic()
        try:
            status = _one(site, caller, chance=chance, mine=mine)
        except Gone:
            status = 0
        with worked.lock:
            worked.statuses[status] = worked.statuses.get(status, 0) + 1
            worked.times.append((asked - began, time.monotonic() - asked))
    caller.close()


def _one(site: Site, caller: Caller, *, chance: random.Random, mine: list[tuple[str, str]]) -> int:
    """One in four registers; the rest is about the last few of one's own."""
    pick = chance.random()
    if not mine or pick < 0.25:
        key = uuid.uuid4().hex
        status, answer, _ = caller.post("/api/cases", token=site.tokens["clerk"], key=key, body=BODY)
        if status == 201:
            mine[:] = [*mine[-20:], (key, answer["number"])]
        return status
    key, number = chance.choice(mine)
    if pick < 0.75:
        return caller.get(f"/api/cases/{number}", token=site.tokens["clerk"])
    if pick < 0.9:
        return caller.post("/api/cases", token=site.tokens["clerk"], key=key, body=BODY)[0]
    fields = {"unit": "mediation", "reason": "由县调委会承办。"}
    path, token = f"/api/cases/{number}/dispatch", site.tokens["dispatcher"]
    return caller.post(path, token=token, key=uuid.uuid4().hex, body=fields)[0]
