"""A volume 卷宗: cover, catalogue and the parts in one PDF, with running page numbers. PDFs in, a PDF out.

The numbers are stamped at the upper outer corner of the parts, as they are by hand. What a part brings along besides
its pages (outline, form, scripts, attachments, actions) stays behind: only pages are taken, and of our own papers the
order in which they are read aloud.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from jiefen.papers import PaperProblem, render
from jiefen.papers.volume_tags import Tags

__all__ = ["MOST_PAGES", "BoundVolume", "CatalogueRow", "Part", "assemble", "why_not_bound"]

MOST_PAGES = 2_000
_SIZE, _INSET = 11, 34  # points: type size of the number, its distance from the corner
_KEEP = (
    "/Type",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Contents",
    "/Group",
    "/UserUnit",
    "/StructParents",
)
# What a reader raises over damaged bytes: whatever they provoke.
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError, NotImplementedError, OSError,
)  # fmt: skip
_STAMP_FONT = "/JiefenStamp"


@dataclass(frozen=True)
class Part:
    """`kind`: `own` for a paper of ours, `picture` for a page with a picture, "" for what a stranger made."""

    title: str
    pdf: bytes
    note: str = ""
    kind: Literal["own", "picture", ""] = ""


@dataclass(frozen=True)
class CatalogueRow:
    """A line of the catalogue; `first` and `last` are stamped page numbers, from 1."""

    no: int
    title: str
    first: int
    last: int
    note: str


@dataclass(frozen=True)
class BoundVolume:
    pdf: bytes
    rows: list[CatalogueRow]


def assemble(parts: Sequence[Part], *, fields: Mapping[str, Any]) -> BoundVolume:
    """`fields` are those of the layouts `cover` and `catalogue`; their rows, pieces and pages are filled in here.

    Cover and catalogue bear no number. Raises PaperProblem naming the part that is no PDF, is locked, or is too long.
    """
    rows = _rows(parts)
    pages = rows[-1].last if rows else 0
    front = dict(fields) | {"pieces": len(rows), "pages": pages}
    listed = [asdict(row) | {"pages": _span(row)} for row in rows]
    writer = PdfWriter()
    tags = Tags(writer)
    made = (
        ("封面", render("cover", fields=front)),
        ("卷内目录", render("catalogue", fields=dict(fields) | {"rows": listed})),
    )
    for name, pdf in made:
        _take(writer, part=Part(name, pdf, kind="own"), first=0, tags=tags)
    font = _font(writer)
    for part, row in zip(parts, rows, strict=True):
        at = len(writer.pages)
        _take(writer, part=part, first=row.first, tags=tags, font=font)
        writer.add_outline_item(title=f"{row.no} {row.title}"[:200], page_number=at)
    tags.close(title=str(fields.get("title") or "卷宗"))
    writer.add_metadata({"/Title": str(fields.get("title") or "卷宗"), "/Producer": "jiefen"})
    out = io.BytesIO()
    writer.write(out)
    return BoundVolume(pdf=out.getvalue(), rows=rows)


def why_not_bound(pdf: bytes, *, title: str) -> str:
    """Why a PDF cannot be bound, as a sentence; "" when it can."""
    try:
        pages = _opened(pdf, title=title).pages
        for page in pages:
            page.get("/Contents")
    except PaperProblem as problem:
        return str(problem)
    except _BROKEN:
        return f"“{title}”不是完好的 PDF，不能装订。"
    return "" if len(pages) else f"“{title}”没有页面，不能装订。"


def _rows(parts: Sequence[Part]) -> list[CatalogueRow]:
    rows, first = [], 1
    for no, part in enumerate(parts, start=1):
        count = len(_opened(part.pdf, title=part.title).pages)
        if not count:
            raise PaperProblem(f"“{part.title}”没有页面，请重新上传这份材料。")
        rows.append(
            CatalogueRow(no=no, title=part.title, first=first, last=first + count - 1, note=part.note)
        )
        first += count
        if first - 1 > MOST_PAGES:
            raise PaperProblem(f"一卷最多 {MOST_PAGES} 页，请分成几卷。")
    return rows


def _span(row: CatalogueRow) -> str:
    return str(row.first) if row.first == row.last else f"{row.first}—{row.last}"


def _opened(pdf: bytes, *, title: str) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(pdf))
        # Locked against editing alone, as banks and offices send them, it opens without a password and may be bound.
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperProblem(f"“{title}”有密码，不能装订。请上传没有密码的文件。")
        len(reader.pages)
    except _BROKEN as error:
        raise PaperProblem(f"“{title}”不是完好的 PDF，不能装订。请重新上传。") from error
    return reader


def _take(
    writer: PdfWriter, *, part: Part, first: int, tags: Tags, font: DictionaryObject | None = None
) -> None:
    """Pages of one file; its reader is let go before the next is opened. `first` 0: no numbers."""
    reader = _opened(part.pdf, title=part.title)
    pages = []
    for page in reader.pages:
        for name in [name for name in page if name not in _KEEP and name != "/Parent"]:
            del page[name]  # scripts, links out of the file, marks of a structure tree that stays behind
        pages.append(writer.add_page(page))
    if part.kind == "own":
        tags.paper(reader, pages=pages, title=part.title)
    for at, page in enumerate(pages):
        mark = tags.picture(page, title=part.title) if part.kind == "picture" else ""
        if first and font is not None:
            _stamp(writer, page=page, number=first + at, font=font, mark=mark)


def _font(writer: PdfWriter) -> DictionaryObject:
    """Figures only: one of the fonts every reader has."""
    font = DictionaryObject()
    font.update(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    writer._add_object(font)
    return font


def _stamp(writer: PdfWriter, *, page: PageObject, number: int, font: DictionaryObject, mark: str) -> None:
    """At the upper right corner of odd pages and the upper left of even ones, as seen after the page's rotation.

    `mark`: what the page's own content is called by, where it has no marks of its own.
    """
    box = page.cropbox
    turn = page.rotation % 360
    left, bottom, right, top = (float(edge) for edge in (box.left, box.bottom, box.right, box.top))
    wide, high = (right - left, top - bottom) if turn in (0, 180) else (top - bottom, right - left)
    text = str(number)
    x = wide - _INSET - len(text) * _SIZE * 0.556 if number % 2 else _INSET
    y = high - _INSET
    matrix = {
        0: f"1 0 0 1 {left:.2f} {bottom:.2f}",
        90: f"0 1 -1 0 {right:.2f} {bottom:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {top:.2f}",
        270: f"0 -1 1 0 {left:.2f} {top:.2f}",
    }[turn]
    drawn = f"q {matrix} cm BT {_STAMP_FONT} {_SIZE} Tf 0 g {x:.2f} {y:.2f} Td ({text}) Tj ET Q"
    before, after = f"{mark} q\n", f"\nQ{' EMC' if mark else ''}\n/Artifact BMC {drawn} EMC\n"
    _add(writer, page=page, before=before.encode(), after=after.encode(), font=font)


def _add(writer: PdfWriter, *, page: PageObject, before: bytes, after: bytes, font: DictionaryObject) -> None:
    """Beside the page's own content, which is neither unpacked nor rewritten: scans stay as they are."""
    resources = DictionaryObject(page.get("/Resources", DictionaryObject()).get_object())
    fonts = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
    fonts[NameObject(_STAMP_FONT)] = font.indirect_reference or font
    resources[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = resources
    own = page.raw_get("/Contents") if "/Contents" in page else None
    held = own.get_object() if own is not None else None
    inner = list(held) if isinstance(held, ArrayObject) else ([own] if own is not None else [])
    head, tail = DecodedStreamObject(), DecodedStreamObject()
    head.set_data(before)
    tail.set_data(after)
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(head), *inner, writer._add_object(tail)])
