"""The recipes of docs/adding.md are followed in a copy of the checkout, and what they add is run there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/adding.md").read_text(encoding="utf-8")
FOLLOWED = ("verb", "limit", "paper", "report", "channel", "question")
# Tests of the house that look at every limit, verb and paper there is, those of the recipes too.
OF_ALL = (
    "tests/clocks/test_examples.py",
    "tests/case/test_matrix.py",
    "tests/case/test_events.py",
    "tests/papers/test_documents.py::test_a_full_sample_is_printed_to_its_last_word[presence]",
    "tests/papers/test_documents.py::test_missing_values_are_blanks[presence]",
)
STEP = re.compile(r"^\d+\. `([^`]+)`")
FENCE = re.compile(r"^```(\w*)$")


class Untrue(Exception):
    """A recipe that names a line which is not there."""


def steps(recipe: str) -> list[tuple[str, str]]:
    """(file, block) of one recipe, in order; the block is empty where the file is printed by a command."""
    text = re.split(rf"^## An? {recipe}.*$", PAGE, flags=re.M)[1].split("\n## ")[0]
    found: list[tuple[str, str]] = []
    block: list[str] | None = None
    for line in text.split("\n"):
        if step := STEP.match(line):
            found.append((step[1], ""))
        elif FENCE.match(line):
            if block is None:
                block = []
            else:
                file, known = found[-1]
                found[-1:] = (
                    [(file, "\n".join(block))] if not known else [(file, known), (file, "\n".join(block))]
                )
                block = None
        elif block is not None:
            block.append(line)
    return found


def follow(house: Path, *, file: str, block: str) -> None:
    """Carry out one block. Raises Untrue."""
    path, lines = house / file, block.split("\n")
    order = re.match(r"# (after|instead of): (.*)$", lines[0])
    if order is None:
        path.write_text(block + "\n", encoding="utf-8")
        return
    there = path.read_text(encoding="utf-8").split("\n")
    at = next((n for n, line in enumerate(there) if line.strip() == order[2].strip()), None)
    if at is None:
        raise Untrue(f"{file} has no line {order[2]!r}")
    there[at + (order[1] == "after") : at + 1] = lines[1:]
    path.write_text("\n".join(there), encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which every recipe has been followed."""
    copy = tmp_path_factory.mktemp("copy")
    unread = shutil.ignore_patterns("__pycache__", "*.egg-info", "fonts")
    for name in ("src", "tests", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=unread)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for recipe in FOLLOWED:
        for file, block in steps(recipe):
            if block:
                follow(copy, file=file, block=block)
    return copy


def own_environment(house: Path) -> dict[str, str]:
    """What a process in the copy gets: the copy's code, nothing of this run."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "JIEFEN", "DJANGO"))
    }
    return kept | {"PYTHONPATH": str(house / "src")}


def ran(house: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", *arguments]
    environment = own_environment(house)
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_what_the_recipes_add_works_in_a_copy(house: Path) -> None:
    added = [
        file
        for recipe in FOLLOWED
        for file, _ in steps(recipe)
        if file.startswith("tests/test_") or "/test_" in file
    ]
    assert len(added) == len(FOLLOWED) - 1, "a paper is tested with all papers"
    done = ran(house, *added, *OF_ALL)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_a_recipe_that_names_a_line_that_is_gone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("a = 1\n")
    with pytest.raises(Untrue, match="has no line"):
        follow(tmp_path, file="x.py", block="# after: b = 2\nc = 3")


def test_every_file_that_a_recipe_names_is_there_or_is_made_by_it() -> None:
    recipes = re.findall(r"^## An? (\w+)", PAGE, flags=re.M)
    assert set(FOLLOWED) <= set(recipes)
    named = [(file, block) for recipe in recipes for file, block in steps(recipe)]
    gone = [
        file
        for file, block in named
        if not (ROOT / file).exists()
        and (block.startswith("# ") or not block)
        and "/migrations/" not in file  # its number depends on those before it
    ]
    assert gone == []
