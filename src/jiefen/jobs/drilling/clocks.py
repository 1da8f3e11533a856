"""The clock job under faults: killed in the middle, two at once, a month late — each due moment told once, none early."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import Any

from jiefen.jobs.drilling.site import Site

Outcome = tuple[bool, dict[str, Any]]
MONTH = 31.0


def clocks(site: Site, times: int) -> Outcome:
    """`times` due moments three times over: with kills, with two workers at once, and all of them a month late."""
    site.make()
    spread = _spread(times)
    fill(site, times=times, spread=spread)
    rounds = {"double": doubled(site, seconds=spread)}
    site.ask("drilling.clock_rows", "set", str(times), str(spread), "0")
    rounds["kill"] = _killed(site, seconds=spread)
    site.ask("drilling.clock_rows", "set", str(times), "60", str(MONTH))
    rounds["late"] = doubled(site, seconds=1)
    good = all(
        counts["fired"] == counts["due"] == times and counts["duplicates"] == counts["early"] == 0
        for counts in rounds.values()
    )
    return good, {f"{name}.{key}": value for name, counts in rounds.items() for key, value in counts.items()}


def fill(site: Site, *, times: int, spread: float) -> None:
    """Cases, and an alarm on each, over `spread` seconds from now."""
    site.ask("drilling.clock_rows", "fill", str(times), str(spread), "0")


def doubled(site: Site, *, seconds: float) -> dict[str, int]:
    """Two workers at once for `seconds` and the start of a process. Alarms spread wider than that are still to come at
    the end: whatever is told of those is early."""
    workers = [_worker(site, seconds=seconds + 2) for _ in range(2)]
    time.sleep(min(1.5, seconds / 2))
    early = site.ask("drilling.clock_rows", "count")["early"]
    codes = [worker.wait(timeout=300) for worker in workers]
    return _counted(site, early=early) | {"workers_failed": sum(code != 0 for code in codes)}


def _spread(times: int) -> float:
    """Seconds over which the due moments are spread."""
    return max(4.0, min(30.0, times / 300))


def _worker(site: Site, *, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "jiefen.jobs.drilling.clock_worker", str(seconds)]
    return subprocess.Popen(command, env=site.environment(seeded=True))


def _killed(site: Site, *, seconds: float) -> dict[str, int]:
    """Workers killed -9 at random moments until every moment has passed; the last one ends in peace."""
    chance, kills = random.Random(11), 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        worker = _worker(site, seconds=seconds)
        time.sleep(chance.uniform(1.2, 2.5))
        worker.kill()
        worker.wait()
        kills += 1
    early = site.ask("drilling.clock_rows", "count")["early"]
    _worker(site, seconds=1).wait(timeout=300)
    return _counted(site, early=early) | {"kills": kills}


def _counted(site: Site, *, early: int) -> dict[str, int]:
    """What was told in the end; `early`: what had been told too soon in the middle, or was by its own account."""
    counts: dict[str, int] = site.ask("drilling.clock_rows", "count")
    return counts | {"early": max(early, counts["early"])}
