from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from skewed import Machine

from kit.homes import Answering, World
from kit.shared import made_once


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
def without_checkpoints(centre: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """The same keys, and nothing beside the database to hold it against."""
    copy = centre.copy(tmp_path_factory.mktemp("bare") / "home")
    shutil.rmtree(copy.checkpoints)
    with Answering(copy) as one:
        yield one


@pytest.fixture(scope="session")
def outside(centre: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last checkpoint as it was carried off, with its witness files."""
    folder = centre.copy(tmp_path_factory.mktemp("outside") / "home").checkpoints
    return max(folder.glob("*.checkpoint"))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    return Machine(tmp_path / "clock.json")
