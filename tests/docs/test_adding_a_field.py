"""The recipe for a field of a registration, followed to the letter in a copy of the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
RECIPE = (ROOT / "docs/adding.md").read_text().split("\n## A field\n")[1].split("\n## ")[0]
PLACE = re.compile(r"`((?:src|tests)/[^`]+)`(?:,\s+below\s+`([^`]+)`)?")
BLOCK = re.compile(r"^( *)```\w+\n(.*?)\n *```$", re.S | re.M)
MIGRATION = "src/jiefen/store/migrations/*_occupation.py"


def steps() -> Iterator[tuple[str, str, str]]:
    """Path, the beginning of the line above (empty: a new file), and what goes there."""
    last = 0
    for block in BLOCK.finditer(RECIPE):
        named = PLACE.findall(RECIPE[last : block.start()])
        path, above = next((place for place in named if place[1]), named[0])
        yield path, above, re.sub(rf"^{block[1]}", "", block[2], flags=re.M)
        last = block.end()


def follow(copy: Path) -> None:
    for path, above, text in steps():
        file = copy / path
        if not above:
            file.write_text(f"{text}\n")
            continue
        lines = file.read_text().split("\n")
        at = next(at for at, line in enumerate(lines) if above in line)
        file.write_text("\n".join([*lines[: at + 1], text, *lines[at + 1 :]]))


def run(copy: Path, *command: str, home: Path) -> str:
    ours = ("PYTEST_", "DJANGO_", "JIEFEN_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"PYTHONPATH": str(copy / "src"), "JIEFEN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_field_takes_six_files_and_is_then_a_field_everywhere(tmp_path: Path) -> None:
    copy, home = tmp_path / "copy", tmp_path / "home"
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    follow(copy)
    options = ("-n", "occupation", "--settings", "jiefen.config.settings")
    run(copy, "django", "makemigrations", "store", *options, home=home)
    assert len(list(copy.glob(MIGRATION))) == 1
    assert len({path for path, _, _ in steps()}) + 1 == 6
    tests = ("tests/intake/test_occupation.py", "tests/intake/test_field_cards.py")
    assert "passed" in run(copy, "pytest", "-n", "0", "-v", "-p", "no:cacheprovider", *tests, home=home)
