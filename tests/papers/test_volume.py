"""A volume: cover, catalogue, parts, and numbers that agree with the catalogue."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from document_fields import sample
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from test_receipts import needs_poppler

from jiefen.domain.documents.catalogue import document
from jiefen.papers import PaperProblem, render
from jiefen.papers.photo import photo_page
from jiefen.papers.volume import Part, assemble

pytestmark = pytest.mark.one_database

CODES = ("application", "rights_notice", "minutes", "agreement", "visit_record")


def part(code: str, note: str = "") -> Part:
    row = document(code)
    return Part(row.title, render(row.layout, fields=sample(code)), note)


def blank(*sizes: tuple[int, int], turn: int = 0) -> bytes:
    writer = pypdf.PdfWriter()
    for wide, high in sizes:
        writer.add_blank_page(wide, high).rotate(turn)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pages_of(pdf: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_the_numbers_on_the_pages_are_those_of_the_catalogue() -> None:
    made = assemble(
        [part(code, note="原件" if code == "agreement" else "") for code in CODES], fields=sample("cover")
    )
    assert [(row.no, row.title, row.first, row.last) for row in made.rows] == [
        (1, "人民调解申请书", 1, 1),
        (2, "当事人权利义务告知书", 2, 2),
        (3, "人民调解记录", 3, 3),
        (4, "人民调解协议书", 4, 5),
        (5, "人民调解回访记录", 6, 6),
    ]
    cover, catalogue, *inner = pages_of(made.pdf)
    assert "5件6页" in cover
    assert "4—5原件" in catalogue
    assert [text.endswith(str(at)) for at, text in enumerate(inner, start=1)] == [True] * 6
    assert [item["/Title"] for item in pypdf.PdfReader(io.BytesIO(made.pdf)).outline][
        -1
    ] == "5 人民调解回访记录"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_number_stands_in_the_corner_of_turned_and_odd_pages(turn: int) -> None:
    made = assemble(
        [Part("扫描件", blank((595, 842), (842, 595), (300, 300), turn=turn))], fields=sample("cover")
    )
    assert made.rows[0].last == 3
    assert [text[-1] for text in pages_of(made.pdf)[2:]] == ["1", "2", "3"]


def test_only_pages_are_taken_from_a_part() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(blank((595, 842))))
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("evil")}
    )
    writer.root_object[NameObject("/OpenAction")] = act
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    writer.add_attachment("aexe", b"MZ")
    foreign = io.BytesIO()
    writer.write(foreign)
    pdf = assemble([Part("外来", foreign.getvalue())], fields=sample("cover")).pdf
    for word in (b"evil", b"aexe", b"/AA", b"/JavaScript", b"/OpenAction"):
        assert word in foreign.getvalue()
        assert word not in pdf


def test_an_empty_volume_has_cover_and_catalogue() -> None:
    assert len(pages_of(assemble([], fields=sample("cover")).pdf)) == 2


def test_what_cannot_be_bound_is_named() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(blank((595, 842))))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    for pdf, why in (
        (b"", "不是完好"),
        (b"%PDF-1.7 no", "不是完好"),
        (locked.getvalue(), "有密码"),
        (blank(), "没有页面"),
    ):
        with pytest.raises(PaperProblem, match=f"“证据”.*{why}"):
            assemble([Part("证据", pdf)], fields=sample("cover"))


def own(code: str) -> Part:
    row = document(code)
    return Part(row.title, render(row.layout, fields=sample(code)), kind="own")


def elements(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every element of the structure, from the top."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        kids = one.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        for kid in kids if isinstance(kids, list) else [kids]:
            held = kid.get_object()
            if isinstance(held, DictionaryObject) and "/S" in held:
                waiting.append(held)


def test_the_volume_is_tagged_as_its_papers_are_and_names_its_pictures(tmp_path: Path) -> None:
    Image.new("RGB", (80, 50), "red").save(tmp_path / "a.jpg")
    picture = Part("身份证明：张三.jpg", photo_page(tmp_path / "a.jpg", title="a"), kind="picture")
    stranger = Part("外来", render("sheet", fields=sample("application")))
    parts = [*(own(code) for code in CODES), picture, stranger]
    reader = pypdf.PdfReader(io.BytesIO(assemble(parts, fields=sample("cover")).pdf))
    top = reader.root_object
    assert top["/MarkInfo"]["/Marked"]
    assert top["/Lang"] == "zh-CN"
    tree = top["/StructTreeRoot"]
    told = list(elements(tree["/K"][0].get_object()))
    titles = [one["/T"] for one in told if one["/S"] == "/Part"]
    assert sorted(titles) == sorted(["封面", "卷内目录", *(part.title for part in parts[:-1])])
    named = [one["/Alt"] for one in told if one["/S"] == "/Figure" and "/Alt" in one]
    assert "身份证明：张三.jpg" in named
    pages = {page.indirect_reference.idnum: page for page in reader.pages}  # type: ignore[union-attr]
    assert {one.raw_get("/Pg").idnum for one in told if "/Pg" in one} <= set(pages)
    numbers = list(tree["/ParentTree"]["/Nums"])[::2]
    tagged = [page["/StructParents"] for page in reader.pages if "/StructParents" in page]
    assert sorted(tagged) == sorted(numbers) == list(range(len(numbers))), "each page finds its own structure"
    assert "/StructParents" not in reader.pages[-1], "what strangers say of theirs stays behind"


@needs_poppler
def test_a_reader_that_reads_aloud_finds_the_words_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(assemble([own(code) for code in CODES], fields=sample("cover")).pdf)
    said = subprocess.run(["pdfinfo", "-struct-text", tmp_path / "a.pdf"], capture_output=True, check=True)
    text = said.stdout.decode(errors="replace")
    assert text.index("卷内目录") < text.index("申请事项") < text.rindex("权利义务告知书")
    assert said.stderr == b""
