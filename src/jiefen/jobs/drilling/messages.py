"""Messages under faults: two workers at once that are killed -9 in the middle, and two that come a month late."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import Any

from jiefen.jobs.drilling.site import Site

Outcome = tuple[bool, dict[str, Any]]
MONTH = 31.0
WORKERS = 2


def messages(site: Site, times: int) -> Outcome:
    """`times` due moments, each to be told to a person of its own by one SMS; once with kills, once a month late."""
    site.make()
    spread = max(2.0, min(95.0, times / 100))
    site.ask("drilling.message_rows", "fill", str(times), str(spread), "0")
    rounds = {"kill": _killed(site, seconds=spread)}
    site.ask("drilling.message_rows", "set", str(times), "60", str(MONTH))
    rounds["late"] = doubled(site, seconds=0)
    good = all(_good(counts, times=times) for counts in rounds.values()) and rounds["kill"]["kills"] > 0
    return good, {f"{name}.{key}": value for name, counts in rounds.items() for key, value in counts.items()}


def doubled(site: Site, *, seconds: float) -> dict[str, int]:
    """Two workers at once, to the end."""
    workers = [_worker(site, seconds=seconds) for _ in range(WORKERS)]
    failed = sum(worker.wait(timeout=900) != 0 for worker in workers)
    return site.ask("drilling.message_rows", "count") | {"kills": 0, "failed": failed}


def _good(one: dict[str, int], *, times: int) -> bool:
    """All told inside, and all sent but for what a kill may cost: the one message that a process had in its hands."""
    inside = one["notices_fired"] == one["notices_due"] == times
    outside = one["fired"] + one["lost"] == one["due"] == times and one["lost"] <= one["kills"]
    wrong = one["duplicates"] + one["early"] + one["notices_duplicates"] + one["notices_early"]
    return inside and outside and not wrong and not one["failed"]


def _killed(site: Site, *, seconds: float) -> dict[str, int]:
    """Both workers killed at random moments of their own and started again, until every moment has passed."""
    chance, kills, ends = random.Random(11), 0, time.monotonic() + seconds
    running: list[tuple[float, subprocess.Popen[bytes]]] = []
    while time.monotonic() < ends:
        while len(running) < WORKERS:
            lives = time.monotonic() + chance.uniform(1.2, 2.5)
            running.append((lives, _worker(site, seconds=seconds)))
        time.sleep(0.01)
        for over in [pair for pair in running if time.monotonic() > pair[0]]:
            running.remove(over)
            over[1].kill()
            over[1].wait()
            kills += 1
    for _, worker in running:
        worker.kill()
        worker.wait()
    return doubled(site, seconds=0) | {"kills": kills + len(running)}


def _worker(site: Site, *, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "jiefen.jobs.drilling.message_worker", str(seconds)]
    return subprocess.Popen(command, env=site.environment(seeded=True))
