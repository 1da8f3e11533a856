"""Keys that are missing, foreign, empty or open to others: nothing starts, nothing is written, everything says which."""

from __future__ import annotations

import http.client
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.site import HOST, Site
from jiefen.lib.key_files import KEYS, LENGTHS

Outcome = tuple[bool, dict[str, Any]]
REFUSE = ("init", "serve", "worker", "tick", "doctor")  # commands that must say so and end
FRESH = 2.5  # seconds after which the running server looks again


def _missing(path: Path) -> None:
    path.unlink()


def _swapped(path: Path) -> None:
    path.write_bytes(os.urandom(LENGTHS[path.name]))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _readable(path: Path) -> None:
    path.chmod(0o644)


FAULTS: dict[str, Callable[[Path], None]] = {
    "missing": _missing, "swapped": _swapped, "empty": _empty, "readable": _readable,
}  # fmt: skip


def keys(site: Site, times: int) -> Outcome:
    """`times` keys, each with four faults, on a home with data and a server that goes on running."""
    site.make()
    site.start()
    site.run("tick")  # so that a worker has been seen
    control = readiness(site)
    refused, not_ready, wrong = 0, 0, []
    for name in KEYS[:times]:
        for fault, spoil in FAULTS.items():
            words, ready = _with_fault(site, name=name, spoil=spoil)
            refused += not words
            not_ready += ready[0] == 503 and name in ready[1]
            wrong += [f"{name} {fault}: {command}" for command in words]
    site.run("tick")  # the last one was long ago
    time.sleep(FRESH)
    after = readiness(site)
    site.stop()
    n = len(FAULTS) * min(times, len(KEYS))
    whole = site.run("verify")[0] == 0
    figures = {
        "refused_in_words": f"{refused}/{n}",
        "server_not_ready": f"{not_ready}/{n}",
        "control_ready": f"{control[0]} {after[0]}",
        "wrong": wrong,
        "verified_afterwards": whole,
    }
    return refused == not_ready == n and control[0] == after[0] == 200 and whole and n > 0, figures


def _with_fault(site: Site, *, name: str, spoil: Callable[[Path], None]) -> tuple[list[str], tuple[int, str]]:
    """Commands that did not refuse in words, and what the running server says of itself."""
    path = site.root / "keys" / name
    right = path.read_bytes()
    spoil(path)
    try:
        time.sleep(FRESH)
        ready = readiness(site)
        answers = {command: site.run(command) for command in REFUSE}
        made = path.exists() and spoil is _missing
    finally:
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(right)
    wrong = [
        command
        for command, (status, told) in answers.items()
        if status == 0 or name not in told or "Traceback" in told
    ]
    return wrong + (["a key was made"] if made else []), ready


def readiness(site: Site) -> tuple[int, str]:
    """What `/readyz` answers on this machine."""
    connection = http.client.HTTPConnection(HOST, site.port, timeout=30)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
