"""Rules of the house as functions of a file's place and text. Each answers what is wrong with it, in sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from trees import calls, dotted, imported, layer, parsed, whole

MOST_LINES, MOST_FUNCTION_LINES = 300, 40
WRITERS = ("store", "actions", "reports")
CLOCK_READERS = ("gate", "web", "portal", "api", "jobs", "config")
WALL_CLOCKS = {
    "timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.utcnow", "datetime.today",
    "date.today", "time.time", "time.time_ns",
}  # fmt: skip
DOORS = ("web", "portal", "api", "gate")
QUERIES = {
    "filter", "exclude", "order_by", "values_list", "select_related", "prefetch_related", "aggregate", "annotate",
    "alias", "distinct", "in_bulk", "latest", "earliest", "get_or_create", "update_or_create", "bulk_create",
}  # fmt: skip
# Asked of rows and of other things too; at a door nothing else is asked so.
AT_A_DOOR = {"exists", "first", "last", "all", "iterator", "only", "defer", "aexists", "acount", "afirst"}
ANY = {"Any", "typing.Any"}
ADDRESS = re.compile(r"/(?!proc/)[a-z][\w-]*(/|\?|$)")
BRANCHES = frozenset({"/api/", "/static/"})  # what hangs below them answers in another way
PORTAL_MAY = {
    "jiefen.reports.clocks.calculator",
    "jiefen.actions.party.applications",
    "jiefen.actions.party.doors",
    "jiefen.actions.party.evidence",
    "jiefen.actions.party.codes",
    "jiefen.actions.party.hall",
    "jiefen.actions.common.throttle",
    "jiefen.reports.party",
    "jiefen.reports.figures.published",
    "jiefen.reports.documents.verify_paper",
}
STANDARD_ONLY = ("django", "psycopg", "cryptography", "pyotp", "granian", "PIL")

Guard = Callable[[str, str], list[str]]
GUARDS: dict[str, Guard] = {}


def guard(rule: Callable[[str, ast.Module, str], Iterator[str]]) -> Guard:
    """Register a rule under its name; it is handed the package-relative path, the tree and the text."""

    def checked(path: str, text: str) -> list[str]:
        return [f"{path}: {problem}" for problem in rule(path, parsed(text), text)]

    GUARDS[rule.__name__] = checked
    return checked


@guard
def files_are_short(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > MOST_LINES and "/migrations/" not in path:
        yield f"{lines} lines"


@guard
def functions_are_short(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    for node in whole(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield f"{node.name} has {lines} lines"


@guard
def nothing_listens_to_signals(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    for line, name in imported(tree):
        if name.startswith("django.dispatch") or ".signals" in name:
            yield f"line {line} imports {name}"


@guard
def models_do_not_override_save(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path) == "store":
        sessions = [node for node in whole(tree) if isinstance(node, ast.ClassDef) and _keeps_sessions(node)]
        others = {method for node in sessions for method in node.body}
        for node in whole(tree):
            named = isinstance(node, ast.FunctionDef) and node.name in ("save", "delete", "clean")
            if named and node not in others:
                yield f"line {node.lineno} defines {node.name}()"


def _keeps_sessions(node: ast.ClassDef) -> bool:
    """Django's store of sessions has a `delete` of its own; it is no model."""
    return any(
        "SessionStore" in ast.unparse(base) or "SessionBase" in ast.unparse(base) for base in node.bases
    )


@guard
def rows_are_reached_only_from_store_actions_and_reports(
    path: str, tree: ast.Module, text: str
) -> Iterator[str]:
    if layer(path) not in (*WRITERS, ""):
        for node in whole(tree):
            if isinstance(node, ast.Attribute) and node.attr in (
                "objects",
                "_default_manager",
                "_base_manager",
            ):
                yield f"line {node.lineno} uses .{node.attr}"
        for call in calls(tree):
            if isinstance(call.func, ast.Attribute) and _queries(call, call.func, door=layer(path) in DOORS):
                yield f"line {call.lineno} queries {ast.unparse(call.func)}()"


def _queries(call: ast.Call, func: ast.Attribute, *, door: bool) -> bool:
    """A dict's `values()` takes nothing, and a list's or a text's `count()` takes something."""
    if not door and not isinstance(func.value, ast.Attribute):
        return False
    handed = bool(call.args or call.keywords)
    return (
        func.attr in QUERIES
        or (func.attr == "count" and not handed)
        or (door and func.attr in AT_A_DOOR)
        or (door and func.attr == "values" and handed)
    )


