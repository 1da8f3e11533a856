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
from jiefen.lib.tables.jsonlines import read_json_lines
from jiefen.lib.tables.row import Row, TableProblem
from jiefen.lib.tables.workbook import read_workbook

__all__ = ["Row", "TableProblem", "neutralise", "open_table", "write_csv", "write_xlsx"]

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"


def open_table(path: Path, *, name: str) -> Iterator[Row]:
    """Rows of the file at `path`, which its sender called `name`. Raises TableProblem at once, not at the first row."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise TableProblem("文件是空的。请确认选对了文件，再重新上传。")
    lower = name.lower()
    if start.startswith(_OLD_EXCEL):
        raise TableProblem(
            "这是旧版 .xls 或有密码的 Excel 文件。请用 Excel/WPS 打开，去掉密码，另存为 .xlsx 后再上传。"
        )
    if start.startswith(_ZIP):
        return read_workbook(path)
    if start.startswith(_GZIP) or lower.endswith((".jsonl", ".ndjson")):
        return read_json_lines(path, packed=start.startswith(_GZIP))
    if lower.endswith((".csv", ".tsv", ".txt")):
        return read_delimited(path)
    if lower.endswith((".xlsx", ".gz")):
        raise TableProblem(f"“{name}”的内容与扩展名不符，文件可能已损坏。请重新导出后再上传。")
    raise TableProblem(f"不能读取“{name}”。请上传 .xlsx、.csv、.jsonl 或 .jsonl.gz 文件。")
