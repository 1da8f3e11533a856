"""Where the names of the columns stand: below a title, over two lines, or in the first line with anything in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LONGEST = 80  # signs of a column's name
LOOKED_AT = 15  # lines that a title and remarks may take
Known = Callable[[str], bool]


@dataclass(frozen=True)
class ColumnNames:
    """`names` as they stand in the file, `lines`: how many lines of it are above the first row."""

    names: list[str]
    lines: int
    score: int


def plain_name(text: str) -> str:
    """A column's name for comparing: half-width, without blanks, stars and colons."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*※★:")


def find_head(lines: Sequence[Sequence[str]], *, known: Known | None) -> ColumnNames | None:
    """The line, or the two lines together, that hold most names we know; else the first line that is not blank."""
    filled = [at for at, line in enumerate(lines) if any(cell.strip() for cell in line)]
    if not filled:
        return None
    if known is None:
        return ColumnNames(list(lines[filled[0]]), filled[0] + 1, 0)
    best = ColumnNames(list(lines[filled[0]]), filled[0] + 1, 0)
    for at in filled:
        if (score := _score(lines[at], known=known)) > best.score:
            best = ColumnNames(list(lines[at]), at + 1, score)
    for at in filled:
        if at + 1 < len(lines):
            names = _together(lines[at], lines[at + 1], known=known)
            if (score := _score(names, known=known)) > best.score:
                best = ColumnNames(names, at + 2, score)
    return best


def is_names(cells: Sequence[str], *, header: Sequence[str], known: Known | None) -> bool:
    """Whether a line says the names of the columns once more, as on each page of a printed list."""
    again = 0
    for cell, name in zip(cells, header, strict=False):
        if plain := plain_name(cell) if len(cell) <= LONGEST else cell:
            if plain != plain_name(name) and not (known and known(plain)):
                return False
            again += plain == plain_name(name)
    return again > 1


def _score(names: Sequence[str], *, known: Known) -> int:
    return len({plain for name in names if (plain := plain_name(name)) and known(plain)})


def _together(above: Sequence[str], below: Sequence[str], *, known: Known) -> list[str]:
    """Names of two lines: what is merged above several columns belongs to each of them."""
    names, over = [], ""
    for at in range(max(len(above), len(below))):
        upper, lower = (
            re.sub(r"\s+", " ", line[at].strip()) if at < len(line) else "" for line in (above, below)
        )
        over = upper or (over if lower else "")
        if not lower or plain_name(lower) == plain_name(upper):
            names.append(upper)
        elif known(plain_name(lower)) and not known(plain_name(over + lower)):
            names.append(lower)
        else:
            names.append(over + lower)
    return names
