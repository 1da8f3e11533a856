"""A module or a name that a text of the code points to is there: a text that points to nothing costs its reader an hour."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "jiefen"
FLOORS = "domain|actions|reports|store|web|portal|gate|api|papers|channels|profiles|lib|jobs"
NAMED = re.compile(rf"`(?:jiefen\.)?((?:{FLOORS})\.[a-z_.]+)`")


def is_there(name: str) -> bool:
    """`actions.clocks.warnings`, or a name in such a file: `reports.documents.templates.problems_of`."""
    place, parts = PACKAGE, name.split(".")
    while parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    if not parts:
        return True
    file = place / f"{parts.pop(0)}.py"
    return file.exists() and all(
        re.search(rf"\b{part}\b", file.read_text(encoding="utf-8")) for part in parts
    )


def test_every_module_that_a_text_names_is_there() -> None:
    gone = [
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for name in NAMED.findall(file.read_text(encoding="utf-8"))
        if not is_there(name)
    ]
    assert gone == []


def test_a_module_that_has_moved_is_noticed() -> None:
    assert is_there("actions.clocks.warnings")
    assert is_there("reports.documents.templates.problems_of")
    assert not is_there("actions.time_guard")
    assert not is_there("reports.documents.templates.nobody_of")
