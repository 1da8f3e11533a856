"""The drill that tampers starts from nothing and sees every class. The large count: `jiefen drill tamper`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiefen.jobs.drilling.row_tampering import FILE_ATTACKS, ROW_ATTACKS
from jiefen.jobs.drilling.tampering import ATTACKS


@pytest.mark.one_database
def test_the_drill_of_tampering_needs_no_home_and_makes_none(tmp_path: Path) -> None:
    home = tmp_path / "none"
    done = subprocess.run(
        [sys.executable, "-m", "jiefen", "drill", "tamper", "--times", "1", "--json"],
        env=os.environ | {"JIEFEN_HOME": str(home), "JIEFEN_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    figures = json.loads(done.stdout)
    classes = [*ATTACKS, *ROW_ATTACKS, *FILE_ATTACKS, "older database put back"]
    assert {name: figures[name] for name in classes} == dict.fromkeys(classes, "1/1 seen, 1 named"), figures
    assert (figures["classes"], figures["untouched (control)"]) == (len(classes), "verifies")
    assert len(classes) >= 24
    assert (done.returncode, home.exists()) == (0, False)
