"""Rules about values: a moment is written out in one place, and what is typed is read by the reader of its kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from guards import guard
from trees import calls, dotted, layer, whole

WRITERS_OF_MOMENTS = {"src/jiefen/domain/common/moments.py"}
# Where a moment is written for a machine, with its zone or in UTC, and a digest or a session depends on every sign.
FOR_MACHINES = WRITERS_OF_MOMENTS | {
    "src/jiefen/domain/common/chain.py",
    "src/jiefen/domain/common/sampling.py",
    "src/jiefen/domain/agreement/rules.py",
    "src/jiefen/lib/checkpoint.py",
    "src/jiefen/lib/log_lines.py",
    "src/jiefen/lib/tables/workbook.py",
    "src/jiefen/actions/common/asks.py",
    "src/jiefen/actions/agreement/performance.py",
    "src/jiefen/actions/oversight/audits.py",
    "src/jiefen/actions/ledger/time_guard.py",
    "src/jiefen/portal/door.py",
    "src/jiefen/jobs/clock.py",
}
READERS = "src/jiefen/domain/common/"
# What we wrote ourselves is read back here; nobody types it.
READS_OUR_OWN = {
    "src/jiefen/lib/checkpoint.py",
    "src/jiefen/lib/log_lines.py",
    "src/jiefen/reports/ledger/state.py",
    "src/jiefen/domain/clocks/examples/example.py",
    "src/jiefen/jobs/drilling/demo_days.py",
    "src/jiefen/jobs/drilling/site.py",
    "src/jiefen/jobs/restore.py",
    "src/jiefen/portal/door.py",
    "src/jiefen/portal/kept.py",
    "src/jiefen/papers/__init__.py",
    "src/jiefen/papers/word.py",
    "src/jiefen/actions/figures/allowances.py",
    "src/jiefen/domain/figures/allowance.py",
}
SPEC = re.compile(r"%[-#]?[aAbBdfHIjmMpSyYZz]")
IN_BRACES = re.compile(r"\{[^{}]*:[^{}]*%[-#]?[aAbBdfHIjmMpSyYZz]")
MOMENT = re.compile(r"(^|\.)(now|\w+_at)$|\.(at|when|moment)$")
TESTS = {"isdigit", "isdecimal", "isnumeric"}
PARSERS = {"fromisoformat", "strptime"}


def _ours(path: str) -> bool:
    return path.startswith("src/jiefen/") and "/migrations/" not in path


@guard
def moments_are_written_out_in_one_place(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if not _ours(path) or path in WRITERS_OF_MOMENTS:
        return
    for node in whole(tree):
        if isinstance(node, ast.FormattedValue):
            spec = ast.unparse(node.format_spec) if node.format_spec else ""
            if SPEC.search(spec) or (not spec and MOMENT.search(dotted(node.value))):
                yield f"line {node.lineno} writes {ast.unparse(node.value)}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_BRACES.search(node.value):
            yield f"line {node.lineno} has a place for a moment"
    for call in calls(tree):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
        if name in ("strftime", "isoformat", "ctime") and path not in FOR_MACHINES:
            yield f"line {call.lineno} calls .{name}()"
        if name == "format" and any(SPEC.search(ast.unparse(part)) for part in call.args):
            yield f"line {call.lineno} formats a moment"
        if name == "localtime" or (name == "astimezone" and not call.args):
            yield f"line {call.lineno} takes the zone of {name}()"


@guard
def what_is_typed_is_read_by_the_reader_of_its_kind(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """A test wider than the conversion behind it (² is a digit, ٣ matches \\d) ends in an error instead of a sentence."""
    if not _ours(path) or path.startswith(READERS):
        return
    for call in calls(tree):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
        if name in TESTS | PARSERS and path not in READS_OUR_OWN:
            yield f"line {call.lineno} calls {name}()"
        if name == "Decimal" and path not in READS_OUR_OWN and not _plain(call):
            yield f"line {call.lineno} makes a Decimal of {ast.unparse(call.args[0])}"
        if dotted(call.func).startswith("re.") and any(_is_wide(part) for part in call.args[:1]):
            yield f"line {call.lineno} says \\d, which every script's figures match"


@guard
def what_is_sent_as_json_goes_through_its_reader(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """Whatever stands in a text, half an emoji too, can then be stored."""
    if layer(path) in ("web", "portal", "api", "gate") and path not in READS_OUR_OWN:
        for call in calls(tree):
            if dotted(call.func) in ("json.loads", "json.load"):
                yield f"line {call.lineno} calls {dotted(call.func)}()"


def _plain(call: ast.Call) -> bool:
    """A figure that stands in the code."""
    return not call.args or isinstance(call.args[0], ast.Constant)


def _is_wide(pattern: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and "\\d" in part.value
        for part in ast.walk(pattern)
    )
