"""Each mutant still takes away what it says: its text stands once, its test exists, the page lists it. Run by command."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from mutants import MUTANTS, Mutant, killed

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/trust.md").read_text("utf-8")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_mutant_changes_one_place_and_names_its_test(mutant: Mutant) -> None:
    text = (ROOT / "src/jiefen" / mutant.file).read_text("utf-8")
    assert text.count(mutant.old) == 1
    ast.parse(text.replace(mutant.old, mutant.new))
    path, _, name = mutant.test.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    assert f"| {mutant.name} | `src/jiefen/{mutant.file}` | `{mutant.test}` |" in PAGE


def test_the_page_lists_no_other() -> None:
    assert PAGE.count("| `src/jiefen/") == len(MUTANTS) >= 18


@pytest.mark.parametrize(("new", "dead"), [("a = 1  # one", False), ("a = 2", True)])
def test_what_changes_nothing_survives_and_the_copy_is_as_before(
    new: str, *, dead: bool, tmp_path: Path
) -> None:
    file, test = tmp_path / "src/jiefen/x.py", tmp_path / "test_x.py"
    file.parent.mkdir(parents=True)
    file.write_text("a = 1\n")
    file.with_name("__init__.py").touch()
    test.write_text("from jiefen.x import a\n\n\ndef test_it():\n    assert a == 1\n")
    assert killed(Mutant("x", "x.py", "a = 1", new, "test_x.py::test_it"), copy=tmp_path) is dead
    assert file.read_text() == "a = 1\n"
