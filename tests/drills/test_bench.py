"""The benchmark runs from nothing, touches no home, and prints ours beside the limit; it is never a timed test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROMISED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("rates",): (
        "minimal_inserts_per_s_8",
        "registrations_per_s_8",
        "lifecycles_per_s_8",
        "share_of_minimal",
    ),
    ("clocks",): ("due_per_s", "empty_sweep_p95_ms", "raw_index_look_p95_ms"),
    ("pages", "search"): ("triage", "case", "list", "search_page", "search_index"),
}


@pytest.mark.parametrize("names", PROMISED, ids="+".join)
def test_it_runs_and_prints_what_it_promises(names: tuple[str, ...], tmp_path: Path) -> None:
    small = ["--seconds", "0.2", "--cases", "200", "--clocks", "400", "--rounds", "2", "--json"]
    environment = os.environ | {"JIEFEN_HOME": str(tmp_path / "none"), "JIEFEN_DATABASE_URL": ""}
    command = [sys.executable, "-m", "jiefen", "bench", *names, *small]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = " ".join(json.loads(done.stdout.strip().rpartition("\n")[2]))
    assert [figure for figure in PROMISED[names] if figure not in told] == []
    assert not (tmp_path / "none").exists()
