"""Excel workbooks, through calamine: the first visible sheet with columns we know, as people lay it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine as calamine

from jiefen.lib.tables.broken import UNCOMPUTED, broken_cells
from jiefen.lib.tables.heads import LOOKED_AT, Known, find_head, is_names, plain_name
from jiefen.lib.tables.row import Row, TableProblem, header_of, row_of
from jiefen.lib.zips import ZipProblem, check_zip

EXACT = 10**15  # Excel keeps 15 digits of a number; an 18-digit number typed as a number is already damaged
_AGAIN = "请用 Excel/WPS 打开后另存为 .xlsx，再重新上传。"


def read_workbook(path: Path, *, known: Known | None = None) -> Iterator[Row]:
    """Rows of an .xlsx file, below the names of its columns. Memory grows with the sheet (≤ 200 MB)."""
    book = _opened(path)
    try:
        sheet = _sheet(book, known=known)
        lines = sheet and _Lines(sheet, broken=broken_cells(path, sheet=sheet.name))
        first = list(islice(lines, LOOKED_AT)) if lines else []
    except Exception as error:
        raise TableProblem(f"这个 Excel 文件已损坏，读不出来。{_AGAIN}") from error
    head = find_head([line.texts for line in first], known=known)
    if head is None or lines is None:
        raise TableProblem("工作簿里没有内容。请把表头和数据放在第一张工作表里，再重新上传。")
    return _rows(chain(first[head.lines :], lines), header=header_of(head.names), known=known)


def unread_sheets(path: Path, *, known: Known) -> list[str]:
    """Names of the sheets with columns we know that `read_workbook` leaves alone: it reads one."""
    book = _opened(path)
    read = _sheet(book, known=known)
    names = [sheet.name for sheet, score in _scored(book, known=known) if score > 1]
    return [name for name in names if read is None or name != read.name]


def _opened(path: Path) -> Any:
    try:
        names = check_zip(path)
    except ZipProblem as problem:
        raise TableProblem(f"不能读取这个 Excel 文件：{problem}。{_AGAIN}") from problem
    if "word/document.xml" in names:
        raise TableProblem(
            "这是 Word 文档，不是表格。请把里面的表格复制到 Excel/WPS，另存为 .xlsx 后再上传。"
        )
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise TableProblem(f"这个文件是压缩包，不是 Excel 工作簿。{_AGAIN}")
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except Exception as error:
        raise TableProblem(f"这个 Excel 文件已损坏，读不出来。{_AGAIN}") from error


def _sheet(book: Any, *, known: Known | None) -> Any:
    """The first visible sheet with names we know, else the first with anything in it."""
    best, most = None, 0
    for sheet, score in _scored(book, known=known):
        if best is None or score > most:
            best, most = sheet, score
        if known is None or score > 1:
            break
    return best


def _scored(book: Any, *, known: Known | None) -> Iterator[tuple[Any, int]]:
    shown = calamine.SheetVisibleEnum.Visible
    for sheet in book.sheets_metadata:
        if sheet.visible == shown and sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            content = book.get_sheet_by_name(sheet.name)
            if content.total_height:
                first = [line.texts for line in islice(_Lines(content, broken={}), LOOKED_AT)]
                head = find_head(first, known=known)
                yield content, head.score if head else 0


@dataclass(slots=True)
class _SheetLine:
    """One line of the sheet: texts, columns that hold a damaged number or nothing but an error, columns from above."""

    number: int
    texts: list[str]
    damaged: list[int]
    broken: dict[int, str]
    under: list[int]


class _Cell(NamedTuple):
    text: str
    broken: bool


class _Lines:
    """Lines in order, from the sheet's first line and the table's first column.

    A cell merged downwards stands in every line that it covers.
    """

    def __init__(self, sheet: Any, *, broken: dict[tuple[int, int], str]) -> None:
        down = [(first, last) for first, last in sheet.merged_cell_ranges or () if last[0] > first[0]]
        self.starting = sorted(down, reverse=True)
        self.first_column = sheet.start[1] if sheet.start else 0
        self.rows, self.broken, self.at = iter(sheet.iter_rows()), broken, -1
        self.carried: dict[int, tuple[int, _Cell]] = {}  # column → (last line, cell)

    def __iter__(self) -> Iterator[_SheetLine]:
        return self

    def __next__(self) -> _SheetLine:
        values = next(self.rows)
        self.at += 1
        read = [_text(value) for value in values]
        damaged = [at for at, (_, exact) in enumerate(read) if not exact]
        if not (self.broken or self.starting or self.carried):
            return _SheetLine(self.at + 1, [text for text, _ in read], damaged, {}, [])
        here = {
            column: self.broken.get((self.at, column + self.first_column), "") for column in range(len(read))
        }
        cells = [_Cell(here[column] or text, bool(here[column])) for column, (text, _) in enumerate(read)]
        under = self._carry(cells)
        broken = {column: cell.text for column, cell in enumerate(cells) if cell.broken}
        return _SheetLine(self.at + 1, [cell.text for cell in cells], damaged, broken, under)

    def _carry(self, cells: list[_Cell]) -> list[int]:
        self.carried = {column: kept for column, kept in self.carried.items() if kept[0] >= self.at}
        under = sorted(column for column in self.carried if column < len(cells))
        for column in under:
            cells[column] = self.carried[column][1]
        while self.starting and self.starting[-1][0][0] <= self.at:
            (top, column), (bottom, _) = self.starting.pop()
            left = column - self.first_column
            if top == self.at and 0 <= left < len(cells):
                self.carried[left] = (bottom, cells[left])
        return under


def _rows(lines: Iterator[_SheetLine], *, header: list[str], known: Known | None) -> Iterator[Row]:
    for line in lines:
        own = [text for at, text in enumerate(line.texts) if at not in line.under]
        if not any(text.strip() for text in own) or is_names(line.texts, header=header, known=known):
            continue
        row = row_of(
            line.texts, header=header, number=line.number, problem=_problem(line, header=header, known=known)
        )
        under = frozenset(header[at] for at in line.under if at < len(header))
        yield replace(row, under=under) if under else row


def _problem(line: _SheetLine, *, header: list[str], known: Known | None) -> str | None:
    names = [header[at] if at < len(header) else f"第{at + 1}列" for at in range(len(line.texts))]
    if line.damaged:
        damaged = "、".join(names[at] for at in line.damaged)
        return f"第 {line.number} 行“{damaged}”是超过 15 位的数字，Excel 已丢失末尾几位。请把该列设为文本格式，重新填写号码。"
    for at, text in line.broken.items():
        if known is None or known(plain_name(names[at])):
            said = text if text == UNCOMPUTED else f"公式错误 {text}"
            return f"第 {line.number} 行“{names[at]}”：{said}。请在 Excel/WPS 里改好，把这一格粘贴为数值后再上传。"
    return None


def _text(value: Any) -> tuple[str, bool]:
    """What the cell shows, and whether no digit was lost."""
    if isinstance(value, str):
        return value, True
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), True
    if isinstance(value, float):
        whole = value.is_integer()
        return (str(int(value)) if whole else f"{value:.15g}"), not (whole and abs(value) >= EXACT)
    if isinstance(value, dt.datetime):
        shown = value.isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(" 00:00:00"), True
    return str(value), True
