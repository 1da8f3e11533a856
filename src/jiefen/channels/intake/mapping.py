"""How the columns of somebody's file become the fields of a registration. One text per format, beside this file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from jiefen.domain.common.fold import fold
from jiefen.domain.common.words import Flag, Word
from jiefen.domain.intake.fields import FIELDS, PARTY_FIELDS, SIDES, field_of, label_of
from jiefen.lib.tables import plain_name

REMARK = "退回说明（本系统填写）"  # ours alone: a column 备注 is the sender's
_OUR_REMARK = re.compile("第 [0-9]+ 行：.*。", re.DOTALL)  # as it stood in files of before, below 备注
OWN_NUMBER = "案号"
MOST_SEEN = 64
RUNNING = frozenset({"序号", "序", "No", "NO", "No.", "行号"})  # where a line stands, and nothing else
_PLAIN_NUMBER = re.compile(r"[(第]*[0-9]{1,5}[).号]*")
_UNITS = {"万元": "万", "万": "万", "千元": "千", "亿元": "亿"}
_REPEATED = re.compile(r"\([0-9]{1,2}\)$")
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_SEPARATORS = str.maketrans({"，": "、", ",": "、", "；": "、", ";": "、", "|": "、"})


class NoMapping(Exception):
    """There is no format of this name; the message names those there are."""


@dataclass(frozen=True)
class Column:
    """`choices`: the name of a vocabulary, `kinds` or `places`; `width` in characters, for the template.

    `shown`: it stands in the template; others are only understood.
    """

    field: str
    header: str
    also: tuple[str, ...] = ()
    hint: str = ""
    choices: str = ""
    width: float = 16
    shown: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return (self.header, *self.also)


@dataclass(frozen=True)
class Note:
    """A column that becomes the first internal note of the case; `when` names the column with its time."""

    column: str
    heading: str
    when: str = ""


@dataclass(frozen=True)
class Taken:
    """One row as the registration reader wants it. `note` is empty when there is none.

    `unread`: names of the columns with something in them of which no field was made; the note holds what they say.
    """

    fields: dict[str, str]
    flags: tuple[str, ...]
    note: str
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """One format. `fixed` fields stand for every row that does not say otherwise. `parts`: what a column is called that
    belongs to whichever party stands to its left."""

    name: str
    label: str
    source: str
    strict: bool
    template: bool
    columns: tuple[Column, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    note: Note | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Field by the plain name of its column; an earlier column's name is its own."""
        names: dict[str, str] = {}
        for column in self.columns:
            for name in column.names:
                names.setdefault(plain_name(name), column.field)
        return names

    def knows_name(self, plain: str) -> bool:
        """Whether a plain name is that of a column of this format, a bare 电话 beside a party's name included."""
        return bool(self._field(plain)) or plain in self.parts or (self.template and plain in RUNNING)

    def knows(self, cells: Collection[str]) -> bool:
        """Whether a file with these columns can be of this format at all."""
        return any(self._field(plain_name(name)) for name in cells)

    def fields_of(self, headers: Iterable[str]) -> Mapping[str, str]:
        """Field by header, in the order of the file; what no field is made of is left out."""
        names = tuple(headers)
        if names not in self.seen:
            if len(self.seen) >= MOST_SEEN:
                self.seen.clear()
            self.seen[names] = self._fields(names)
        return self.seen[names]

    @cached_property
    def seen(self) -> dict[tuple[str, ...], dict[str, str]]:
        """What was made of headers before: those of one file are the same in each of its rows."""
        return {}

    def _fields(self, headers: tuple[str, ...]) -> dict[str, str]:
        fields, side = {}, ""
        for header in headers:
            plain = plain_name(header)
            repeated = _REPEATED.sub("", plain)
            name = self._field(plain)
            if repeated in self.parts and (repeated != plain or not name or side):
                name = f"{side or 'applicant'}_{self.parts[repeated]}"
            if name:
                fields[header] = name
                side = next((side for side in reversed(SIDES) if name.startswith(f"{side}_")), side)
        return fields

    def header_of(self, name: str, *, cells: Collection[str]) -> str:
        """The column that a field was read from, as it is called in this file."""
        here = next((header for header, field in self.fields_of(cells).items() if field == name), "")
        return here or next((column.header for column in self.columns if column.field == name), "")

    def take(self, cells: Mapping[str, str], *, places: Mapping[str, str]) -> Taken:
        """`places`: code by name (and by code); a name that is not there stays as typed, to be refused."""
        fields, extra = dict(self.fixed), dict[str, str]()
        known = self.fields_of(cells)
        for header, cell in cells.items():
            text, name = cell.strip(), known.get(header, "")
            if not text or self._is_set_apart(header) or (header == "备注" and _OUR_REMARK.fullmatch(text)):
                continue
            if not name or (name in fields and name not in self.fixed and fields[name] != text):
                extra[header] = text
            elif self.template and name == "external_number" and _PLAIN_NUMBER.fullmatch(fold(text)):
                extra[header] = text  # 1, 2, 3: another file has them too
            else:
                fields[name] = _with_unit(text, header=header) if name == "amount" else text
        if "place" in fields:
            plain = "".join(fields["place"].split())
            fields["place"] = places.get(plain, plain)
        fields.setdefault("source", self.source)
        note = "\n\n".join(part for part in (self._note(cells), _kept(extra)) if part)
        return Taken(fields=fields, flags=_flags(fields.pop("flags", "")), note=note, unread=tuple(extra))

    def _field(self, plain: str) -> str:
        """The field of a column, whatever its name says in brackets behind."""
        return self.by_name.get(plain) or self.by_name.get(_BRACKETS.sub("", plain), "")

    def _is_set_apart(self, header: str) -> bool:
        """Our own remark, the line's place, and what has a note of its own are no part of the matter."""
        noted = (self.note.column, self.note.when) if self.note else ()
        return header in (REMARK, *noted) or (self.template and plain_name(header) in RUNNING)

    def _note(self, cells: Mapping[str, str]) -> str:
        text = cells.get(self.note.column, "").strip() if self.note else ""
        if not text or self.note is None:
            return ""
        when = cells.get(self.note.when, "").strip()
        return f"{self.note.heading}{f'（{when[:30]}）' if when else ''}：\n{text}"


