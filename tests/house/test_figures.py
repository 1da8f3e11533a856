"""The figures of the house stay within their bars."""

from __future__ import annotations

import ast
import json
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "bin/house"


def test_the_figures_of_the_house_are_within_their_bars() -> None:
    done = subprocess.run([sys.executable, HOUSE, "--json"], capture_output=True, text=True, check=False)
    figures = json.loads(done.stdout)
    bars = runpy.run_path(str(HOUSE), run_name="house")["BARS"]
    assert set(figures) == set(bars), "a figure without a bar, or a recipe that is missing"
    assert {name: n for name, n in figures.items() if n > bars[name]} == {}
    assert done.returncode == 0


def test_a_knot_hidden_in_a_function_is_noticed() -> None:
    house = runpy.run_path(str(HOUSE), run_name="house")
    assert house["knots"]({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert house["knots"]({"a": {"b"}, "b": set()}) == []
    tree = ast.parse("def f(x: Any) -> dict[str, Any]:\n    from a import b\n")
    assert house["untyped"](tree) == 2
    assert house["imported"](tree) == ["a", "a.b"]
