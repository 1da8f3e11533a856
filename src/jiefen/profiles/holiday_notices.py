"""A year's holiday notice as people bring it: our TOML, or a sheet with one day per row; read, checked, written anew.

The sheet's columns: 日期, 名称, 安排; the last is 放假, 法定 (a festival day proper, off as well) or 上班 (a make-up day).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiefen.domain.clocks.calendar import from_tables
from jiefen.domain.common.days import read_day
from jiefen.domain.common.errors import Unread

COLUMNS = ("日期", "名称", "安排")
_OFF = {"放假": False, "休": False, "法定": True, "法定节假日": True}
_WORK = {"上班", "调休", "调休上班", "班"}
DAY = timedelta(days=1)


class NoticeProblem(Exception):
    """The notice cannot be used; every mistake is named, one a line."""


def read_toml(text: str) -> dict[str, object]:
    """The notice as a table. Raises NoticeProblem."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoticeProblem(f"文件写法不对（{error}）。请照已有年份的样子改好后再上传。") from error
    return checked(table)


def read_sheet(rows: Iterable[tuple[int, Mapping[str, str]]], *, year: int, source: str) -> dict[str, object]:
    """The notice from (row number, cells). Raises NoticeProblem, each mistake naming its row."""
    sheet = _Sheet()
    for number, cells in rows:
        sheet.read(cells, number=number)
    if sheet.errors:
        raise NoticeProblem("\n".join(sheet.errors))
    return checked({"year": year, "source": source, "holiday": sheet.holidays()})


def checked(table: dict[str, object]) -> dict[str, object]:
    try:
        from_tables([table], version="check")
    except ValueError as error:
        raise NoticeProblem(str(error)) from error
    return table


def written(table: Mapping[str, object]) -> str:
    """The notice as our TOML."""
    lines = [f"year = {table['year']}", f"source = {_quoted(str(table['source']))}"]
    holidays = table["holiday"]
    assert isinstance(holidays, list)
    for row in holidays:
        lines += ["", "[[holiday]]", f"name = {_quoted(str(row['name']))}"]
        lines += [f"from = {row['from']}", f"to = {row['to']}"]
        lines += [
            f"{name} = [{', '.join(map(str, row[name]))}]" for name in ("statutory", "work") if row.get(name)
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    plain = "".join(sign for sign in text if sign >= " ")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass
class _Sheet:
    off: dict[date, str] = field(default_factory=dict)
    statutory: set[date] = field(default_factory=set)
    work: dict[date, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def read(self, cells: Mapping[str, str], *, number: int) -> None:
        day, name, plan = (cells.get(column, "").strip() for column in COLUMNS)
        date = _day(day)
        if date is None:
            self.errors.append(f"第 {number} 行“日期”：“{day[:20]}”不是一个存在的日期，请写成 2027-01-01。")
        elif date in self.off or date in self.work:
            self.errors.append(f"第 {number} 行“日期”：{date} 前面已经有一行，请删去其中一行。")
        elif not name:
            self.errors.append(f"第 {number} 行“名称”：请写节日名称，例如 春节。")
        elif plan in _OFF:
            self.off[date] = name
            self.statutory |= {date} if _OFF[plan] else set()
        elif plan in _WORK:
            self.work[date] = name
        else:
            self.errors.append(f"第 {number} 行“安排”：只能写 放假、法定 或 上班，现在是“{plan[:20]}”。")

    def holidays(self) -> list[dict[str, object]]:
        """Runs of days of one name; a make-up day goes to the nearest run of its name."""
        runs: list[tuple[str, date, date]] = []
        for day, name in sorted(self.off.items()):
            if runs and runs[-1][0] == name and day - runs[-1][2] == DAY:
                runs[-1] = (name, runs[-1][1], day)
            else:
                runs.append((name, day, day))
        work: dict[tuple[str, date, date], list[date]] = {run: [] for run in runs}
        for day, name in sorted(self.work.items()):
            same = [run for run in runs if run[0] == name] or runs
            if same:
                work[min(same, key=lambda run: abs(run[1] - day))].append(day)
        return [
            {
                "name": run[0],
                "from": run[1],
                "to": run[2],
                "statutory": sorted(day for day in self.statutory if run[1] <= day <= run[2]),
                "work": work[run],
            }
            for run in runs
        ]


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except Unread:
        return None
