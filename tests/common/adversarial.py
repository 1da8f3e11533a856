"""Every pattern of the code, how it is asked, and texts made to be slow for it: out of its own signs, many and nearly right."""

from __future__ import annotations

import ast
import importlib
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "src"
ASKED = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")
LENGTH, SECONDS, TRIES = 50_000, 0.05, 3
CLASSES = {
    sre.CATEGORY_DIGIT: "7", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_NOT_SPACE: "a", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """`ways`: the methods by which it is asked anywhere in the code."""

    file: str
    compiled: re.Pattern[Any]
    ways: tuple[str, ...]


class TooSlow(Exception):
    pass


def patterns() -> Iterator[Pattern]:
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        if "import re\n" in text and "/migrations/" not in str(path):
            yield from patterns_of(path, tree=ast.parse(text))


def patterns_of(path: Path, *, tree: ast.Module) -> Iterator[Pattern]:
    """Each expression worked out among the names of its module, so that none is left out: what cannot be is an error."""
    kept = {node.value: node.targets for node in ast.walk(tree) if isinstance(node, ast.Assign)}
    names: dict[str, Any] = {}
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and call.args):
            continue
        way = ast.unparse(call.func).removeprefix("re.")
        if way in (*ASKED, "compile"):
            names = names or vars(importlib.import_module(_module(path)))
            flags = [
                *call.args[_flags_at(way) :],
                *(one.value for one in call.keywords if one.arg == "flags"),
            ]
            worked_out = [eval(ast.unparse(one), names) for one in (call.args[0], *flags)]
            ways = (way,) if way != "compile" else _ways(tree, targets=kept.get(call, []))
            yield Pattern(str(path.relative_to(SOURCE / "jiefen")), re.compile(*worked_out), ways)


def _flags_at(way: str) -> int:
    return {"compile": 1, "sub": 4, "split": 3}.get(way, 2)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def _ways(tree: ast.Module, *, targets: list[ast.expr]) -> tuple[str, ...]:
    """By which methods it is asked under its name in its file; in both ways where it goes elsewhere."""
    name = next((one.id for one in targets if isinstance(one, ast.Name)), "")
    asked = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }
    return tuple(sorted(asked & set(ASKED))) or ("fullmatch", "search")


def texts(pattern: re.Pattern[Any], *, length: int = LENGTH) -> Iterator[str]:
    """Long runs of each sign, of two, of what nearly fits, each also behind a beginning that fits and before an end that
    does not."""
    given = pattern.pattern
    tree = parser.parse(
        given if isinstance(given, str) else given.decode("latin-1"), pattern.flags & ~re.UNICODE
    )
    fits = _fitting(tree)
    signs = list(dict.fromkeys([*fits, *_signs(tree)]))[:12]
    runs = [*signs, *(a + b for a, b in pairwise(signs)), fits, fits[:-1], fits[1:]]
    for run in dict.fromkeys(run for run in runs if run):
        long = (run * (length // len(run) + 1))[:length]
        yield long
        yield (fits[: len(fits) // 2] + long)[: length - 1] + "\x01"


def _signs(tree: Any) -> Iterator[str]:
    """One sign for every literal and every class in it, however deep."""
    for op, value in tree:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            yield _sign(op, value)
        for inner in _inside(op, value):
            yield from _signs(inner)


def _inside(op: Any, value: Any) -> list[Any]:
    if op is sre.BRANCH:
        return list(value[1])
    if op is sre.SUBPATTERN:
        return [value[-1]]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return [value] if op is sre.ATOMIC_GROUP else []


def _sign(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op is not sre.IN:
        return "x"
    given = next((_of_class(one) for one in value if one[0] is not sre.NEGATE), "x")
    if value[0][0] is sre.NEGATE:
        return next(sign for sign in "x5 甲" if sign != given)
    return given


def _of_class(one: tuple[Any, Any]) -> str:
    op, value = one
    return chr(value[0]) if op is sre.RANGE else chr(value) if op is sre.LITERAL else CLASSES.get(value, "a")


def _fitting(tree: Any) -> str:
    """A text that the pattern is meant for: the first branch of each, every part twice where it may be."""
    out = ""
    for op, value in tree:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            out += _sign(op, value)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            out += _fitting(value[2]) * max(value[0], min(int(value[1]), 2))
        elif op not in (sre.ASSERT, sre.ASSERT_NOT):
            out += "".join(_fitting(inner) for inner in _inside(op, value)[:1])
    return out[:200]


def seconds(pattern: Pattern, text: str, *, most: float = SECONDS) -> float:
    """CPU time of the slowest way, the best of a few tries; `most` when it had to be stopped."""
    given = text if isinstance(pattern.compiled.pattern, str) else text.encode("utf-8")
    return max(
        min(_once(pattern.compiled, way, given, most=most) for _ in range(TRIES)) for way in pattern.ways
    )


def _once(compiled: re.Pattern[Any], way: str, text: str | bytes, *, most: float) -> float:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most * 2)
    began = time.process_time()
    try:
        _ask(compiled, way, text)
    except TooSlow:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began


def _ask(compiled: re.Pattern[Any], way: str, text: str | bytes) -> None:
    if way == "sub":
        compiled.sub(text[:0], text)
    elif way == "finditer":
        for _ in compiled.finditer(text):
            pass
    else:
        getattr(compiled, way)(text)
