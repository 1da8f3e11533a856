"""Documents on paper: values in, PDF/A-1b bytes out. No database, no clock; the same values give the same bytes.

A template is a `.typ` file in `layouts`. It gets its values as JSON, so a text is only ever text: `#read("/etc/passwd")`
in a name is printed, not obeyed. The compiler may read this folder and nothing else.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

from jiefen.papers.text import printable

__all__ = ["MISSING", "PaperProblem", "fitted", "is_rare", "render", "templates"]

FOLDER = Path(__file__).resolve().parent
LAYOUTS = FOLDER / "layouts"
OWN_FONTS = FOLDER / "fonts"
# What a centre may have a licence for and put in JIEFEN_FONT_DIRS: the faces of official documents (GB/T 9704-2012).
OFFICIAL = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋")
CHINESE = (
    "Noto Serif SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Songti SC",
    "SimSun",
)


MISSING = "〓"  # what Chinese printers set where no type is at hand; PDF/A forbids an empty box
MOST_UNKNOWN = 40
# What leaves is PDF/A-1b, which a public validator knows whole. Its compiler sets an empty box where no type is at hand
# without a word; that of PDF/A-2b says which, so a text with signs outside the everyday ones goes through it first.
Standard = Literal["a-1b", "a-2b"]
ARCHIVAL: Standard = "a-1b"
NAMES_GAPS: Standard = "a-2b"
_RARE = re.compile("[^\\x00-\\x7f\u00a0-\u00ff\u2010-\u2030\u3000-\u3017\u4e00-\u9fa5\uff01-\uff5e]")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")  # how the compiler names what it takes for no sign at all
_NO_GLYPH = re.compile(r'the text `"(.{1,999}?)"` could not be displayed')


def is_rare(mark: str) -> bool:
    """Outside the everyday signs, for which type is always at hand."""
    return _RARE.match(mark) is not None


class PaperProblem(Exception):
    """The document cannot be made; the message is a Chinese sentence that says what to do."""


def templates() -> list[str]:
    """Names that `render` knows; a file whose name begins with `_` is a part of others."""
    return sorted(path.stem for path in LAYOUTS.glob("*.typ") if not path.stem.startswith("_"))


def render(template_name: str, *, fields: Mapping[str, Any], key: str = "") -> bytes:
    """PDF of the template. Each template's head comment lists its fields; missing ones are printed as blanks.

    `fields["date"]` (ISO 8601, with or without a time) is the document's date; `fields["qr"]` is the text of the QR code;
    `key` goes into the PDF's keywords, to recognise the document by. Raises ValueError for an unknown template,
    PaperProblem when there is no font or the template is broken.
    """
    if template_name not in templates():
        raise ValueError(f"no such template: {template_name}")
    date = dt.datetime.fromisoformat(str(fields["date"]))
    fonts, families = _fonts(os.environ.get("JIEFEN_FONT_DIRS", ""))
    values = {
        **printable(dict(fields)),
        "qr_svg": _qr(str(fields.get("qr") or "")),
        "families": families,
        "key": key,
    }
    values["day"] = [date.year, date.month, date.day]
    text = json.dumps(values, ensure_ascii=False)
    for _ in range(MOST_UNKNOWN):
        try:
            if _RARE.search(text):
                _compiled(template_name, text=text, fonts=fonts, date=date, standard=NAMES_GAPS)
            return _compiled(template_name, text=text, fonts=fonts, date=date, standard=ARCHIVAL)
        except typst.TypstError as error:
            if (unknown := _NO_GLYPH.search(error.message)) is None:
                raise _broken(template_name, why=error.message) from error
            told = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), unknown[1])
            text = "".join(MISSING if mark in told else mark for mark in text)
    raise _broken(template_name, why="缺字太多")


def fitted(template_name: str, *, fields: Mapping[str, Any], key: str = "") -> bytes:
    """As `render`; set closer where that brings two pages onto one. What is remarked has a page of its own besides."""
    besides = 1 if fields.get("remarks") else 0
    made = render(template_name, fields=fields, key=key)
    if _pages(made) != 2 + besides:
        return made
    closer = render(template_name, fields={**fields, "tight": True}, key=key)
    return closer if _pages(closer) == 1 + besides else made


def _pages(pdf: bytes) -> int:
    from pypdf import PdfReader  # heavy: read when needed

    return len(PdfReader(io.BytesIO(pdf)).pages)


def _compiled(
    template_name: str, *, text: str, fonts: typst.Fonts, date: dt.datetime, standard: Standard
) -> bytes:
    compiler = typst.Compiler(root=LAYOUTS, font_paths=fonts, sys_inputs={"fields": text})
    source = LAYOUTS / f"{template_name}.typ"
    made = compiler.compile(source, format="pdf", pdf_standards=standard, timestamp=_as_utc(date))
    if not isinstance(made, bytes):
        raise _broken(template_name, why="没有页面")
    return made


def _broken(template_name: str, *, why: str) -> PaperProblem:
    return PaperProblem(f"文书“{template_name}”排版失败：{why}。请把这句话告诉系统管理员。")


@functools.lru_cache(maxsize=4)
def _fonts(folders: str) -> tuple[typst.Fonts, list[str]]:
    """The fonts, and which families to use in order: the centre's own, ours, the system's."""
    theirs = [Path(folder) for folder in folders.split(os.pathsep) if folder and Path(folder).is_dir()]
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=theirs).families()
    fonts = typst.Fonts(font_paths=[*theirs, OWN_FONTS] if OWN_FONTS.is_dir() else theirs)
    there = set(fonts.families())
    families = [name for name in OFFICIAL if name in own] + [name for name in CHINESE if name in there]
    if not families:
        raise PaperProblem(
            "没有中文字体，不能生成文书。请运行 bin/setup，或把字体目录写进 JIEFEN_FONT_DIRS。"
        )
    return fonts, families


def _qr(text: str) -> str:
    """SVG without a margin; the template leaves the quiet zone of four modules."""
    if not text:
        return ""
    picture = io.BytesIO()
    import segno

    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False, svgns=True)
    return picture.getvalue().decode()


def _as_utc(date: dt.datetime) -> dt.datetime:
    return date.astimezone(dt.UTC) if date.tzinfo else date.replace(tzinfo=dt.UTC)
