"""Files for people who import: the rows that came back, with a remark, and the template with its drop-downs."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlsxwriter

from jiefen.channels.intake.mapping import REMARK, Column, Format, load
from jiefen.domain.case.vocabularies import VOCABULARIES
from jiefen.domain.common import words
from jiefen.domain.common.kinds import KINDS
from jiefen.lib.tables import write_csv, write_xlsx
from jiefen.reports.intake.imports import problems
from jiefen.store.common.place_names import full_names
from jiefen.store.common.reference import snapshot
from jiefen.store.models import ImportBatch

ROWS_WITH_CHOICES = 5_000
OPTIONS = "选项"
TEMPLATE = "cases"


def problems_xlsx(batch: ImportBatch) -> bytes:
    """The refused rows as they came, the remark last and red; upload it again when it is mended."""
    headers = _headers(batch)
    buffer = io.BytesIO()
    write_xlsx(buffer, headers=headers, rows=_rows(batch, headers=headers), sheet="待改", red=(REMARK,))
    return buffer.getvalue()


def problems_csv(batch: ImportBatch) -> str:
    headers = _headers(batch)
    buffer = io.StringIO(newline="")
    write_csv(buffer, headers=headers, rows=_rows(batch, headers=headers))
    return buffer.getvalue()


def _headers(batch: ImportBatch) -> list[str]:
    """Every column of the refused rows, in the order in which they first appear."""
    columns: dict[str, None] = {}
    for _, _, cells in problems(batch):
        columns |= dict.fromkeys(cells)
    return [*columns, REMARK]


def _rows(batch: ImportBatch, *, headers: list[str]) -> Iterator[list[str]]:
    for number, remark, cells in problems(batch):
        lines = "；".join(line.rstrip("。") for line in remark.split("\n"))
        yield [*(cells.get(name, "") for name in headers[:-1]), f"第 {number} 行：{lines}。"]


def template_xlsx() -> bytes:
    """An empty table of our own format: every column text, hints on the header, drop-downs where words are fixed."""
    format, buffer = load(TEMPLATE), io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, options = book.add_worksheet("登记"), book.add_worksheet(OPTIONS)
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "num_format": "@", "bg_color": "#E8EEF9"})
        for at, column in enumerate(_shown(format)):
            page.set_column(at, at, column.width, text)
            page.write_string(0, at, column.header, bold)
            if column.hint:
                page.write_comment(0, at, column.hint)
        for at, (column, choices) in enumerate(_choices(format)):
            options.write_column(0, at, [column.header, *choices])
            page.data_validation(*_cells(format, column=column), _rule(at, count=len(choices), column=column))
        page.freeze_panes(1, 0)
        options.hide()
    return buffer.getvalue()


def _choices(format: Format) -> list[tuple[Column, list[str]]]:
    return [(column, options_of(column.choices)) for column in _shown(format) if column.choices]


def _shown(format: Format) -> list[Column]:
    return [column for column in format.columns if column.shown]


def options_of(name: str) -> list[str]:
    """Labels of a vocabulary, of the kinds of dispute, or of the places of now."""
    if name == "kinds":
        return [kind.label for kind in KINDS.values()]
    if name == "places":
        places = snapshot().places
        return [
            full for _, full in sorted((places[code].path, full) for code, full in full_names(places).items())
        ]
    vocabulary = VOCABULARIES[name]
    hidden = {words.Flag.INCOMPLETE, words.Flag.IMPORTED}
    return [word.label for word in vocabulary if word.value and word not in hidden]


def _cells(format: Format, *, column: Column) -> tuple[int, int, int, int]:
    at = _shown(format).index(column)
    return 1, at, ROWS_WITH_CHOICES, at


def _rule(at: int, *, count: int, column: Column) -> dict[str, object]:
    """A list on the second sheet: Excel takes at most 255 characters of choices in the rule itself."""
    letter = xlsxwriter.utility.xl_col_to_name(at)
    return {
        "validate": "list",
        "source": f"='{OPTIONS}'!${letter}$2:${letter}${count + 1}",
        "error_type": "warning",
        "error_title": column.header,
        "error_message": "请从列表中选择。",
    }
