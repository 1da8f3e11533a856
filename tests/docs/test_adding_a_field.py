"""The recipe for a field of a registration, followed in a copy of the code; its migration is made there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_recipes import ROOT, follow, own_environment, ran, steps

pytestmark = pytest.mark.one_database

MIGRATION = "src/jiefen/store/migrations/*_occupation.py"
MOST_FILES = 6


def migrate(copy: Path, *, home: Path) -> None:
    options = ("makemigrations", "store", "-n", "occupation", "--settings", "jiefen.config.settings")
    environment = own_environment(copy) | {"JIEFEN_HOME": str(home)}
    subprocess.run(
        [sys.executable, "-m", "django", *options], cwd=copy, env=environment, check=True, timeout=120
    )


@pytest.mark.long
def test_a_field_takes_six_files_and_is_then_a_field_everywhere(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    recipe = steps("field")
    for file, block in recipe:
        if block:
            follow(copy, file=file, block=block)
    migrate(copy, home=tmp_path / "home")
    assert len(list(copy.glob(MIGRATION))) == 1
    assert len({file for file, _ in recipe}) <= MOST_FILES
    done = ran(copy, "tests/intake/test_occupation.py", "tests/intake/test_field_cards.py")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
