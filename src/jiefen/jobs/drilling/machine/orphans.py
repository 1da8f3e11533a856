"""Kill -9 of whoever looks after the server: nobody serves on, and the next server finds its place free."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import Any

from jiefen.jobs.drilling.site import Site, SiteProblem, alive_in_group

Outcome = tuple[bool, dict[str, Any]]
SETTLE = 1.0  # seconds


def orphans(site: Site, times: int) -> Outcome:
    """Kill the keeper, and every other time granian itself, whose keeper must bring it back."""
    site.make()
    left = back = refused = 0
    for n in range(times):
        site.start()
        refused += _second_is_refused(site)
        if n % 2:
            back += _granian_comes_back(site)
        left += _left_after_keeper(site)
    figures = {
        "kills": times + times // 2,
        "left_over": f"{left} of {times}",
        "granian_came_back": f"{back} of {times // 2}",
        "second_server_refused": f"{refused} of {times}",
    }
    return left == 0 and back == times // 2 and refused == times > 0, figures


def _left_after_keeper(site: Site) -> int:
    """1 when a process of the group lives on a second after its keeper was killed."""
    assert site.server is not None
    group = site.server.pid
    os.kill(group, signal.SIGKILL)
    site.server.wait()
    site.server = None
    time.sleep(SETTLE)
    living = alive_in_group(group)
    for process in living:
        os.kill(process, signal.SIGKILL)
    return bool(living)


def _granian_comes_back(site: Site) -> int:
    """1 when the server answers again with other processes after granian was killed."""
    before = site.workers()
    masters = site.masters()
    os.kill(masters[0], signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if site.answers() and site.workers() and not set(site.workers()) & set(before):
            return 1
        time.sleep(0.05)
    return 0


def _second_is_refused(site: Site) -> int:
    """1 when another server on the same home says why it does not start."""
    second = Site(root=site.root, database=site.database)
    try:
        second.start()
    except SiteProblem as problem:
        return "已有网页服务在运行" in str(problem)
    except subprocess.SubprocessError:
        return 0
    second.kill()
    return 0
