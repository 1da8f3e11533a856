"""Every id of a requirement that stands in the code is explained in docs/requirements.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
ROW = re.compile(r"\brows? ([A-F]\d{1,2}(?:(?:, | and )[A-F]\d{1,2})*)")
PROMISE = re.compile(r"(?<![\w-])([RS]-[1-9]\d?)(?![\w-])")
SECTION = re.compile(r"((?:law|trust)\.md) §+ ?(\d)")


def ids(text: str) -> set[str]:
    rows = {row for found in ROW.findall(text) for row in re.findall(r"[A-F]\d{1,2}", found)}
    sections = {f"{page} § {number}" for page, number in SECTION.findall(text)}
    return rows | set(PROMISE.findall(text)) | sections


def test_every_id_in_the_code_is_explained() -> None:
    files = [path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py")]
    used = set().union(*(ids(path.read_text(encoding="utf-8")) for path in files))
    assert len(used) > 40
    assert {one for one in used if f"| {one} |" not in EXPLAINED} == set()


def test_an_id_that_nobody_explains_is_noticed() -> None:
    unknown = ("F" + "11", "S-" + "99", "law.md " + "§ 9")
    assert ids("(row {}), {} and {}".format(*unknown)) == set(unknown)
    assert not any(f"| {one} |" in EXPLAINED for one in unknown)
