"""Files as they really come: every good row arrives, every bad row is named, nothing swallows its neighbours."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from jiefen.lib.tables import Row, TableProblem, open_table
from jiefen.lib.tables import jsonlines as jsonlines_module

Save = Callable[[str, bytes], Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def rows_of(path: Path) -> list[Row]:
    return list(open_table(path, name=path.name))


def good(path: Path) -> list[list[str]]:
    return [list(row.cells.values()) for row in rows_of(path) if row.problem is None]


TEXT = "姓名,电话,事由\n张三,13800000000,欠薪\n李四,,相邻通行\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(save: Save, encoding: str, ending: str) -> None:
    path = save("a.csv", TEXT.replace("\n", ending).encode(encoding))
    assert rows_of(path) == [
        Row(2, {"姓名": "张三", "电话": "13800000000", "事由": "欠薪"}, None),
        Row(3, {"姓名": "李四", "电话": "", "事由": "相邻通行"}, None),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiters(save: Save, delimiter: str) -> None:
    assert good(save("a.txt", TEXT.replace(",", delimiter).encode())) == [
        ["张三", "13800000000", "欠薪"],
        ["李四", "", "相邻通行"],
    ]


def test_excels_own_delimiter_line(save: Save) -> None:
    assert good(save("a.csv", "sep=;\n姓名;a,b\n张三;1\n".encode())) == [["张三", "1"]]


def test_a_gb18030_line_pasted_into_a_utf8_file_is_read(save: Save) -> None:
    path = save("a.csv", "姓名\n张三\n".encode() + "李四\n".encode("gb18030") + "王五\n".encode())
    assert good(path) == [["张三"], ["李四"], ["王五"]]


def test_unreadable_bytes_are_a_problem_of_their_row_only(save: Save) -> None:
    rows = rows_of(save("a.csv", "姓名,乙\n张三,1\n".encode() + b"\xff\xff,2\n" + "王五,3\n".encode()))
    assert [row.problem is None for row in rows] == [True, False, True]
    assert "第 3 行" in str(rows[1].problem)
    assert rows[1].cells["乙"] == "2"


def test_quotes_and_cells_of_several_lines(save: Save) -> None:
    path = save("a.csv", '甲,乙\n"有,逗号","有""引号"\n"两\n行",x\n5寸"管,y\n'.encode())
    assert good(path) == [["有,逗号", '有"引号'], ["两\n行", "x"], ['5寸"管', "y"]]


@pytest.mark.parametrize("next_line", ["2,好,x", '2,"好",x', '2,x,"好"', '"2","好",x'])
def test_an_unclosed_quote_costs_its_own_row_only(save: Save, next_line: str) -> None:
    rows = rows_of(save("a.csv", f'a,b,c\n1,"坏,x\n{next_line}\n3,"还坏,x\n4,好,x\n5,好,"x"\n'.encode()))
    assert [(row.number, row.problem is None) for row in rows] == [
        (2, False),
        (3, True),
        (4, False),
        (5, True),
        (6, True),
    ]
    assert "引号" in str(rows[0].problem)


def test_quote_soup_never_crashes_and_never_loses_a_row(save: Save) -> None:
    soup = ['"', '""', '"""', 'a"b"c', '"a"b', "'", '","', '",', ',"', '"a""', '"a"","']
    for mess in soup:
        rows = rows_of(save("a.csv", f"甲,乙\n{mess},1\n好,2\n".encode()))
        assert rows[-1].cells["甲"] == "好", mess
        assert rows[-1].problem is None, mess


def test_nuls_blank_rows_extra_and_missing_cells(save: Save) -> None:
    rows = rows_of(save("a.csv", "甲,乙\n\n张\x00三,1\n , \n李四\n王五,1,2,3\n赵六,1,,\n".encode()))
    assert [(row.number, row.cells["甲"], row.problem is None) for row in rows] == [
        (3, "张三", True),
        (5, "李四", True),
        (6, "王五", False),
        (7, "赵六", True),
    ]
    assert "多出 2 格" in str(rows[2].problem)


def test_a_ten_megabyte_cell_is_a_problem_and_its_neighbours_live(save: Save) -> None:
    huge = "好" * 3_500_000
    rows = rows_of(save("a.csv", f'甲,乙\n1,{huge}\n2,x\n3,"{huge}"\n4,y\n'.encode()))
    assert [(row.number, row.problem is None) for row in rows] == [
        (2, False),
        (3, True),
        (4, False),
        (5, True),
    ]
    assert all(len(cell) <= 100_000 for row in rows for cell in row.cells.values())


def test_headers_are_named_apart(save: Save) -> None:
    assert list(rows_of(save("a.csv", "姓名,,姓名, 电 话 ,\n1,2,3,4\n".encode()))[0].cells) == [
        "姓名",
        "第2列",
        "姓名（2）",
        "电 话",
    ]


