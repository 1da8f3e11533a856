"""What every reader yields, and how its cells are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_CELL = 100_000  # characters
MAX_COLUMNS = 500
_WRAPPED = re.compile(r"""\s*=\s*(?:T\()?"([^"]*)"\)?\s*|['‘’`]([0-9][0-9A-Za-z-]*)""")
MARKS = "=+-@\t\r\n＝＋－＠"


class TableProblem(Exception):
    """The whole file cannot be read. The message is a Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as a spreadsheet counts (the header is row 1); `problem` a Chinese sentence, None when all is well.

    `under`: columns whose cell began in a row above and is merged over this one. `last`: the last line that was read
    into this row, 0 when it is of one line.
    """

    number: int
    cells: dict[str, str]
    problem: str | None
    under: frozenset[str] = frozenset()
    last: int = 0


def header_of(cells: Sequence[str]) -> list[str]:
    """Names of the columns: blanks trimmed, an empty name becomes 第n列, a repeated one gets its count."""
    if len(cells) > MAX_COLUMNS:
        raise TableProblem(f"表头有 {len(cells)} 列，超过 {MAX_COLUMNS} 列。请删去不需要的列后再上传。")
    names: list[str] = []
    for at, cell in enumerate(cells, start=1):
        plain = " ".join(cell.split()) or f"第{at}列"
        name, count = plain, 1
        while name in names:
            count += 1
            name = f"{plain}（{count}）"
        names.append(name)
    while names and names[-1] == f"第{len(names)}列":
        names.pop()
    if not names:
        raise TableProblem("没有找到表头。请把列名放在第一行，再重新上传。")
    return names


def row_of(cells: Sequence[str], *, header: Sequence[str], number: int, problem: str | None = None) -> Row:
    """Missing cells are empty; cells beyond the header are a problem unless empty."""
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra and problem is None:
        problem = f"第 {number} 行比表头多出 {len(extra)} 格内容。请检查这一行里有没有多余的分隔符。"
    longest = max(map(len, cells), default=0)
    if longest > MAX_CELL:
        problem = f"第 {number} 行有一格超过 {MAX_CELL} 个字。请删减后再上传。"
        cells = [cell[:MAX_CELL] for cell in cells]
    padded = [*map(restored, cells[: len(header)]), *[""] * (len(header) - len(cells))]
    return Row(number=number, cells=dict(zip(header, padded, strict=True)), problem=problem)


def restored(cell: str) -> str:
    """Takes off what keeps a number a text: `neutralise`, an apostrophe, a tab, `="…"`."""
    if wrapped := _WRAPPED.fullmatch(cell):
        return wrapped[1] or wrapped[2]
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in MARKS else cell
