"""How the columns of somebody's file become the fields of a registration. One text per format, beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jiefen.domain.common.words import Flag, Word
from jiefen.domain.intake.fields import FIELDS, field_of, label_of

REMARK = "备注"
_SEPARATORS = str.maketrans({"，": "、", ",": "、", "；": "、", ";": "、", "|": "、"})


class NoMapping(Exception):
    """There is no format of this name; the message names those there are."""


@dataclass(frozen=True)
class Column:
    """`choices`: the name of a vocabulary, `kinds` or `places`; `width` in characters, for the template."""

    field: str
    header: str
    also: tuple[str, ...] = ()
    hint: str = ""
    choices: str = ""
    width: float = 16

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
    """One row as the registration reader wants it. `note` is empty when there is none."""

    fields: dict[str, str]
    flags: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Format:
    """One format. `fixed` fields stand for every row that does not say otherwise."""

    name: str
    label: str
    source: str
    strict: bool
    template: bool
    columns: tuple[Column, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    note: Note | None = None

    def header_of(self, name: str, *, cells: Collection[str]) -> str:
        """The column that a field was read from, as it is called in this file."""
        column = next((column for column in self.columns if column.field == name), None)
        if column is None:
            return ""
        return next((known for known in column.names if known in cells), column.header)

    def knows(self, cells: Collection[str]) -> bool:
        """Whether a file with these columns can be of this format at all."""
        return any(known in cells for column in self.columns for known in column.names)

    def take(self, cells: Mapping[str, str], *, places: Mapping[str, str]) -> Taken:
        """`places`: code by name (and by code); a name that is not there stays as typed, to be refused."""
        fields = dict(self.fixed)
        for column in self.columns:
            text = next((cells[name] for name in column.names if cells.get(name, "").strip()), "")
            if text.strip():
                fields[column.field] = text.strip()
        if "place" in fields:
            plain = "".join(fields["place"].split())
            fields["place"] = places.get(plain, plain)
        fields.setdefault("source", self.source)
        return Taken(fields=fields, flags=_flags(fields.pop("flags", "")), note=self._note(cells))

    def _note(self, cells: Mapping[str, str]) -> str:
        text = cells.get(self.note.column, "").strip() if self.note else ""
        if not text or self.note is None:
            return ""
        when = cells.get(self.note.when, "").strip()
        return f"{self.note.heading}{f'（{when[:30]}）' if when else ''}：\n{text}"


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
    """The columns of the text; a template has one for every other field of the case, too."""
    rows: list[dict[str, Any]] = table["column"]
    named = {row["field"] for row in rows}
    rest = [{"field": field.name} for field in FIELDS if field.in_import and field.name not in named]
    return tuple(_column(row) for row in [*rows, *(rest if table.get("template") else [])])


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
