"""`jiefen bench documents` runs, needs no home, and says what it measured."""

from __future__ import annotations

import argparse

import pytest

from jiefen.jobs import bench


@pytest.mark.long
def test_it_measures_every_document_and_a_volume() -> None:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    found = bench.run(parser.parse_args(["documents", "--pages", "12"])).figures
    assert found["documents.kinds"] == 40
    assert found["documents.volume.pages"] >= 12
    for name in ("first_ms", "median_ms", "p95_ms", "median_kb", "volume.seconds", "volume.peak_mb"):
        assert found[f"documents.{name}"] > 0
