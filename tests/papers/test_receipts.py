"""What a citizen takes home: complete, readable, and only ever text."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jiefen import papers
from jiefen.papers import PaperProblem, render, templates

RECEIPTS = ["receipt-a4", "receipt-80mm"]
FIELDS: dict[str, Any] = {
    "centre": "清和县社会治安综合治理中心",
    "case_number": "清矛调〔2026〕01284 号",
    "tracking_code": "8F3K-27QD-M6XT",
    "qr": "https://jiefen.example/t/8F3K27QDM6XT",
    "date": "2026-11-03T09:12:00+08:00",
    "matter": "房屋租赁押金返还纠纷",
    "wanted": "返还押金",
    "amount": "8,600.50 元",
    "handed_in": ["租赁合同.jpg", "转账记录.pdf"],
    "limitation": "您于2026年11月3日向本中心请求调解，诉讼时效自当日起中断，重新计算三年，至2029年11月3日。",
    "registered_at": "2026-11-03 09:12",
    "registered_by": "3 号窗口",
    "holder_unit": "城关镇人民调解委员会",
    "holder_phone": "0538-6012345",
    "next_step": "调解员联系双方，约定调解时间",
    "next_step_by": "2026-11-05 12:00 前",
    "hotline": "12345",
    "ledger_index": "20418",
    "ledger_digest": "9f2c1e0b4a7d55e88c3f61a2b90d7e4416fa0c92d8b35e7731aa64cf02be98d1",
    "ticket": "A017",
    "parties": [{"role": "申请人", "name": "张*"}, {"role": "被申请人", "name": "李*"}],
    "clocks": [{"name": "分流", "due": "2026-11-03 11:12", "explanation": "登记后 2 个工作小时内分流"}],
}
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def text_of(pdf: bytes, tmp_path: Path) -> str:
    """The text as a reader would copy it, without blanks and line ends."""
    (tmp_path / "a.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    return re.sub(r"[\s\u200b]+", "", told.stdout.decode())


def words_outside(pdf: bytes, tmp_path: Path) -> list[str]:
    """Words that stick out of their page."""
    (tmp_path / "a.pdf").write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    told = made.stdout.decode(errors="replace")  # poppler cuts some rare characters in two here
    outside = []
    for page in told.split("<page ")[1:]:
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', page)
        assert size is not None
        width, height = map(float, size.groups())
        for found in re.finditer(
            r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page
        ):
            left, top, right, bottom = map(float, found.groups()[:4])
            if left < 0 or top < 0 or right > width or bottom > height:
                outside.append(found[5])
    return outside


def test_the_two_receipts_are_there() -> None:
    assert set(RECEIPTS) <= set(templates())
    with pytest.raises(ValueError, match="no such template"):
        render("../fields", fields=FIELDS)


@needs_poppler
def test_the_page_holds_everything_a_citizen_needs(tmp_path: Path) -> None:
    said = text_of(render("receipt-a4", fields=FIELDS), tmp_path)
    leaves = [
        value
        for name, value in FIELDS.items()
        if isinstance(value, str) and name not in {"qr", "date", "ticket"}
    ]
    leaves += [text for name in ("parties", "clocks") for item in FIELDS[name] for text in item.values()]
    for text in [*leaves, "调解不收取任何费用", "不影响您提起诉讼、仲裁、复议、信访的权利"]:
        assert re.sub(r"\s", "", text) in said, text


@needs_poppler
def test_the_roll_holds_the_short_form(tmp_path: Path) -> None:
    said = text_of(render("receipt-80mm", fields=FIELDS), tmp_path)
    for text in (
        "A017",
        "清矛调〔2026〕01284号",
        "8F3K-27QD-M6XT",
        "调解不收取任何费用",
        "12345",
        "9f2c1e0b4a7d55e8",
    ):
        assert text in said, text


@needs_poppler
@pytest.mark.parametrize("template", RECEIPTS)
def test_rare_characters_of_names_are_printed(tmp_path: Path, template: str) -> None:
    rare = "𬀩㛃䶮"
    pdf = render(template, fields=FIELDS | {"matter": rare, "parties": [{"role": "申请人", "name": rare}]})
    assert rare in text_of(pdf, tmp_path)
    fonts = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, check=True).stdout.decode()
    assert "NotoSerif" in fonts
    assert "LastResort" not in fonts


@needs_poppler
@pytest.mark.parametrize("template", RECEIPTS)
@pytest.mark.parametrize("letter", ["长", "x", "W ", "𬀩", "\u0301", "🏠", "(", "ﷺ"])
def test_ten_thousand_characters_do_not_break_the_page(tmp_path: Path, template: str, letter: str) -> None:
    long = letter * (10_000 // len(letter))
    texts = {
        name: long for name, value in FIELDS.items() if isinstance(value, str) and name not in {"qr", "date"}
    }
    lists = {
        "parties": [{"role": long, "name": long}] * 3,
        "clocks": [{"name": long, "due": long, "explanation": long}] * 2,
    }
    pdf = render(template, fields=FIELDS | texts | lists)
    assert words_outside(pdf, tmp_path) == []
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4


@needs_poppler
@pytest.mark.parametrize("template", RECEIPTS)
@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "$x^2$*b*_i_`c`",
        "</w:t>&amp;<script>",
        "\\#{}[]",
        '"},{"a":"',
        "@ref<label>",
        "//comment/*x*/",
        "= 标题",
    ],
)
def test_hostile_texts_are_printed_as_they_are(tmp_path: Path, template: str, hostile: str) -> None:
    said = text_of(render(template, fields=FIELDS | {"matter": hostile}), tmp_path)
    assert re.sub(r"\s", "", hostile) in said
    assert "root:" not in said


@pytest.mark.parametrize("template", RECEIPTS)
def test_missing_values_are_blanks(template: str) -> None:
    assert render(template, fields={"date": "2026-11-03"}).startswith(b"%PDF-")
    assert render(
        template,
        fields=dict.fromkeys(FIELDS, None) | {"parties": [], "clocks": [], "date": "2026-11-03", "qr": ""},
    )


@pytest.mark.parametrize("template", RECEIPTS)
@needs_poppler
def test_characters_that_no_font_has_are_marked_as_missing(tmp_path: Path, template: str) -> None:
    odd = "前\x00\x07\u202e\ufeff\ufffe\ud800\U0010ffff\U0001f9ff\U00031234后"
    said = text_of(render(template, fields=FIELDS | {"matter": odd}), tmp_path)
    assert "前〓〓后" in said


@pytest.mark.parametrize("template", RECEIPTS)
def test_it_is_an_archivable_pdf_with_date_language_and_alternative_text(template: str) -> None:
    pdf = render(template, fields=FIELDS, key="receipt:7")
    assert pdf == render(template, fields=FIELDS, key="receipt:7"), "the same values give the same bytes"
    assert b"pdfaid:part>1<" in pdf
    assert b"pdfaid:conformance>B<" in pdf
    assert b"2026-11-03" in pdf
    assert b"receipt:7" in pdf
    assert b"/Lang(zh-CN)" in pdf
    assert b"/Alt<FEFF4E8C7EF47801" in pdf, "二维码"


def test_without_any_chinese_font_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "CHINESE", ())
    monkeypatch.setenv("JIEFEN_FONT_DIRS", "/nowhere")
    with pytest.raises(PaperProblem, match="JIEFEN_FONT_DIRS"):
        render("receipt-a4", fields=FIELDS)
