"""The real worker under libfaketime: its wall clock is stepped by an hour, it says so within two seconds, also after kill -9."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from jiefen.jobs.drilling.site import Site
from jiefen.lib.trusted_time import GuardState, from_text

LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")
STEP = "+3600"


def library() -> str:
    found = [path for pattern in LIBRARIES for path in Path("/").glob(pattern[1:])]
    return os.environ.get("JIEFEN_LIBFAKETIME") or (str(found[0]) if found else "")


class Faked:
    """A centre whose processes believe what is in a file; CLOCK_BOOTTIME stays true."""

    def __init__(self, site: Site) -> None:
        self.site, self.says = site, site.root / "faketime"
        site.make()
        self.set("+0")

    def set(self, offset: str) -> None:
        self.says.write_text(offset)

    def start(self, *words: str, **more: Any) -> subprocess.Popen[bytes]:
        environment = self.site.environment() | {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self.says),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        return subprocess.Popen([sys.executable, "-m", "jiefen", *words], env=environment, **more)

    def shown(self) -> dict[str, Any]:
        told, _ = self.start("clock", "--json", stdout=subprocess.PIPE).communicate(timeout=60)
        found: dict[str, Any] = json.loads(told)
        return found

    def wait(self, seconds: float, until: Callable[[GuardState], bool]) -> float:
        """Seconds until the kept state is so; fails when it takes longer."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            file = self.site.root / "clock.json"
            if file.exists() and until(from_text(file.read_text())):
                return time.monotonic() - began
            time.sleep(0.02)
        raise AssertionError(f"not within {seconds} s: {self.shown()}")


@pytest.mark.skipif(
    not library(), reason="LIBFAKETIME IS NOT INSTALLED: the real worker's clock was not stepped"
)
def test_the_worker_holds_within_two_seconds_of_a_step_and_still_after_it_was_killed(
    site: Callable[..., Site],
) -> None:
    faked = Faked(site())
    worker = faked.start("worker")
    try:
        faked.wait(60, lambda state: state.hold is None)
        faked.set(STEP)
        took = faked.wait(2.0, lambda state: state.hold is not None)
        print(f"alarm_s={took:.2f}")
    finally:
        worker.kill()
        worker.wait()
    shown = faked.shown()
    assert (shown["state"], shown["why"]) == ("held", "step")
    assert round(shown["apart_seconds"]) == int(STEP)
    worker = faked.start("worker", "--seconds", "1")
    assert worker.wait(timeout=60) == 0
    shown = faked.shown()
    trusted, wall = (datetime.fromisoformat(shown[name]).timestamp() for name in ("trusted", "wall"))
    assert shown["state"] == "held"
    assert abs(trusted - time.time()) < 5
    assert abs(wall - trusted - int(STEP)) < 1