def _kept(extra: Mapping[str, str]) -> str:
    if not extra:
        return ""
    return "原表中没有对应栏目的内容：\n" + "\n".join(f"{header}：{text}" for header, text in extra.items())


def _with_unit(text: str, *, header: str) -> str:
    """`3.5` below 金额（万元） is 35000."""
    unit = _BRACKETS.search(plain_name(header))
    size = _UNITS.get(unit[1].removeprefix("单位:"), "") if unit else ""
    return f"{text}{size}" if size and re.fullmatch(r"[0-9.,]+", fold(text).strip()) else text


@cache
def load(name: str) -> Format:
    """A shipped format. Raises NoMapping."""
    names = shipped()
    if name not in names:
        raise NoMapping(f"没有名为“{name[:40]}”的来源格式，可以用：{'、'.join(names)}。")
    table = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return Format(
        name=name,
        label=table["label"],
        source=table["source"],
        strict=table.get("strict", False),
        template=table.get("template", False),
        columns=_columns(table),
        parts={
            plain_name(name): part for part, names in table.get("parts", {}).items() for name in names if name
        },
        fixed=table.get("fixed", {}),
        note=Note(**table["note"]) if "note" in table else None,
    )


@cache
def shipped() -> tuple[str, ...]:
    """Names of all formats, our own template first."""
    folder = files(__package__)
    names = sorted(
        file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")
    )
    return tuple(sorted(names, key=lambda name: name != "cases"))


def _columns(table: dict[str, Any]) -> tuple[Column, ...]:
    """The columns of the text; a template has one for every other field of the case and of the parties, too."""
    rows: list[dict[str, Any]] = table["column"]
    named = {row["field"] for row in rows}
    if not table.get("template"):
        return tuple(_column(row) for row in rows)
    rest: list[dict[str, Any]] = [
        {"field": field.name} for field in FIELDS if field.in_import and field.name not in named
    ]
    of_parties = [f"{side}_{field.name}" for side in SIDES for field in PARTY_FIELDS]
    rest += [{"field": name, "shown": False} for name in of_parties if name not in named]
    return tuple(_column(row | {"also": _also(row, table=table)}) for row in [*rows, *rest])


def _also(row: dict[str, Any], *, table: dict[str, Any]) -> list[str]:
    """Other names of a column: those of the text, and for a party's every way to call the party and the part."""
    side, _, part = row["field"].rpartition("_")
    ways = [f"{who}{what}" for who in table["parties"].get(side, ()) for what in table["parts"].get(part, ())]
    return [*row.get("also", ()), *ways]


def _column(row: dict[str, Any]) -> Column:
    """Header and choices are those of the field where the text names no others."""
    name = row["field"]
    known = {"header": label_of(name), "choices": _choices(field_of(name).type)}
    return Column(**(known | row | {"also": tuple(row.get("also", ()))}))


def _choices(type_: str | type[Word]) -> str:
    if not isinstance(type_, str):
        return type_.__name__
    return {"kind": "kinds", "place": "places", "flags": Flag.__name__}.get(type_, "")


def _flags(text: str) -> tuple[str, ...]:
    """Codes of Flag; what is not one stays as typed, to be refused."""
    codes = {flag.label: flag.value for flag in Flag}
    parts = [part.strip() for part in text.translate(_SEPARATORS).split("、")]
    return tuple(codes.get(part, part) for part in parts if part)
