"""CSV as it really comes. A damaged row costs that row only: an unclosed quote does not swallow its neighbours."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from jiefen.lib.tables.heads import LOOKED_AT, Known, find_head, is_names
from jiefen.lib.tables.lines import Line, read_lines
from jiefen.lib.tables.row import MAX_CELL, Row, TableProblem, header_of, row_of

DELIMITERS = ",\t;|，"
MAX_RECORD_LINES = 200  # lines that one quoted cell may span
_UNCLOSED = "unexpected end of data"


def read_delimited(path: Path, *, known: Known | None = None) -> Iterator[Row]:
    """Rows of a delimited text file, below the names of its columns."""
    texts = [line.text for line in islice(_lines(path), LOOKED_AT)]
    records = _Records(_lines(path), delimiter=_fitting_delimiter(texts, known=known)).read()
    first = list(islice(records, LOOKED_AT))
    head = find_head([record.cells for record in first], known=known)
    if head is None:
        raise TableProblem("文件里没有内容。请确认选对了文件，再重新上传。")
    if problem := first[head.lines - 1].problem:
        raise TableProblem(f"表头{problem}。请改正表头那一行后再上传。")
    rest = chain(first[head.lines :], records)
    return _rows(rest, header=header_of(head.names), first=head.lines + 1, known=known)


@dataclass(slots=True)
class _Record:
    cells: list[str]
    problem: str | None = None


@dataclass(slots=True)
class _Records:
    """Lines → records. `_waiting` holds lines read ahead for a quoted cell that turned out not to be one."""

    lines: Iterator[Line]
    delimiter: str = ""
    _waiting: deque[Line] = field(default_factory=deque)

    def read(self) -> Iterator[_Record]:
        while (line := self._next()) is not None:
            if not self.delimiter:
                delimiter = _told_delimiter(line.text)
                self.delimiter = delimiter or _likely_delimiter(line.text)
                if delimiter:
                    continue
                if not line.text.strip():
                    self.delimiter = ""
            yield self._record(line)

    def _record(self, line: Line) -> _Record:
        delimiter = self.delimiter or ","
        if '"' not in line.text:
            return _Record(line.text.split(delimiter), line.problem)
        text, ahead = line.text, list[Line]()
        while True:
            cells, problem = _parse(text, delimiter=delimiter)
            if problem != _UNCLOSED:
                break
            if (more := self._up_to_next_quote(ahead, size=len(text))) is None:
                break
            text = "\n".join([text, *more])
        if problem is None:
            return _Record(
                cells, line.problem or next((other.problem for other in ahead if other.problem), None)
            )
        self._waiting.extendleft(reversed(ahead))
        too_long = "field larger" in problem or len(line.text) > MAX_CELL
        said = f"有一格超过 {MAX_CELL} 个字" if too_long else "引号不成对或位置不对"
        return _Record(_leniently(line.text, delimiter=delimiter), said)

    def _up_to_next_quote(self, ahead: list[Line], *, size: int) -> list[str] | None:
        """The lines up to one that might close the cell; None when the bounds are reached or the file ends."""
        texts: list[str] = []
        while len(ahead) < MAX_RECORD_LINES and size < MAX_CELL * 2:
            if (line := self._next()) is None:
                return None
            ahead.append(line)
            texts.append(line.text)
            size += len(line.text)
            if '"' in line.text:
                return texts
        return None

    def _next(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self.lines, None)


def _rows(records: Iterator[_Record], *, header: list[str], first: int, known: Known | None) -> Iterator[Row]:
    for number, record in enumerate(records, start=first):
        blank = not any(cell and not cell.isspace() for cell in record.cells)
        if record.problem is None and (blank or is_names(record.cells, header=header, known=known)):
            continue
        said = None if record.problem is None else f"第 {number} 行{record.problem}。请改正这一行后再上传。"
        yield row_of(record.cells, header=header, number=number, problem=said)


def _lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as stream:
        yield from read_lines(stream)


def _parse(text: str, *, delimiter: str) -> tuple[list[str], str | None]:
    """Cells, and what the strict reader objects to."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True)), None
    except csv.Error as error:
        return [], str(error)


def _leniently(text: str, *, delimiter: str) -> list[str]:
    """Cells for the eye of whoever mends the row: nothing is dropped."""
    return [cell.strip().strip('"')[:MAX_CELL] for cell in text.split(delimiter)]


def _told_delimiter(text: str) -> str | None:
    """Excel's own first line `sep=;`."""
    return text[4] if len(text) == 5 and text.lower().startswith("sep=") else None


def _fitting_delimiter(texts: list[str], *, known: Known | None) -> str:
    """The one under which the names of the columns are names we know; nothing when none is."""
    if known is None or (texts and _told_delimiter(texts[0])):
        return ""
    scores = {}
    for delimiter in DELIMITERS:
        head = find_head([_leniently(text, delimiter=delimiter) for text in texts], known=known)
        scores[delimiter] = head.score if head else 0
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 1 else ""


def _likely_delimiter(text: str) -> str:
    outside = "".join(text.split('"')[::2])
    best = max(DELIMITERS, key=outside.count)
    return best if outside.count(best) else ","
