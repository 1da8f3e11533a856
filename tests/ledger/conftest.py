from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from once import made_once
from worlds import Answering, World


@pytest.fixture(scope="session")
def centre() -> World:
    """A centre with sixty cases, five checkpoints and a tail that is not in the log yet. Copy it, do not change it."""
    life = "found(); live(60, sealed_every=11, tail=3)"
    folder, _ = made_once("ledger", lambda folder: World(folder / "home").python(life))
    return World(folder / "home")


@pytest.fixture(scope="session")
def answering(centre: World) -> Iterator[Answering]:
    with Answering(centre) as one:
        yield one


@pytest.fixture(scope="session")
def outside(centre: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last checkpoint as it was carried off, with its witness files."""
    folder = centre.copy(tmp_path_factory.mktemp("outside") / "home").checkpoints
    return max(folder.glob("*.checkpoint"))