@guard
def reports_never_write(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    writing = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    if layer(path) == "reports":
        for call in calls(tree):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if name in writing or (name in ("create", "save") and "objects" in dotted(call.func)):
                yield f"line {call.lineno} calls .{name}()"


@guard
def the_wall_clock_is_read_only_at_the_doors(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path) not in (*CLOCK_READERS, ""):
        for node in whole(tree):
            if isinstance(node, ast.Attribute) and any(dotted(node).endswith(clock) for clock in WALL_CLOCKS):
                yield f"line {node.lineno} reads {dotted(node)}"


@guard
def what_was_sent_is_not_poured_into_a_query(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    sent = (
        "request.GET", "request.POST", "request.headers", "request.COOKIES", "request.body", "request.FILES",
        "body", "query",
    )  # fmt: skip
    orm = {
        "filter", "exclude", "get", "annotate", "alias", "aggregate", "order_by", "create", "update", "extra",
        "values",
    }  # fmt: skip
    for call in calls(tree):
        named = isinstance(call.func, ast.Attribute) and call.func.attr in orm
        for spread in call.keywords:
            if (
                spread.arg is None
                and named
                and any(part == name for name in sent for part in _names(spread.value))
            ):
                yield f"line {call.lineno} spreads what was sent into .{call.func.attr}()"  # type: ignore[union-attr]


def _names(node: ast.AST) -> set[str]:
    """Names that decide the keys: a dict spelled out pours in only its keys."""
    parts = [key for key in node.keys if key] if isinstance(node, ast.Dict) else [node]
    return {
        dotted(one) for part in parts for one in ast.walk(part) if isinstance(one, ast.Attribute | ast.Name)
    }


@guard
def words_stand_in_word_fields(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """So that a new word is not a migration."""
    if path.startswith("src/jiefen/store/models/"):
        for call in calls(tree):
            if any(one.arg == "choices" for one in call.keywords):
                yield f"line {call.lineno} has choices of its own"


@guard
def migrations_import_nothing_of_ours(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """What a migration did on the day it was written, it does for ever."""
    if "/migrations/" in path:
        for line, name in imported(tree):
            if name.split(".")[0] == "jiefen":
                yield f"line {line} imports {name}"


@guard
def nothing_that_runs_what_it_reads_is_imported(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path):
        for line, name in imported(tree):
            if name.split(".")[0] in ("pickle", "marshal", "shelve", "yaml", "dill"):
                yield f"line {line} imports {name}"


@guard
def the_portal_opens_only_its_own_doors(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path) == "portal":
        for line, name in imported(tree):
            inner = name.startswith(("jiefen.actions", "jiefen.reports"))
            package = name.count(".") <= 2  # a floor or a room: what is taken from it is looked at by itself
            if (
                inner
                and not package
                and not any(name == one or name.startswith(f"{one}.") for one in PORTAL_MAY)
            ):
                yield f"line {line} imports {name}"


@guard
def signatures_at_the_doors_say_what_they_take(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """`Any` switches the type checker off for whatever is called on it."""
    if layer(path) in DOORS:
        for node in whole(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _annotated(node) & ANY:
                yield f"line {node.lineno} {node.name}() takes or answers Any"


def _annotated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Every name in a signature, those in quotation marks too."""
    taken = [node.annotation for node in ast.walk(function.args) if isinstance(node, ast.arg)]
    written = [note for note in (*taken, function.returns) if note is not None]
    quoted = [
        ast.parse(node.value, mode="eval")
        for note in written
        for node in ast.walk(note)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return {dotted(node) for note in (*written, *quoted) for node in ast.walk(note)}


@guard
def addresses_are_asked_by_name(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """An address written out goes on pointing where a page used to be. What is put behind another one is none."""
    texts = [node for node in whole(tree) if isinstance(node, ast.JoinedStr)]
    behind = {id(part) for text_node in texts for part in text_node.values[1:]}
    if layer(path) in ("web", "portal", "reports", "gate"):
        for node in whole(tree):
            value = node.value if isinstance(node, ast.Constant) and id(node) not in behind else ""
            if isinstance(value, str) and value not in BRANCHES and ADDRESS.match(value):
                yield f"line {node.lineno} writes {value!r}"


@guard
def the_rulebook_is_plain_python(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path) == "domain":
        for line, name in imported(tree):
            if name.split(".")[0] in STANDARD_ONLY or (
                name.startswith("jiefen.") and not name.startswith("jiefen.domain")
            ):
                yield f"line {line} imports {name}"
        for call in calls(tree):
            if dotted(call.func) in ("open", "print", "input", "exec", "eval"):
                yield f"line {call.lineno} calls {dotted(call.func)}()"
