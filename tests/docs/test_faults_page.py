"""`docs/faults.md` names every fault that was found by use, where it is mended, and the test that would notice it again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/faults.md").read_text("utf-8")
ROW = re.compile(r"^\| ([\w-]+) \| (.+) \| (`[^|]+`) \| (`[^|]+`) \|$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")
NUMBERED = (1, 2, 5, 6, 7, 8, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 25, 28, 30, 31, 33, 34, 35)
# Those without a number there have a name here.
DATA = {f"F{at:02d}" for at in NUMBERED} | {"F-sheets", "F-typed", "F-folding", "F-foreign", "F-length"}
PAPERS = {
    f"D-{name}"
    for name in (
        "force", "draft", "agreement", "strip", "linter", "result", "receipt", "limitation", "court", "entrusting",
        "rights", "proxy", "termination", "transfer", "closing", "volume", "unissued",
    )
}  # fmt: skip
TRUST = {
    f"X{part}-{at}" for part, rows in enumerate((8, 3, 6, 2, 9, 1, 6, 4, 3), 1) for at in range(1, rows + 1)
}
KNOWN = (
    DATA
    | PAPERS
    | TRUST
    | {f"B{at}" for at in range(1, 5)}
    | {f"C{at}" for at in range(1, 9)}
    | {f"E{at}" for at in range(1, 12)}
)
ROWS = ROW.findall(PAGE)


def test_every_fault_has_its_row_and_no_row_is_without_a_fault() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(KNOWN)
    assert len(ROWS) == PAGE.count("\n| ") - PAGE.count("\n| id |"), "a line that is no row"


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_a_row_names_is_there(row: tuple[str, str, str, str]) -> None:
    _, _, modules, tests = row
    for module in QUOTED.findall(modules):
        assert (ROOT / "src/jiefen" / module).exists(), module
    for named in QUOTED.findall(tests):
        path, _, name = named.partition("::")
        assert name.startswith("test_"), named
        assert re.search(rf"^def {re.escape(name)}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), named
