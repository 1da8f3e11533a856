"""A year's holidays arrive: stored with their notice, then every clock that waited for them is computed anew."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import Q

from jiefen.actions.clocks.recompute import Moved, recompute
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.case.actor import Actor
from jiefen.domain.clocks.calendar import from_tables
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.fold import fold
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.reading import FIRST_YEAR, LAST_DAY, whole_number
from jiefen.lib.tables import TableProblem, open_table
from jiefen.profiles.calendars import notices
from jiefen.profiles.holiday_notices import COLUMNS, NoticeProblem, read_sheet, read_toml, written
from jiefen.store.common.reference import changed, snapshot
from jiefen.store.models import CalendarYear, Clock

MAX_NOTICE = 200_000
REACH = timedelta(days=31)  # a notice may reach a month out of its year


def import_year(
    file: Path, *, name: str, year: str, source: str, by: Actor, at: datetime, key: str = ""
) -> Answer:
    """Take a notice from an uploaded file. `year` and `source` are asked for a sheet; our TOML holds them itself.

    Raises Invalid, NotAllowed. Clocks are moved after the year is safely stored; what a crash leaves over,
    `recount_provisional` finds again.
    """
    by.require("manage_calendar")
    text = _text(file, name=name, year=year, source=source)
    answer = _store_year(text=text, by=by, at=at, key=key)
    moved = recount_provisional(by=by, at=at, also_year=answer.more["year"] if answer.more["again"] else None)
    sentence = f"{answer.sentence}重算了 {moved.seen} 个在走的时限，其中 {moved.moved} 个的到期时间有变化。"
    return Answer(
        sentence=sentence,
        more=answer.more | {"seen": moved.seen, "moved": moved.moved},
        replayed=answer.replayed,
    )


@in_one_transaction("import_year")
def _store_year(command: Command, *, text: str) -> Answer:
    command.by.require("manage_calendar")
    table = tomllib.loads(text)
    year = int(table["year"])
    _check_beside_others(table, year=year)
    known = CalendarYear.objects.filter(year=year)
    again = known.exists() or any(notice["year"] == year for notice in notices())
    columns = {"text": text, "source": str(table["source"])[:200], "imported_at": command.at}
    if not known.update(**columns):
        CalendarYear.objects.bulk_create([CalendarYear(year=year, **columns)])
    changed()
    days = len(table["holiday"])
    command.history.add_to_stream("system", verb="import_year", facts={"year": year, "holidays": days})
    return Answer(
        sentence=f"{year} 年的放假安排已导入（{days} 个假期）。", more={"year": year, "again": again}
    )


def _check_beside_others(table: dict[str, object], *, year: int) -> None:
    """A day cannot be off by one year's notice and worked by its neighbour's."""
    tables = {int(str(notice["year"])): notice for notice in notices()}
    tables |= {row.year: tomllib.loads(row.text) for row in CalendarYear.objects.all()} | {year: table}
    try:
        from_tables(list(tables.values()), version="check")
    except ValueError as error:
        raise _refused(str(error)) from error


def recount_provisional(*, by: Actor, at: datetime, also_year: int | None = None) -> Moved:
    """Compute anew the running clocks that wait for a calendar; idempotent, so a tick may call it at any time.

    `also_year`: a notice that was known before has been corrected, so settled clocks that end in it move too.
    """
    days = snapshot().calendar
    waiting = Q(provisional=True)
    if also_year is not None:
        waiting |= Q(due__gte=datetime.combine(date(also_year, 1, 1) - REACH, datetime.min.time(), ZONE))
    clocks = Clock.objects.filter(waiting).exclude(calendar=days.version)
    return recompute(clocks, verb="calendar", facts={"calendar": days.version}, by=by, at=at)


def _text(file: Path, *, name: str, year: str, source: str) -> str:
    try:
        if name.lower().endswith(".toml"):
            return written(read_toml(_decoded(file)))
        told = whole_number(fold(year).strip().removesuffix("年"), digits=4)
        if told is None or not FIRST_YEAR <= told <= LAST_DAY.year:
            raise Invalid(fields={"year": "上传表格时请填写年份，例如 2027。"})
        if not source.strip():
            sentence = "请写明是哪一份通知，例如 国务院办公厅关于2027年部分节假日安排的通知。"
            raise Invalid(fields={"source": sentence})
        return written(read_sheet(_rows(file, name=name), year=told, source=source.strip()[:200]))
    except (NoticeProblem, TableProblem) as error:
        raise _refused(str(error)) from error


def _decoded(file: Path) -> str:
    if file.stat().st_size > MAX_NOTICE:
        raise NoticeProblem("文件太大，不像一年的放假安排。请确认选对了文件。")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticeProblem("文件不是 UTF-8 编码。请另存为 UTF-8 后再上传。") from error


def _rows(file: Path, *, name: str) -> list[tuple[int, dict[str, str]]]:
    rows: list[tuple[int, dict[str, str]]] = []
    for row in open_table(file, name=name):
        if row.problem:
            raise NoticeProblem(row.problem)
        if not rows and (missing := [column for column in COLUMNS if column not in row.cells]):
            raise NoticeProblem(f"缺少“{'”“'.join(missing)}”这几列。表头应为：{'、'.join(COLUMNS)}。")
        rows.append((row.number, row.cells))
        if len(rows) > 400:
            raise NoticeProblem("超过 400 行，不像一年的放假安排。请确认选对了文件。")
    return rows


def _refused(text: str) -> Invalid:
    return Invalid("这份通知不能导入", fields={"file": text})
