"""One JSON object per line, plain or gzipped. Numbers keep every digit that was written."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from jiefen.lib.tables.lines import Line, read_lines
from jiefen.lib.tables.row import MAX_CELL, MAX_COLUMNS, Row, TableProblem

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 10 * 1024 * 1024
_CHUNK = 1024 * 1024


def read_json_lines(path: Path, *, packed: bool) -> Iterator[Row]:
    """Rows of a .jsonl file. A gzipped one is unpacked once to check it whole before the first row is given."""
    if packed:
        _check_gzip(path)
    return _rows(path, packed=packed)


def _check_gzip(path: Path) -> None:
    size, total = path.stat().st_size, 0
    try:
        with gzip.open(path) as stream:
            while piece := stream.read(_CHUNK):
                total += len(piece)
                if total > MAX_UNPACKED or (total > _SMALL and total > MAX_RATIO * size):
                    raise TableProblem("压缩文件解开后过大，疑似压缩炸弹。请分成几个较小的文件上传。")
    except (EOFError, OSError, zlib.error) as error:
        raise TableProblem("压缩文件已损坏或没有传完整。请重新压缩后再上传。") from error
    if not total:
        raise TableProblem("文件是空的。请确认选对了文件，再重新上传。")


def _rows(path: Path, *, packed: bool) -> Iterator[Row]:
    with gzip.open(path) if packed else path.open("rb") as opened:
        for number, line in enumerate(read_lines(cast(BinaryIO, opened)), start=1):
            if line.text.strip():
                yield _row(line, number=number)


def _row(line: Line, *, number: int) -> Row:
    if line.problem is not None:
        return Row(number, {}, f"第 {number} 行{line.problem}。请改正这一行后再上传。")
    try:
        record = json.loads(line.text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return Row(number, {}, f"第 {number} 行不是有效的 JSON。请检查引号和括号是否成对。")
    if not isinstance(record, dict):
        return Row(number, {}, f"第 {number} 行应是一个对象，即用花括号括起的“列名: 内容”。")
    if len(record) > MAX_COLUMNS:
        return Row(
            number, {}, f"第 {number} 行有 {len(record)} 列，超过 {MAX_COLUMNS} 列。请删去不需要的列。"
        )
    cells = {_text(name): _text(value) for name, value in record.items()}
    if max(map(len, cells.values()), default=0) > MAX_CELL:
        short = {name: cell[:MAX_CELL] for name, cell in cells.items()}
        return Row(number, short, f"第 {number} 行有一格超过 {MAX_CELL} 个字。请删减后再上传。")
    return Row(number, cells, None)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        plain = value.replace("\x00", "")
        return (
            plain if plain.isascii() else plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        return "；".join(map(_text, value))
    return _text(json.dumps(value, ensure_ascii=False))
