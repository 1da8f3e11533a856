"""What we hand out is text to every spreadsheet, and comes in again as it was."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from jiefen.lib.tables import TableProblem, neutralise, open_table, write_csv, write_xlsx
from jiefen.lib.tables import export as export_module

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://evil.example","点我")',
    "{=1}",
    "http://evil.example",
    "mailto:x@example.org",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_starts_a_formula(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, headers=["甲"], rows=[[text]])
    cell = openpyxl.load_workbook(path).active["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert str(cell.value)[0] not in "=+-@\t\r\n＝＋－＠"
    buffer = io.StringIO()
    write_csv(buffer, headers=["甲"], rows=[[text]])
    assert buffer.getvalue().splitlines()[1].strip('"')[:1] not in "=+-@\t＝＋－＠"


def test_ordinary_text_is_left_alone() -> None:
    assert [neutralise(text) for text in ("", "张三", "1=1", "'x")] == ["", "张三", "1=1", "'x"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_it_comes_in_again_as_it_was(tmp_path: Path, kind: str) -> None:
    headers = ["姓名", "身份证", "电话", "备注", "数"]
    row = ["𬀩㛃䶮", "310101199001011234", "+8613800000000", '第一行\n"第二行",', "007"]
    path = tmp_path / f"a.{kind}"
    write = write_xlsx if kind == "xlsx" else write_csv
    assert write(path, headers=headers, rows=[row, row]) == 2
    back = list(open_table(path, name=path.name))
    assert [list(found.cells.values()) for found in back] == [row, row]
    assert [found.problem for found in back] == [None, None]


def test_types_colours_and_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [[1, 2.5, None, True, 310101199001011234, float("nan"), "坏\x00\x1b\ud800", "长" * 40_000]]
    write_xlsx(path, headers=["备注", *"bcdefgh"], rows=rows, red={"备注"}, widths=[30], sheet="退回")
    page = openpyxl.load_workbook(path)["退回"]
    values = [cell.value for cell in page[2]]
    assert values[:6] == [1, 2.5, "", "True", "310101199001011234", "nan"]
    assert values[6] == "坏\ufffd\ufffd\ufffd"
    assert len(str(values[7])) == 32_767
    assert page["B2"].data_type == "n"


def test_the_remark_column_is_red(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", headers=["甲", "备注"], rows=[["x", "请改"]], red={"备注"})
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert page is not None
    assert page["B2"].font.color.rgb == "FFB3261E"
    assert page["B2"].number_format == "@"


def test_csv_has_the_mark_that_excel_needs(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", headers=["甲"], rows=[["x"], [5]])
    assert (tmp_path / "a.csv").read_bytes() == "\ufeff甲\r\nx\r\n5\r\n".encode()


def test_too_many_rows_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "MAX_ROWS", 2)
    with pytest.raises(TableProblem, match="缩小筛选范围"):
        write_xlsx(io.BytesIO(), headers=["a"], rows=[["1"]] * 3)