def test_what_we_neutralised_comes_back_as_it_was(save: Save) -> None:
    assert good(save("a.csv", b"a,b,c\n'=1+1,'+86,'tis\n")) == [["=1+1", "+86", "'tis"]]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "空的"),
        ("a.csv", b"\n \n,,\n", "没有内容"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "另存为 .xlsx"),
        ("a.xlsx", b"hello", "扩展名不符"),
        ("a.pdf", b"%PDF-1.7", "请上传"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "损坏"),
        ("a.jsonl.gz", b"hello", "扩展名不符"),
        ("a.jsonl.gz", gzip.compress(b'{"a":1}', mtime=0)[:-6], "损坏"),
        ("a.csv", b"a," * 500, "501 列"),
        ("a.csv", b'a,"b\n1,2\n', "表头"),
    ],
)
def test_files_that_cannot_be_read_say_what_to_do(save: Save, name: str, content: bytes, says: str) -> None:
    with pytest.raises(TableProblem, match=says) as problem:
        open_table(save(name, content), name=name)
    assert str(problem.value).endswith("。")


def workbook(**cells: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("隐藏").hide()
    page = book.add_worksheet("名单")
    page.activate()
    for place, value in cells.items():
        page.write(place, value)
    book.close()
    return buffer.getvalue()


def test_workbooks(save: Save) -> None:
    content = workbook(
        B2="姓名", C2="身份证", D2="数", B3="张三", C3="310101199001011234", D3=1.5, B5="李四", D5=7
    )
    assert rows_of(save("a.xlsx", content)) == [
        Row(3, {"姓名": "张三", "身份证": "310101199001011234", "数": "1.5"}, None),
        Row(5, {"姓名": "李四", "身份证": "", "数": "7"}, None),
    ]


def test_an_identity_number_that_excel_has_rounded_is_named(save: Save) -> None:
    row = rows_of(save("a.xlsx", workbook(A1="身份证", A2=310101199001011234)))[0]
    assert "身份证" in str(row.problem)
    assert "文本格式" in str(row.problem)


def zipped(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def lying(content: bytes, *, true: int, told: int) -> bytes:
    """The same archive, its directory telling another unpacked size."""
    return content.replace(true.to_bytes(4, "little"), told.to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped({"xl/workbook.xml": b"0" * 30_000_000}), "压缩炸弹"),
        (lying(zipped({"xl/workbook.xml": b"0" * 30_000_001}), true=30_000_001, told=1001), "压缩炸弹"),
        (zipped({f"{n}": b"" for n in range(1001)}), "超过 1000 个"),
        (zipped({"readme.txt": b"x"}), "不是 Excel"),
        (zipped({"../../etc/x": b"x", "xl/workbook.xml": b"x"}), "路径"),
        (zipped({"xl/workbook.xml": b"<broken"}), "损坏"),
        (zipped({"xl/workbook.xml": b"x" * 99}, method=zipfile.ZIP_LZMA), "压缩方式"),
    ],
    ids=["bomb", "lying", "many", "no-workbook", "path", "broken", "lzma"],
)
def test_hostile_workbooks(save: Save, content: bytes, says: str) -> None:
    with pytest.raises(TableProblem, match=says):
        open_table(save("a.xlsx", content), name="a.xlsx")


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines(save: Save, packed: bool) -> None:
    lines = [
        {"编号": 310101199001011234, "额": 1.50, "有": True, "无": None, "列": ["甲", 2], "深": {"a": 1}},
        "broken",
        [1],
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n{\n\n" + '{"x":"\\ud800"}\n'
    content = ("\ufeff" + text).encode()
    rows = rows_of(save("a.jsonl.gz", gzip.compress(content)) if packed else save("a.jsonl", content))
    assert rows[0] == Row(
        1,
        {
            "编号": "310101199001011234",
            "额": "1.5",
            "有": "true",
            "无": "",
            "列": "甲；2",
            "深": '{"a": "1"}',
        },
        None,
    )
    assert [(row.number, row.problem is None) for row in rows] == [
        (1, True),
        (2, False),
        (3, False),
        (4, False),
        (6, True),
    ]
    assert rows[-1].cells == {"x": "�"}


def test_deep_json_is_one_bad_row(save: Save) -> None:
    rows = rows_of(save("a.jsonl", b"[" * 200_000 + b'\n{"a":1}\n'))
    assert [row.problem is None for row in rows] == [False, True]


def test_a_gzip_bomb_is_refused_before_the_first_row(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save("a.jsonl.gz", gzip.compress(b'{"a":"' + b"0" * 40_000_000 + b'"}\n'))
    with pytest.raises(TableProblem, match="压缩炸弹"):
        open_table(path, name=path.name)
    monkeypatch.setattr(jsonlines_module, "MAX_UNPACKED", 1000)
    plain = save("b.jsonl.gz", gzip.compress(b'{"a":1}\n' * 200))
    with pytest.raises(TableProblem, match="较小的文件"):
        open_table(plain, name=plain.name)


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("姓名,电话,事由\n")
        stream.writelines(f'张三{n},1380000{n:04},"欠薪, {n}"\n' for n in range(40_000))
    tracemalloc.start()
    count = sum(1 for row in open_table(path, name="big.csv") if row.problem is None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40_000
    assert peak < 8_000_000
