"""A filled Word document as PDF/A, without an office program: its paragraphs and tables go to `word.typ` as data.

What is carried over: page size and margins, paragraphs with alignment, indents, spacing, bold, italic, underline, size;
tables with merged cells and borders; numbered and bulleted lists; the text of the footer. Pictures, text boxes and
columns are not: a template that needs them is to be printed from Word. Sizes are in points.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jiefen.papers import PaperProblem, render
from jiefen.papers.docx_lists import Lists
from jiefen.papers.docx_styles import Styles
from jiefen.papers.word_check import UNREADABLE

__all__ = ["to_pdf"]

Data = dict[str, Any]
_PIECE = 1_500  # characters of a run handed over at a time; `printable` takes 2,000
_DEEPEST = 3  # tables within tables
_ALIGN = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
    WD_ALIGN_PARAGRAPH.DISTRIBUTE: "justify",
}
_GAP = re.compile(r"(\t|\n|[ \u3000\xa0]{2,}|^[ \u3000\xa0]+|[ \u3000\xa0]+$|\u3000+)")


def to_pdf(
    document: bytes, *, date: str, title: str, key: str = "", centre: str = "", told: Data | None = None
) -> bytes:
    """`document`: a docx that has passed `word.problems` and `word.fill`; `date`: ISO 8601; `key` as in `render`;
    `told`: the mark and the remarks of what has not left.

    Raises PaperProblem for a document that cannot be read.
    """
    try:
        fields = _fields(docx.Document(io.BytesIO(document)), date=date, title=title, centre=centre)
    except UNREADABLE as error:
        raise PaperProblem("Word 文档读不出来，请用 Word 或 WPS 打开后另存一次。") from error
    return render("word", fields=fields | (told or {}), key=key)


def _fields(opened: Document, *, date: str, title: str, centre: str) -> Data:
    lists = Lists(opened)
    return {
        "date": date,
        "title": title,
        "centre": centre,
        "page": _page(opened),
        "blocks": list(_blocks(opened, lists=lists, depth=0)),
        "foot": "　".join(
            line.text.strip() for line in opened.sections[0].footer.paragraphs if line.text.strip()
        ),
    }


def _page(opened: Document) -> Data:
    section = opened.sections[0]
    names = ("page_width", "page_height", "left_margin", "right_margin", "top_margin", "bottom_margin")
    usual = (595.3, 841.9, 79.4, 73.7, 104.9, 99.2)  # GB/T 9704
    lengths = [_points(getattr(section, name), usual=most) for name, most in zip(names, usual, strict=True)]
    width, height, left, right, top, bottom = lengths
    if left + right > width - 72 or top + bottom > height - 72 or min(lengths) < 0:
        left, right, top, bottom = usual[2:]
    return {
        "width": max(width, 200.0),
        "height": max(height, 200.0),
        "left": left,
        "right": right,
        "top": top,
        "bottom": bottom,
    }


def _points(length: Length | None, *, usual: float) -> float:
    return usual if length is None else round(length.pt, 2)


def _blocks(holder: Document | _Cell, *, lists: Lists, depth: int) -> Iterator[Data]:
    for block in holder.iter_inner_content():
        if isinstance(block, Paragraph):
            yield _paragraph(block, lists=lists)
        elif depth < _DEEPEST:
            yield _table(block, lists=lists, depth=depth)


def _paragraph(one: Paragraph, *, lists: Lists) -> Data:
    styles = lists.styles
    size = _bounded(styles.size(one))
    lines, factor = styles.told(one, "line_spacing"), 1.0
    if isinstance(lines, float):
        factor = min(max(lines, 0.5), 4.0)
    elif isinstance(lines, Length):
        factor = min(max(lines.pt / (size * 1.3), 0.5), 4.0)
    return {
        "kind": "p",
        "pieces": [piece for run in _runs(one) for piece in _pieces(run, size=size, styles=styles)],
        "size": size,
        "align": _ALIGN.get(styles.told(one, "alignment"), "left"),
        "left": _length(styles.told(one, "left_indent"), most=300.0),
        "first": _length(styles.told(one, "first_line_indent"), most=200.0),
        "before": _length(styles.told(one, "space_before"), most=200.0),
        "after": _length(styles.told(one, "space_after"), most=200.0),
        "line": round(factor, 2),
        "marker": lists.marker(one),
        "break": bool(styles.told(one, "page_break_before")) or _breaks_page(one),
    }


def _runs(one: Paragraph) -> Iterator[Run]:
    """Those within links too."""
    for item in one.iter_inner_content():
        if isinstance(item, Run):
            yield item
        else:
            yield from item.runs


def _breaks_page(one: Paragraph) -> bool:
    return bool(one._p.xpath("./w:r/w:br[@w:type='page']"))


def _length(found: Any, *, most: float) -> float:
    return min(max(round(found.pt, 2), -most), most) if isinstance(found, Length) else 0.0


def _bounded(size: float) -> float:
    return min(max(round(size, 1), 4.0), 72.0)


def _pieces(run: Run, *, size: float, styles: Styles) -> Iterator[Data]:
    """Text as it is; blanks that would be lost as gaps, counted in quarters of a character."""
    look = {
        "bold": styles.flag(run, "bold"),
        "italic": styles.flag(run, "italic"),
        "underline": styles.flag(run, "underline"),
        "size": _bounded(run.font.size.pt) if run.font.size is not None else size,
    }
    for text in _GAP.split(run.text):
        if text == "\n":
            yield {"line": True}
        elif text == "\t":
            yield look | {"gap": 8}
        elif text and not text.strip(" \u3000\xa0"):
            yield look | {"gap": min(sum(4 if mark == "\u3000" else 1 for mark in text), 400)}
        else:
            yield from (look | {"text": text[at : at + _PIECE]} for at in range(0, len(text), _PIECE))


def _table(one: Table, *, lists: Lists, depth: int) -> Data:
    widths = [max(column.width.pt if column.width is not None else 50.0, 8.0) for column in one.columns]
    rows: list[list[Data]] = []
    open_cells: dict[int, Data] = {}  # by column, cells that the next row may go on with
    for row in one._tbl.tr_lst:
        at, made = row.grid_before, list[Data]()
        for cell in row.tc_lst:
            span = max(cell.grid_span, 1)
            above = open_cells.get(at)
            if cell.vMerge == "continue" and above is not None and above["across"] == span:
                above["down"] += 1
            else:
                held = _Cell(cell, one)
                open_cells[at] = {
                    "across": span,
                    "down": 1,
                    "at": at,
                    "blocks": list(_blocks(held, lists=lists, depth=depth + 1)),
                    "fill": _fill(held),
                }
                made.append(open_cells[at])
            at += span
        rows.append(made)
    most = max((cell["at"] + cell["across"] for made in rows for cell in made), default=0)
    widths = (widths + [50.0] * most)[: max(most, 1)]
    return {"kind": "table", "widths": widths, "rows": rows, "borders": _has_borders(one)}


def _fill(cell: _Cell) -> str:
    colours = cell._tc.xpath("./w:tcPr/w:shd/@w:fill")
    return str(colours[0]).lower() if colours and re.fullmatch(r"[0-9A-Fa-f]{6}", str(colours[0])) else ""


def _has_borders(one: Table) -> bool:
    """Its own, or those of its style; `nil` and `none` are no borders."""
    own = one._tbl.tblPr.find(qn("w:tblBorders"))
    style = one.style.element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") if one.style is not None else None
    borders = own if own is not None else style
    return borders is not None and any(edge.get(qn("w:val")) not in (None, "nil", "none") for edge in borders)
