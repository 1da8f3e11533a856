"""Numbers and bullets of a Word document's lists, counted in the order of its paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from jiefen.domain.common.reading import whole_number
from jiefen.papers.docx_styles import Styles

__all__ = ["Lists"]

_FIGURES = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "japaneseCounting",
    "ideographDigital",
}


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


class Lists:
    """Ask for every paragraph in turn: asking counts."""

    def __init__(self, document: Document) -> None:
        self.styles = Styles(document)
        self._levels: dict[tuple[str, int], _Level] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for part in document.part.package.iter_parts():
            if str(part.partname) == "/word/numbering.xml":
                self._read(part.element)

    def _read(self, numbering: Any) -> None:
        abstract: dict[str, list[tuple[int, _Level]]] = {}
        for definition in numbering.findall(qn("w:abstractNum")):
            abstract[definition.get(qn("w:abstractNumId"))] = [
                (
                    int(level.get(qn("w:ilvl")) or 0),
                    _Level(_of(level, "numFmt"), _of(level, "lvlText"), _start(level)),
                )
                for level in definition.findall(qn("w:lvl"))
            ]
        for definition in numbering.findall(qn("w:num")):
            for depth, level in abstract.get(_of(definition, "abstractNumId"), []):
                self._levels[(definition.get(qn("w:numId")), depth)] = level

    def marker(self, paragraph: Paragraph) -> str:
        """`（一）`, `3.`, `•`, or "" when it is in no list."""
        number, depth = self._place(paragraph)
        level = self._levels.get((number, depth))
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "•"
        counts = self._counts[number]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            upper = self._levels.get((number, at), level)
            return _number(counts.get(at, upper.start), form=upper.form)

        return re.sub(r"%([0-9])", shown, level.text)[:40]

    def _place(self, paragraph: Paragraph) -> tuple[str, int]:
        """Id of the list and depth in it, of the paragraph itself or of its style."""
        element = self.styles.list_of(paragraph)
        depth = "" if element is None else _of(element, "ilvl")
        return "" if element is None else _of(element, "numId"), whole_number(depth, digits=4) or 0


def _of(element: Any, name: str) -> str:
    child = element.find(qn(f"w:{name}"))
    return "" if child is None else str(child.get(qn("w:val")) or "")


def _start(level: Any) -> int:
    start = _of(level, "start")
    number = whole_number(start, digits=9)
    return 1 if number is None else number


def _number(count: int, *, form: str) -> str:
    if form in _CHINESE and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{_FIGURES[tens]}十") + (
            _FIGURES[ones] if ones else ""
        )
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26:
        return chr((97 if form == "lowerLetter" else 65) + count - 1)
    if form == "decimalEnclosedCircle" and 0 < count <= 20:
        return chr(0x2460 + count - 1)
    return str(count)
