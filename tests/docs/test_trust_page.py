"""`docs/trust.md` names every test of the trust plan once, and everything that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiefen.jobs.drill import DRILLS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/trust.md").read_text("utf-8")
PLANNED = [f"R-{at}" for at in range(1, 20)] + [f"S-{at}" for at in range(1, 23)]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| [RS]-\d", line)
]
QUOTED = re.compile(r"`([^`]+)`")


def problems(text: str) -> list[str]:
    """What a text names that is not there."""
    missing = []
    for named in QUOTED.findall(text):
        path, _, name = named.partition("::")
        if named.startswith("jiefen drill "):
            found = named.split()[2] in DRILLS
        elif path.startswith(("tests/", "bin/", "src/")):
            file = ROOT / path
            found = file.exists() and (
                not name
                or bool(re.search(rf"^def {re.escape(name)}\(", file.read_text("utf-8"), re.MULTILINE))
            )
        else:
            continue
        missing += [] if found else [named]
    return missing


def test_every_test_of_the_plan_stands_there_once_and_in_order() -> None:
    assert [row[0] for row in ROWS] == PLANNED


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(row: list[str]) -> None:
    _, promise, where, count, control, told = row
    assert problems(" ".join(row)) == []
    assert promise
    if told.startswith("not yet") and where == "–":
        assert (count, control) == ("–", "–")
    else:
        assert re.search(r"`(jiefen drill|tests/|bin/)", where), "it says where it is shown"
        assert count != "–" != control
    if not told.startswith("as specified"):
        assert re.match(r"(smaller|not yet)( for [a-z ]+)?, because .{20,}", told), told


def test_a_name_of_nothing_is_noticed() -> None:
    told = "`jiefen drill nothing` `tests/nothing.py` `tests/docs/test_pages.py::test_nothing`"
    assert len(problems(told)) == 3
