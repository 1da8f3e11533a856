"""Asks a server for health every 25 ms and looks at its memory, until standard input ends; then prints what it saw as JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from jiefen.jobs.drilling.site import Site

PAUSE = 0.025


def main(port: int, server: int) -> None:
    site, over = Site(root=Path(), port=port), threading.Event()
    threading.Thread(target=_until_told, args=(over,), daemon=True).start()
    processes = _processes(server)
    seconds, failed, base = list[float](), 0, _memory_mb(processes)
    peak = base
    print("begun", flush=True)
    while not over.wait(PAUSE):
        began = time.perf_counter()
        failed += not site.answers()
        seconds.append(time.perf_counter() - began)
        peak = max(peak, _memory_mb(processes))
    print(json.dumps({"seconds": seconds, "failed": failed, "base": base, "peak": peak}))


def _until_told(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def _processes(server: int) -> list[Path]:
    """Of the server and its children."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "-g", str(server)], capture_output=True, text=True, check=False
    )
    return [Path("/proc", pid, "status") for pid in listed.stdout.split()]


def _memory_mb(processes: list[Path]) -> float:
    """Resident memory that is not shared with a file."""
    return sum(map(_own, processes)) / 1024


def _own(status: Path) -> int:
    try:
        found = re.search(r"RssAnon:\s+([0-9]+)", status.read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
