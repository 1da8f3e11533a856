"""Cells of a worksheet that show an error, or a formula whose result nobody has computed: broken is not empty."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

# None reads past where the next one begins: what never ends would be read again from every beginning.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(?:/>|>((?:(?!<(?:\w+:)?c\s).)*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</(?:\w+:)?v>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ATTRIBUTE = re.compile(rb'(?<![\w:])([\w:]+)\s*=\s*"([^"]*)"')
_TAG = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\s([^<>]*)>")
UNCOMPUTED = "公式没有算出结果"


def broken_cells(path: Path, *, sheet: str) -> dict[tuple[int, int], str]:
    """(row, column), both from 0 → what is shown there. The file has been looked into with `check_zip` before."""
    with zipfile.ZipFile(path) as archive:
        name = _part_of(archive, sheet=sheet)
        content = archive.read(name) if name in archive.namelist() else b""
    if b't="e"' not in content and not _FORMULA.search(content):
        return {}
    broken: dict[tuple[int, int], str] = {}
    for cell in _CELL.finditer(content):
        attributes = dict(_ATTRIBUTE.findall(cell[1]))
        inner, kind = cell[2] or b"", attributes.get(b"t", b"")
        value = _VALUE.search(inner)
        if kind == b"e":
            broken[_place(attributes.get(b"r", b""))] = html.unescape((value[1] if value else b"#").decode())
        elif value is None and kind not in (b"str", b"inlineStr") and _FORMULA.search(inner):
            broken[_place(attributes.get(b"r", b""))] = UNCOMPUTED
    return broken


def _part_of(archive: zipfile.ZipFile, *, sheet: str) -> str:
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return ""
    sheets = [dict(_ATTRIBUTE.findall(tag[1])) for tag in _TAG.finditer(archive.read("xl/workbook.xml"))]
    links = [
        dict(_ATTRIBUTE.findall(tag[1])) for tag in _TAG.finditer(archive.read("xl/_rels/workbook.xml.rels"))
    ]
    wanted = next(
        (
            one.get(b"r:id")
            for one in sheets
            if html.unescape(one.get(b"name", b"").decode("utf-8", "replace")) == sheet
        ),
        None,
    )
    target = next((link.get(b"Target", b"").decode() for link in links if link.get(b"Id") == wanted), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _place(reference: bytes) -> tuple[int, int]:
    """`C7` → (6, 2)."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :] or 0) - 1, column - 1
