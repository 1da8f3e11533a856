"""One row of somebody's file → a registration, or a remark that names the column and the remedy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from jiefen.actions.intake.register_many import Incoming
from jiefen.channels.intake.mapping import OWN_NUMBER, REMARK, Format
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.fold import fold
from jiefen.domain.common.words import Flag
from jiefen.domain.intake.numbering import number_parts, number_problem, shown_parts
from jiefen.domain.intake.registration import read
from jiefen.lib.tables import Row

TOLD = (
    "title",
    "story",
    "wanted",
    "applicant_name",
    "respondent_name",
    "applicant_phone",
    "respondent_phone",
)
MOST_IN_A_FOOT = 3
_FOOT = re.compile(
    r"(合计|总计|小计|共计)([:(]|[0-9]|$)|(填表|制表|填报|审核|负责|经办)(人|单位|日期|时间)?:|(说明|备注|注):|本页"
)


@dataclass(frozen=True)
class RefusedRow:
    """`remark` has one line per thing to mend, each naming its column."""

    row: Row
    remark: str


def taken(row: Row, *, format: Format, places: Mapping[str, str], today: date) -> Incoming | RefusedRow:
    """A row without an external number, or with a mere 1, 2, 3 for one, gets one from its content, so that sending it again makes no second case."""
    if row.problem:
        return RefusedRow(row, row.problem.removeprefix(f"第 {row.number} 行"))
    if format.template and _is_foot(row):
        return RefusedRow(row, "这一行像合计或落款，不是一件纠纷。不用管它，或者删去这一行。")
    matter = format.take(row.cells, places=places)
    if not any(matter.fields.get(name) for name in TOLD):
        return RefusedRow(row, "这一行没有当事人、事项名称，也没有经过。请补上其中一项，或删去这一行。")
    try:
        registration = read(
            matter.fields, today=today, flags=[*matter.flags, Flag.IMPORTED.value], strict=format.strict
        )
    except RuleError as error:
        return RefusedRow(row, remark(error, row=row, format=format))
    if not registration.external_number:
        content = canonical({"fields": matter.fields, "flags": sorted(matter.flags)})
        mark = hashlib.sha256(content.encode()).hexdigest()[:16]
        registration = replace(registration, external_number=f"row-{mark}")
    return Incoming(registration, note=matter.note, unread=matter.unread)


def own_serial(row: Row, *, format: Format, short: str, division: str) -> tuple[int, int] | None:
    """Year and serial of a case of ours, from a sheet that we handed out ourselves; None for anybody else's number."""
    told = row.cells.get(OWN_NUMBER, "") if format.template else ""
    if shown := shown_parts(told):
        return shown if fold(told).strip().startswith(short) else None
    if number_problem(told) is None and (parts := number_parts(told)).division == division:
        return parts.year, parts.serial
    return None


def remark(error: RuleError, *, row: Row, format: Format) -> str:
    """Each refused field under the name that its column has in this file."""
    lines = []
    for name, sentence in error.fields.items():
        column = format.header_of(name, cells=row.cells)
        lines.append(f"“{column}”：{sentence}" if column else sentence)
    return "\n".join(lines) or error.sentence


def _is_foot(row: Row) -> bool:
    """A total or who filled it in: little else stands in that line."""
    filled = [fold(cell).strip() for cell in row.cells.values() if cell.strip()]
    return len(filled) <= MOST_IN_A_FOOT and any(_FOOT.match("".join(cell.split())) for cell in filled)


def cells_to_keep(row: Row) -> dict[str, str]:
    """What goes back to the sender, without our remark of last time."""
    return {name: cell for name, cell in row.cells.items() if name != REMARK}
