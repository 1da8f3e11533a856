"""Lines of a register that are one matter: a respondent a line, the applicant's cell merged over them or left empty below.

What a following line says of a further respondent goes where the reader looks for them; everything else it says of the
same matter is kept under its column with （续）, of which no field is made, so that it ends in the first note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jiefen.channels.intake.mapping import RUNNING, Format
from jiefen.domain.common.words import PartySide
from jiefen.domain.intake.fields import MOST_RESPONDENTS, SIDES, label_of
from jiefen.lib.tables import Row, plain_name

CONTINUED = "（续）"
_RESPONDENTS = [side for side, which in SIDES.items() if which is PartySide.RESPONDENT]


def gathered(rows: Iterable[Row], *, format: Format) -> Iterator[Row]:
    """Rows of matters; a row that stands for several lines says which is its `last`."""
    if not format.template:
        yield from rows
        return
    matter: Row | None = None
    for row in rows:
        if matter is not None and _goes_on(row, matter=matter, format=format):
            matter = _with(matter, row, format=format)
            continue
        if matter is not None:
            yield matter
        matter = row
    if matter is not None:
        yield matter


def _goes_on(row: Row, *, matter: Row, format: Format) -> bool:
    """Only parties' cells are its own, and what makes a matter is merged from above, or a number stands above only."""
    fields = format.fields_of(row.cells)
    own = {fields.get(name, name) for name in _own(row)}
    if row.problem or matter.problem or not own or not all(_side(name) for name in own):
        return False
    if row.under:
        shared = {fields.get(name, name) for name in row.under}
        return bool(shared & {"external_number", "story", "title", "applicant_name"}) or any(
            map(_runs, row.under)
        )
    numbers = [name for name in row.cells if _runs(name) or fields.get(name) == "external_number"]
    if any(matter.cells.get(name, "").strip() for name in numbers):
        return True
    return not any(name.startswith("applicant_") for name in own)


def _own(row: Row) -> list[str]:
    return [name for name, cell in row.cells.items() if cell.strip() and name not in row.under]


def _runs(header: str) -> bool:
    return plain_name(header) in RUNNING


def _side(name: str) -> str:
    return next((side for side in reversed(SIDES) if name.startswith(f"{side}_")), "")


def _with(matter: Row, row: Row, *, format: Format) -> Row:
    """The matter with what one more line says."""
    fields, cells = format.fields_of(row.cells), dict(matter.cells)
    taken = {
        side
        for name, side in format.fields_of(cells).items()
        for side in [_side(side)]
        if cells[name].strip()
    }
    free = next((side for side in _RESPONDENTS if side not in taken), "")
    problem = matter.problem
    for header in _own(row):
        name = fields[header]
        side = _side(name)
        if side in _RESPONDENTS and not free:
            problem = f"第 {row.number} 行是同一件的第 {MOST_RESPONDENTS + 1} 位对方，最多写 {MOST_RESPONDENTS} 位。请把其余的写进事情经过。"
        elif side in _RESPONDENTS:
            cells[label_of(f"{free}_{name.removeprefix(f'{side}_')}")] = row.cells[header]
        else:
            kept = cells.get(f"{header}{CONTINUED}", "")
            cells[f"{header}{CONTINUED}"] = f"{kept}、{row.cells[header]}".lstrip("、")
    return replace(matter, cells=cells, problem=problem, last=row.number)
