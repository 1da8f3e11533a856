"""`bin/mutate`: its rooms name what is there, and a mutant that nothing notices is named and fails it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.one_database
ROOT = Path(__file__).resolve().parents[2]
TABLE = {"equivalent": []} | tomllib.loads((ROOT / "tests/house/core_rooms.toml").read_text("utf-8"))
CORE = {
    "deadlines",
    "state-machine",
    "authorisation",
    "ledger",
    "history",
    "idempotency",
}  # the ledger in two parts
MODULES = [module for room in TABLE["rooms"].values() for module in room["modules"]]


@pytest.fixture(scope="module")
def mutate() -> ModuleType:
    loader = SourceFileLoader("mutate", str(ROOT / "bin" / "mutate"))
    spec = spec_from_loader("mutate", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_five_core_rooms_name_modules_and_tests_that_are_there() -> None:
    assert set(TABLE["rooms"]) == CORE
    for room in TABLE["rooms"].values():
        assert room["modules"]
        assert room["tests"]
        for path in (*room["modules"], *room["tests"]):
            file, _, test = path.partition("::")
            assert f"def {test}" in (ROOT / file).read_text("utf-8"), path
    assert len(set(MODULES)) == len(MODULES)
    assert sum((ROOT / module).read_text("utf-8").count("\n") for module in MODULES) >= 2_000


@pytest.mark.parametrize("one", TABLE["equivalent"], ids=lambda one: f"{one['in']} {one['becomes']}"[:80])
def test_a_mutant_that_changes_nothing_stands_in_a_core_room_and_says_why(one: dict[str, str]) -> None:
    (module,) = (path for path in MODULES if one["in"].startswith(dotted(path)))
    text = " ".join((ROOT / module).read_text("utf-8").split())
    assert " ".join(one["was"].split()) in text
    assert one["in"].rpartition(".")[2] in text
    assert one["was"] != one["becomes"]
    assert re.fullmatch(r".{20,}\.", one["because"])


def dotted(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").replace("/", ".") + "."


def test_few_mutants_are_said_to_change_nothing() -> None:
    assert len(TABLE["equivalent"]) <= 40


DIFF = """# jiefen.a.xǁRowǁmay__mutmut_2: survived
--- src/jiefen/a.py
+++ src/jiefen/a.py
@@ -1,2 +1,2 @@
 def may(self):
-    return self.n > 3
+    return self.n >= 3
"""


def answering(results: str) -> Any:
    """mutmut, as it answers."""

    def tool(_copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
        shown = {"run": "", "results": results, "show": DIFF}[words[0]]
        return subprocess.CompletedProcess(words, 0, shown, "")

    return tool


@pytest.mark.parametrize(
    ("status", "share"),
    [("survived", 50.0), ("no tests", 50.0), ("suspicious", 50.0), ("killed", 100.0), ("timeout", 100.0)],
)
def test_a_mutant_that_no_test_notices_is_named_with_its_lines_and_lowers_the_share(
    mutate: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: Any,
    status: str,
    share: float,
) -> None:
    rows = f"    jiefen.a.x_f__mutmut_1: killed\n    jiefen.a.xǁRowǁmay__mutmut_2: {status}\n    jiefen.a.x_f__mutmut_3: not checked\n"
    monkeypatch.setattr(mutate, "tool", answering(rows))
    found = list(mutate.run(tmp_path, log=tmp_path / "log", options=SimpleNamespace(only=[], at_once=1)))
    assert len(found) == 2
    assert mutate.told("room", mutants=found, same=set()) == share
    shown = capsys.readouterr().out
    assert f"{share:.1f}%" in shown
    assert ("return self.n >= 3" in shown) is (share < mutate.LEAST)
    assert ("!! " in shown) is (share < mutate.LEAST)
    if share < mutate.LEAST:
        assert "jiefen.a.Row.may" in shown
        same = {("jiefen.a.Row.may", "return self.n > 3", "return self.n >= 3")}
        assert mutate.told("room", mutants=found, same=same) == 100


def test_a_tool_that_made_no_mutants_is_no_success(
    mutate: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(mutate, "tool", answering(""))
    with pytest.raises(SystemExit, match="没有跑成"):
        list(mutate.run(tmp_path, log=tmp_path / "log", options=SimpleNamespace(only=[], at_once=1)))
    assert mutate.told("room", mutants=[], same=set()) == 0


DECORATED = """
from dataclasses import dataclass
from functools import cache, wraps

def twice(f):
    @wraps(f)
    def inner(n):
        return 2 * f(n)
    return inner

@dataclass(
    frozen=True,
)
class Row:
    n: int

    @property
    def more(self):
        return self.n + 1

    @classmethod
    def of(cls, n):
        return cls(n)

@cache
@twice
def three(n):
    return 3 * n
"""


def test_what_the_tool_would_pass_over_is_the_same_program_without_decorators(mutate: ModuleType) -> None:
    text = mutate.undecorated(DECORATED)
    assert re.findall(r"^ *@.*", text, re.MULTILINE) == ["    @classmethod"]
    told: dict[str, Any] = {"__name__": "told"}
    exec(compile(text, "told", "exec", dont_inherit=True), told)
    assert told["three"](1) == 6
    assert told["three"].__name__ == "three"
    assert not hasattr(told["three"], "cache_clear"), "a kept answer would be the one of before the mutant"
    row = told["Row"].of(4)
    assert (row.more, row == told["Row"](4)) == (5, True)
    with pytest.raises(AttributeError):
        row.n = 5


@pytest.mark.parametrize("module", MODULES)
def test_every_core_module_can_be_written_without_decorators(mutate: ModuleType, module: str) -> None:
    text = mutate.undecorated((ROOT / module).read_text("utf-8"))
    compile(text, module, "exec")
    assert set(re.findall(r"^\s*@(\w+)", text, re.MULTILINE)) <= mutate.KNOWN_TO_THE_TOOL
