"""Tables that people send and want back: .csv, .xlsx, .jsonl, .jsonl.gz, row by row.

    for row in open_table(path, name="名单.csv"):
        row.number, row.cells, row.problem

What is wrong with the whole file is a `TableProblem` before the first row; what is wrong with one row is its `problem`,
and the rows around it are not harmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jiefen.lib.tables.delimited import read_delimited
from jiefen.lib.tables.export import neutralise, write_csv, write_xlsx
from jiefen.lib.tables.heads import Known, plain_name
from jiefen.lib.tables.jsonlines import read_json_lines
from jiefen.lib.tables.row import Row, TableProblem
from jiefen.lib.tables.workbook import read_workbook, unread_sheets

__all__ = [
    "Known", "Row", "TableProblem", "neutralise", "open_table", "plain_name", "sheets_left_out", "write_csv", "write_xlsx",
]  # fmt: skip

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "请用 Excel/WPS 打开，另存为 .xlsx 后再上传。"


def open_table(path: Path, *, name: str, known: Known | None = None) -> Iterator[Row]:
    """Rows of the file at `path`, which its sender called `name`. Raises TableProblem at once, not at the first row.

    `known`: whether a plain name is that of a column; it tells titles from names, and one delimiter from another.
    """
    with path.open("rb") as stream:
        start = stream.read(1024)
    if not start:
        raise TableProblem("文件是空的。请确认选对了文件，再重新上传。")
    lower = name.lower()
    if start.startswith(_OLD_EXCEL):
        raise TableProblem(
            "这是旧版 .xls 或有密码的 Excel 文件。请用 Excel/WPS 打开，去掉密码，另存为 .xlsx 后再上传。"
        )
    if start.startswith(_ZIP):
        return read_workbook(path, known=known)
    if start.startswith(_GZIP) or lower.endswith((".jsonl", ".ndjson")):
        return read_json_lines(path, packed=start.startswith(_GZIP))
    if advice := _other_format(start):
        raise TableProblem(f"不能读取“{name}”：{advice}")
    is_text = b"\x00" not in start or start.startswith(_WIDE)
    if lower.endswith((".csv", ".tsv", ".txt")) or (lower.endswith((".xls", ".et")) and is_text):
        return read_delimited(path, known=known)
    if lower.endswith((".xlsx", ".gz")):
        raise TableProblem(f"“{name}”的内容与扩展名不符，文件可能已损坏。请重新导出后再上传。")
    raise TableProblem(f"不能读取“{name}”。请上传 .xlsx、.csv、.jsonl 或 .jsonl.gz 文件。")


def sheets_left_out(path: Path, *, known: Known) -> list[str]:
    """Names of further sheets with columns we know, of which no row is read."""
    with path.open("rb") as stream:
        return unread_sheets(path, known=known) if stream.read(4) == _ZIP else []


def _other_format(start: bytes) -> str:
    """What a file is that only calls itself a table, as the person sees it; nothing for plain text."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<head")):
        return f"里面是网页格式的表格。{_SAVE_AS}"
    if head.startswith(b"<?xml"):
        return f"里面是 XML 格式的表格。{_SAVE_AS}"
    if head.startswith(b"mime-version"):
        return f"里面是单个文件的网页。{_SAVE_AS}"
    return "里面是 PDF 文档。请上传 .xlsx 或 .csv 表格。" if head.startswith(b"%pdf") else ""
