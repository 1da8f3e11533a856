"""Tables we hand out. Every text is written as text: no cell can become a formula in whoever's spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from jiefen.lib.tables.row import MARKS, TableProblem

MAX_ROWS = 1_048_575  # below the header
EXACT = 10**13  # yuan; more have cents that a spreadsheet does not keep
MAX_TEXT = 32_767  # characters that one Excel cell holds
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralise(text: str) -> str:
    """`'` before whatever a spreadsheet might take for a formula (CWE-1236; also the full-width signs and line ends)."""
    return "'" + text if text[:1] and text[0] in MARKS else text


def write_xlsx(
    target: Path | IO[bytes],
    *,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    sheet: str = "Sheet1",
    red: Collection[str] = (),
    widths: Sequence[float] = (),
) -> int:
    """Number of rows written, in flat memory. Figures and dates become figures and dates, all else text; columns named in
    `red` are red. A moment is no date: whoever calls says in words which zone's it is.

    `widths` in characters, left to right. Raises TableProblem when there are more rows than a sheet holds.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        page = book.add_worksheet(sheet)
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        warning = book.add_format({"num_format": "@", "font_color": "#B3261E"})
        days, sums = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0.00"})
        looks = [warning if name in red else text for name in headers]
        for at, look in enumerate(looks):
            page.set_column(at, at, widths[at] if at < len(widths) else 16, look)
            page.write_string(0, at, _clean(headers[at]), bold)
        page.freeze_panes(1, 0)
        for count, row in enumerate(rows, start=1):
            if count > MAX_ROWS:
                raise TableProblem(f"超过 {MAX_ROWS} 行，一张工作表放不下。请缩小筛选范围后再导出。")
            for at, value in enumerate(row):
                look = looks[at] if at < len(looks) else text
                _write_cell(page, place=(count, at), value=value, look=look, looks=(days, sums))
    return count


def write_csv(target: Path | IO[str], *, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Number of rows written; UTF-8 with the mark that Excel needs, CRLF line ends."""
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as stream:
            return write_csv(stream, headers=headers, rows=rows)
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_clean(name) for name in headers])
    count = 0
    for row in rows:
        writer.writerow(
            [value if _is_number(value) or isinstance(value, Decimal) else _clean(value) for value in row]
        )
        count += 1
    return count


def _write_cell(
    page: Any, *, place: tuple[int, int], value: object, look: Any, looks: tuple[Any, Any]
) -> None:
    """`looks`: of a date and of a sum."""
    if type(value) is date:
        page.write_datetime(*place, value, looks[0])
    elif isinstance(value, Decimal) and abs(value) < EXACT:
        page.write_number(*place, float(value), looks[1])
    elif _is_number(value):
        page.write_number(*place, value)
    else:
        page.write_string(*place, _clean(value), look)


def _is_number(value: object) -> bool:
    """Numbers that a spreadsheet keeps exactly; a longer one is written as text."""
    if isinstance(value, bool):
        return False
    return (isinstance(value, int) and abs(value) < 10**15) or (
        isinstance(value, float) and value - value == 0
    )


def _clean(value: object) -> str:
    text = "" if value is None else str(value)
    text = neutralise(_UNWRITABLE.sub("\ufffd", text))
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
