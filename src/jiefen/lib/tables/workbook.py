"""Excel workbooks: the first visible sheet with anything in it, through calamine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine

from jiefen.lib.tables.row import Row, TableProblem, header_of, row_of
from jiefen.lib.zips import ZipProblem, check_zip

EXACT = 10**15  # Excel keeps 15 digits of a number; an 18-digit number typed as a number is already damaged
_AGAIN = "请用 Excel/WPS 打开后另存为 .xlsx，再重新上传。"


def read_workbook(path: Path) -> Iterator[Row]:
    """Rows of an .xlsx file; the first row that is not blank is the header. Memory grows with the sheet (≤ 200 MB)."""
    try:
        names = check_zip(path)
    except ZipProblem as problem:
        raise TableProblem(f"不能读取这个 Excel 文件：{problem}。{_AGAIN}") from problem
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise TableProblem(f"这个文件是压缩包，不是 Excel 工作簿。{_AGAIN}")
    try:
        rows = _first_filled_sheet(calamine.CalamineWorkbook.from_path(str(path)))
    except Exception as error:
        raise TableProblem(f"这个 Excel 文件已损坏，读不出来。{_AGAIN}") from error
    for number, values in enumerate(rows, start=1):
        if not _is_blank(values):
            return _rows(rows, header=header_of([_text(value)[0] for value in values]), first=number + 1)
    raise TableProblem("工作簿里没有内容。请把表头和数据放在第一张工作表里，再重新上传。")


def _first_filled_sheet(book: Any) -> Iterator[list[Any]]:
    shown = calamine.SheetVisibleEnum.Visible
    for sheet in book.sheets_metadata:
        if sheet.visible == shown and sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            content = book.get_sheet_by_name(sheet.name)
            if content.total_height:
                return iter(content.iter_rows())
    return iter(())


def _rows(rows: Iterator[list[Any]], *, header: list[str], first: int) -> Iterator[Row]:
    for number, values in enumerate(rows, start=first):
        if _is_blank(values):
            continue
        cells, damaged = [], []
        for at, value in enumerate(values):
            cell, exact = _text(value)
            cells.append(cell)
            if not exact:
                damaged.append(header[at] if at < len(header) else f"第{at + 1}列")
        said = None
        if damaged:
            names = "、".join(damaged)
            said = f"第 {number} 行“{names}”是超过 15 位的数字，Excel 已丢失末尾几位。请把该列设为文本格式，重新填写号码。"
        yield row_of(cells, header=header, number=number, problem=said)


def _text(value: Any) -> tuple[str, bool]:
    """What the cell shows, and whether no digit was lost."""
    if isinstance(value, str):
        return value, True
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), True
    if isinstance(value, float):
        whole = value.is_integer()
        return (str(int(value)) if whole else repr(value)), not (whole and abs(value) >= EXACT)
    if isinstance(value, dt.datetime):
        shown = value.isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(" 00:00:00"), True
    return str(value), True


def _is_blank(values: list[Any]) -> bool:
    return all(isinstance(value, str) and not value.strip() for value in values)
