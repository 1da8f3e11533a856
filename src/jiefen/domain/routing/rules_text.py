"""Routing rules as the text people edit: TOML in, rules out; every mistake names its line, its rule and its field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence

from jiefen.domain.routing.rules_reading import RoutingRule, RuleTextError, parse_rules

MAX_TEXT = 200_000
_AT = re.compile(r"\(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)")


def plain(text: str) -> str:
    """One shape for the same rules, whatever the browser's line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip() + "\n"


def read_rules(text: str, *, units: Collection[str]) -> tuple[RoutingRule, ...]:
    """Rules from their text; `units` are the codes that a rule may point to. Raises RuleTextError."""
    if len(text) > MAX_TEXT:
        raise RuleTextError([f"规则正文超过 {MAX_TEXT} 字，请精简。"])
    table = _table(text)
    rows = table.get("rule", [])
    errors = [f"“{name[:40]}”：正文里只能有 [[rule]]，不认识这一项。" for name in table if name != "rule"]
    if not isinstance(rows, list) or not rows:
        raise RuleTextError([*errors, "正文里没有规则：每条规则以单独一行 [[rule]] 开头。"])
    lines = _lines(text, count=len(rows))
    try:
        rules = parse_rules(rows)
    except RuleTextError as problem:
        errors += [_placed(error, rows=rows, lines=lines) for error in problem.errors]
        raise RuleTextError(errors) from problem
    errors += [_placed(error, rows=rows, lines=lines) for error in _unknown_units(rules, units=units)]
    if errors:
        raise RuleTextError(errors)
    return rules


def _table(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = _AT.search(str(error))
        where = f"第 {position[1]} 行第 {position[2]} 个字附近" if position and position[1] else "正文末尾"
        sentence = f"{where}：写法不对（{_AT.sub('', str(error)).strip()}）。请检查引号、括号、逗号是否成对。"
        raise RuleTextError([sentence]) from error


def _unknown_units(rules: Sequence[RoutingRule], *, units: Collection[str]) -> Iterator[str]:
    for rule in rules:
        if not rule.to.startswith("place:") and rule.to not in units:
            yield f"{rule.id} to：没有代码为“{rule.to}”的单位，请到“组织与人员”核对单位代码。"
        for code in rule.co:
            if code not in units:
                yield f"{rule.id} co：没有代码为“{code}”的单位，请到“组织与人员”核对单位代码。"


def _lines(text: str, *, count: int) -> list[int]:
    """Where each rule begins; empty when that cannot be told for sure."""
    numbers = [
        at for at, line in enumerate(text.splitlines(), start=1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)
    ]
    return numbers if len(numbers) == count else []


def _placed(error: str, *, rows: Sequence[object], lines: Sequence[int]) -> str:
    """The error with the line at which its rule begins."""
    numbered = re.match(r"第 ([0-9]+) 条", error)
    at = int(numbered[1]) - 1 if numbered else -1
    for place, row in enumerate(rows):
        name = row.get("id") if isinstance(row, Mapping) else None
        if isinstance(name, str) and name.strip() and error.startswith(name.strip() + " "):
            at = place
    return f"第 {lines[at]} 行起：{error}" if lines and 0 <= at < len(lines) else error
