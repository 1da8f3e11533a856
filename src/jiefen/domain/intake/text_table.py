"""One table of a centre's text, read field by field: every problem is kept with its remedy, so that all are named at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiefen.domain.common.days import read_day
from jiefen.domain.common.errors import Unread

LONGEST_SENTENCE = 30
_ENDS = re.compile(r"[。！？；]")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class TextProblem:
    """`table`: the name of the kind of table; `at`: which one of its kind, from 0; `named`: its id, where it has one."""

    table: str
    at: int
    named: str
    field: str
    sentence: str


class TextTable:
    """A field that is asked for counts as known; `close` names those that nobody asked for."""

    def __init__(self, row: object, *, table: str, at: int, problems: list[TextProblem]) -> None:
        self.row: Mapping[str, object] = row if isinstance(row, Mapping) else {}
        self.table, self.at, self.problems = table, at, problems
        self.named = str(self.row.get("id", ""))
        self._known: set[str] = set()

    def refuse(self, field: str, sentence: str) -> None:
        self.problems.append(TextProblem(self.table, self.at, self.named, field, sentence))

    def code(self, field: str) -> str:
        value = self.text(field, longest=40)
        if value and not _CODE.fullmatch(value):
            self.refuse(field, f"“{value}”只能用小写字母、数字和连字符，请改。")
        return value

    def text(self, field: str, *, longest: int, required: bool = True) -> str:
        """A text of one line."""
        self._known.add(field)
        value = self.row.get(field, "")
        if not isinstance(value, str):
            self.refuse(field, "要写成引号里的文字，请改。")
            return ""
        value = value.strip()
        if required and not value:
            self.refuse(field, "没有写，请补上。")
        if len(value) > longest:
            self.refuse(field, f"最多 {longest} 字，现在 {len(value)} 字，请精简。")
        return value

    def sentences(self, field: str, *, required: bool = True) -> str:
        """A text that people read: no sentence is longer than thirty signs."""
        value = self.text(field, longest=400, required=required)
        self._short(field, [value])
        return value

    def lines(self, field: str, *, required: bool = True) -> tuple[str, ...]:
        """Several texts that people read."""
        values = self.texts(field, required=required)
        self._short(field, values)
        return values

    def texts(self, field: str, *, required: bool = False) -> tuple[str, ...]:
        self._known.add(field)
        value = self.row.get(field, [])
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            self.refuse(field, '要写成一列引号里的文字，如 ["一", "二"]，请改。')
            return ()
        if required and not value:
            self.refuse(field, "没有写，请补上。")
        return tuple(part.strip() for part in value)

    def flag(self, field: str, *, default: bool) -> bool:
        self._known.add(field)
        value = self.row.get(field, default)
        if not isinstance(value, bool):
            self.refuse(field, "只能写 true 或 false，请改。")
            return default
        return value

    def whole(self, field: str, *, low: int, high: int, default: int | None = None) -> int:
        self._known.add(field)
        value = self.row.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.refuse(field, f"要写 {low} 到 {high} 之间的整数，请改。")
            return low
        return value

    def conditions(self, field: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """`{ danger = ["yes"] }`: which questions were answered how."""
        self._known.add(field)
        value = self.row.get(field, {})
        if not isinstance(value, Mapping):
            self.refuse(field, '要写成 { 问题 = ["选项"] }，请改。')
            return ()
        return tuple(
            (str(name), tuple(str(code) for code in (codes if isinstance(codes, list) else [codes])))
            for name, codes in value.items()
        )

    def parts(self, field: str) -> list[TextTable]:
        """The tables within this one; what is wrong with them is said under its name and place."""
        self._known.add(field)
        value = self.row.get(field, [])
        if not isinstance(value, list) or not all(isinstance(part, Mapping) for part in value):
            self.refuse(field, "要写成一列 { 名 = 值 }，请改。")
            return []
        tables = [TextTable(part, table=self.table, at=self.at, problems=self.problems) for part in value]
        for number, table in enumerate(tables, start=1):
            table.named = f"{self.named} 的第 {number} 个 {field}"
        return tables

    def day(self, field: str) -> date:
        text = self.text(field, longest=10)
        try:
            return read_day(text)
        except Unread:
            self.refuse(field, f"“{text}”不是日期，请写成 2026-12-01 的样子。")
            return date.min

    def close(self) -> None:
        for field in sorted(set(self.row) - self._known):
            self.refuse(field, f"没有这一栏；可以写的是：{'、'.join(sorted(self._known))}。请改名或删去。")

    def _short(self, field: str, values: Iterable[str]) -> None:
        for value in values:
            for sentence in long_sentences(value):
                self.refuse(
                    field,
                    f"“{sentence[:12]}……”有 {len(sentence)} 字，一句最多 {LONGEST_SENTENCE} 字，请断句。",
                )


def long_sentences(text: str) -> list[str]:
    """The sentences that somebody with little time or sight would not get through."""
    return [part for part in _ENDS.split(text) if len(part.strip()) > LONGEST_SENTENCE]
