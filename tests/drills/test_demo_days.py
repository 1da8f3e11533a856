"""The demonstration county is made on any day, at any hour (B3). All days and counts: `jiefen drill demo`."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiefen.jobs.drilling.site import Site

DAYS = 3


@pytest.mark.one_database
def test_the_county_is_made_on_holidays_at_night_and_before_anybody_was_appointed(tmp_path: Path) -> None:
    figures = Site(root=tmp_path).ask("drilling.demo_days", str(DAYS), "20")
    assert figures == {"20": {"worked": DAYS, "days": DAYS}, "failed": {}}
