"""Some rows of a file on their way: what comes in, what goes back and why, what was remarks, what nobody read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jiefen.actions.intake.import_rows import RefusedRow, own_serial, remark, taken
from jiefen.actions.intake.register_many import Incoming, Settled
from jiefen.channels.intake.mapping import OWN_NUMBER, Format
from jiefen.lib.tables import Row
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case

MOST_LINES = 60  # of what an import tells beside its figures
OURS = f"“{OWN_NUMBER}”一列是本系统的案号：这些案件已经在库，没有重复登记，表里的改动也没有写入。"


@dataclass
class Chunk:
    format: Format
    places: Mapping[str, str]
    today: date
    begun: datetime
    incoming: list[tuple[Row, Incoming]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    made: int = 0
    known: int = 0

    def add(self, row: Row) -> None:
        centre = snapshot().centre
        ours = own_serial(row, format=self.format, short=centre.short, division=centre.division)
        if ours is not None:
            self._add_own(row, serial=ours)
            return
        read = taken(row, format=self.format, places=self.places, today=self.today)
        if isinstance(read, RefusedRow):
            self.refused.append(read)
            return
        self.incoming.append((row, read))
        self.unread += read.unread
        if row.last:
            self.remarks.append(f"第 {row.number} 至 {row.last} 行是同一件，合在一起登记。")

    def settle(self, answers: Sequence[Settled]) -> None:
        """What became of the rows that came in."""
        for (row, _), answer in zip(self.incoming, answers, strict=True):
            if answer.refusal is not None:
                self.refused.append(RefusedRow(row, remark(answer.refusal, row=row, format=self.format)))
            elif answer.same_as is not None:
                first = self.incoming[answer.same_as][0]
                self.remarks.append(f"第 {row.number} 行与第 {first.number} 行内容相同，合为一件。")
            elif answer.since is not None and answer.since >= self.begun:
                self.remarks.append(f"第 {row.number} 行与这个文件里前面的一行内容相同，合为一件。")
            self.made += answer.refusal is None and not answer.known
            self.known += answer.known

    def _add_own(self, row: Row, *, serial: tuple[int, int]) -> None:
        if Case.objects.filter(year=serial[0], serial=serial[1]).exists():
            self.known += 1
            self.remarks = [*self.remarks, OURS] if OURS not in self.remarks else self.remarks
            return
        said = f"“{OWN_NUMBER}”：这是本系统的案号，但没有这件案件。请核对；别处的编号请把列名改为“外部编号”。"
        self.refused.append(RefusedRow(row, said))


def lines_with(text: str, *, more: Iterable[str]) -> str:
    """A text of lines with those that are not in it yet, up to a bound."""
    return "\n".join(list(dict.fromkeys([*text.splitlines(), *more]))[:MOST_LINES])
