"""Pages that are printed stay current; pages that name things name real ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiefen.jobs import docs
from jiefen.jobs.command_line import COMMANDS

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
STATUSES = ("works", "partly", "not yet")
ROWS = [f"{letter}{n}" for letter, last in (("A", 12), ("B", 10), ("C", 12), ("D", 15), ("E", 12), ("F", 10)) for n in range(1, last + 1)]  # fmt: skip


def coverage() -> list[list[str]]:
    lines = (ROOT / "docs/coverage.md").read_text().splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| [A-F]\d+ \|", line)
    ]


@pytest.mark.parametrize("name", ["rulebook", "glossary"])
def test_a_printed_page_says_what_the_code_says(name: str) -> None:
    printed = (ROOT / f"docs/{name}.md").read_text()
    assert printed == getattr(docs, name)(), f"docs/{name}.md is stale: run `jiefen docs`"


def test_every_row_of_the_mission_is_accounted_for_once_and_in_order() -> None:
    assert [row[0] for row in coverage()] == ROWS


def test_every_row_has_a_plain_status_and_what_works_names_a_test() -> None:
    for row, status, where, test in coverage():
        assert status.startswith(STATUSES), row
        assert (test == "–") == (where == "–") == status.startswith("not yet"), row


def test_every_test_named_in_the_coverage_table_exists() -> None:
    for row, _, _, test in coverage():
        if test != "–":
            path, _, name = test.strip("`").partition("::")
            text = (ROOT / path).read_text()
            assert f"def {name}(" in text if name else "def test_" in text, (row, test)


def test_every_place_named_in_the_coverage_table_exists() -> None:
    from django.urls import resolve

    for row, _, where, _ in coverage():
        for place in re.findall(r"`([^`]+)`", where):
            if place.startswith("/"):
                assert resolve(place), (row, place)
            elif place.startswith("jiefen "):
                assert place.split()[1] in COMMANDS, (row, place)
            else:
                assert (ROOT / "src/jiefen" / place).exists(), (row, place)


def test_the_readme_names_every_command_and_every_link_leads_somewhere() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in COMMANDS if f"jiefen {name}" not in readme] == []
    for target in re.findall(r"\]\(([^)]+)\)", readme):
        assert (ROOT / target).exists(), target
