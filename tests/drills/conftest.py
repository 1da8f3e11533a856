"""Throw-away centres for drills; each stops its own server. One is made and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jiefen.jobs.drilling.site import Site
from kit.shared import made_once

SEEDED = Path(__file__).parent / "seeded"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.drill)


@dataclass
class Copied(Site):
    """A site that begins as a copy of one made before, unless it has a database of its own."""

    pattern: Site | None = None

    def make(self) -> None:
        if self.pattern is None or self.database:
            super().make()
        else:
            shutil.copytree(self.pattern.root, self.root, dirs_exist_ok=True)
            self.tokens = dict(self.pattern.tokens)


@pytest.fixture(scope="session")
def pattern() -> Site:
    folder, tokens = made_once("pattern", make_site)
    return Site(root=folder, tokens=tokens)


def make_site(folder: Path) -> dict[str, str]:
    site = Site(root=folder)
    site.make()
    return site.tokens


@pytest.fixture
def site(tmp_path: Path, pattern: Site) -> Iterator[Callable[..., Site]]:
    made: list[Site] = []

    def make(*, bug: str = "", database: str = "") -> Site:
        root = tmp_path / f"home-{len(made)}"
        root.mkdir()
        first = str(SEEDED / bug) if bug else ""
        made.append(Copied(root=root, path_first=first, database=database, pattern=pattern))
        return made[-1]

    yield make
    for one in made:
        one.kill()
