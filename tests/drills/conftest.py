"""Throw-away centres for drills; each stops its own server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiefen.jobs.drilling.site import Site

SEEDED = Path(__file__).parent / "seeded"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    made: list[Site] = []

    def make(*, bug: str = "", database: str = "") -> Site:
        root = tmp_path / f"home-{len(made)}"
        root.mkdir()
        made.append(Site(root=root, path_first=str(SEEDED / bug) if bug else "", database=database))
        return made[-1]

    yield make
    for one in made:
        one.kill()
