"""Word documents as PDF without an office program."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from jiefen.papers import PaperProblem
from jiefen.papers.docx_typst import to_pdf


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pages(document: bytes) -> list[str]:
    made = to_pdf(document, date="2026-11-05", title="试")
    return [
        re.sub(r"[\s\u200b]+", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(made)).pages
    ]


def rich() -> Any:
    made = docx.Document()
    head = made.add_heading("人民调解协议书", level=1)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line = made.add_paragraph("申请人：")
    line.add_run("李秋禾").bold = True
    line.add_run("　　女").font.size = Pt(18)
    line.paragraph_format.first_line_indent = Pt(24)
    for text in ("第一项", "第二项"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("一点", style="List Bullet")
    table = made.add_table(rows=3, cols=3, style="Table Grid")
    for at in range(9):
        table.cell(at // 3, at % 3).text = f"格{at}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    made.sections[0].footer.paragraphs[0].text = "编号 第 1 号"
    return made


def test_text_lists_tables_and_the_footer_are_carried_over() -> None:
    (said,) = pages(saved(rich()))
    for text in (
        "人民调解协议书",
        "申请人：李秋禾女",
        "1.第一项",
        "2.第二项",
        "•一点",
        "编号第1号",
        "第1页共1页",
    ):
        assert text in said
    for at in range(9):
        assert f"格{at}" in said


def test_it_is_the_same_every_time_and_archivable_by_its_own_word() -> None:
    one = to_pdf(saved(rich()), date="2026-11-05", title="试")
    assert one == to_pdf(saved(rich()), date="2026-11-05", title="试")
    assert b"pdfaid:part" in one


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "#panic()", "$x$ *b* _i_", "a<b>&c", "\\#{}[]", "𬀩㛃䶮𠅤𣲘"]
)
def test_texts_are_only_text(text: str) -> None:
    made = docx.Document()
    made.add_paragraph(text)
    (said,) = pages(saved(made))
    assert re.sub(r"\s", "", text) in said
    assert "root:" not in said


def test_long_texts_are_printed_to_the_last_word() -> None:
    made = docx.Document()
    made.add_paragraph("查" * 9_000 + "完")
    said = "".join(pages(saved(made)))
    assert said.count("查") == 9_000
    assert "完" in said


def test_blanks_that_align_by_hand_keep_their_room() -> None:
    made = docx.Document()
    made.add_paragraph("甲\t乙　　　　丙  丁\n戊 己")
    (said,) = pages(saved(made))
    assert said.startswith("甲乙丙丁戊己")


def test_a_page_break_breaks_the_page_and_an_empty_document_has_one() -> None:
    made = docx.Document()
    made.add_paragraph("前")
    made.add_page_break()
    made.add_paragraph("后").paragraph_format.page_break_before = True
    assert pages(saved(made))[-1].startswith("后")
    assert len(pages(saved(docx.Document()))) == 1


@pytest.mark.parametrize("broken", [b"", b"PK", b"%PDF-1.7"])
def test_what_is_no_word_document_is_refused_in_words(broken: bytes) -> None:
    with pytest.raises(PaperProblem, match="读不出来"):
        to_pdf(broken, date="2026-11-05", title="试")


def test_sizes_beyond_reason_are_bounded() -> None:
    made = docx.Document()
    line = made.add_paragraph("大")
    line.runs[0].font.size = Pt(1600)
    line.paragraph_format.left_indent = Pt(1500)
    made.sections[0].left_margin = Pt(1000)
    assert "大" in "".join(pages(saved(made)))
