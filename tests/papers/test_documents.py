"""Every document there is: made from full, empty and hostile values, readable, and only ever text."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from document_fields import hostile, sample
from document_samples import DRAWN, SHARED
from test_receipts import needs_poppler, words_outside

from jiefen.domain.documents.catalogue import DOCUMENTS, PLACES, Family, Layout, Need, document, of_family
from jiefen.papers import MISSING, render, templates
from jiefen.papers.pictures import drawn

pytestmark = pytest.mark.one_database

CODES = [row.code for row in DOCUMENTS]
LAYOUTS = {row.layout: row.code for row in DOCUMENTS}  # one code of each
RARE = "𬀩㛃䶮𠅤𣲘"
PASSWD = '#read("/etc/passwd")'


def made(code: str, fields: dict[str, Any]) -> bytes:
    return render(document(code).layout, fields=fields)


def text_of(pdf: bytes) -> str:
    """Without blanks and line ends: what a reader would find."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        kept = [told for name, told in value.items() if name not in {"qr", "date", "picture_svg", "kind"}]
        return [text for told in kept for text in leaves(told)]
    if isinstance(value, list):
        return [text for told in value for text in leaves(told)]
    return [value] if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value) else []


def test_the_catalogue_is_whole_and_every_row_has_its_layout() -> None:
    assert len(CODES) == len(set(CODES)) >= 40
    assert {layout.value for layout in Layout} <= set(templates())
    assert [row.code for row in of_family(Family.MEDIATION)][:3] == ["cover", "catalogue", "application"]
    assert of_family(Family.MEDIATION)[-1].code == "back_cover"
    assert all(row.title and row.source for row in DOCUMENTS)


def test_places_and_documents_agree_on_the_order_of_a_volume() -> None:
    assert [place.order for place in PLACES] == list(range(1, 14))
    named = {code: place.order for place in PLACES for code in place.codes}
    mine = {
        row.code: row.order
        for row in of_family(Family.MEDIATION) + of_family(Family.CONFIRMATION)
        if row.order
    }
    assert named == mine
    assert [place.title for place in PLACES if place.need is Need.MUST and not place.codes] == ["身份证明"]


@pytest.mark.parametrize("code", CODES)
def test_a_full_sample_is_printed_to_its_last_word(code: str) -> None:
    fields = sample(code)
    said = text_of(made(code, fields))
    assert MISSING not in said
    # What all share is not on every layout; a paper for pens has no level; small seal marks come out apart.
    elsewhere = {*leaves(SHARED), *(leaves(fields["signatures"]) if fields.get("wet") else ())}
    for text in leaves(fields):
        if text not in elsewhere:
            assert re.sub(r"\s", "", text).rstrip("。；") in said, text


@pytest.mark.parametrize("code", CODES)
def test_missing_values_are_blanks(code: str) -> None:
    blank = dict.fromkeys(sample(code), None) | {"date": "2026-11-05", "qr": ""}
    for fields in (blank, {"date": "2026-11-05"}):
        assert len(pypdf.PdfReader(io.BytesIO(made(code, fields))).pages) == 1


@pytest.mark.parametrize("code", sorted(LAYOUTS.values()))
@pytest.mark.parametrize(
    "text", ["长" * 10_000, "x" * 10_000, PASSWD, RARE, "前\x00\x07\u202e\ud800后", "a<b>&c"]
)
def test_hostile_values_are_only_text(code: str, text: str) -> None:
    pdf = made(code, hostile(sample(code), text))
    said = text_of(pdf)
    assert "root:" not in said
    shortened = {PASSWD: PASSWD, RARE: RARE, "a<b>&c": "a<b>&c"}.get(text, text[:1])
    assert shortened in said
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) < 60


@needs_poppler
@pytest.mark.parametrize("code", sorted(LAYOUTS.values()))
@pytest.mark.parametrize("letter", ["长", "W ", "x"])
def test_long_values_stay_on_the_page(code: str, letter: str, tmp_path: Path) -> None:
    long = letter * (10_000 // len(letter))
    assert words_outside(made(code, hostile(sample(code), long)), tmp_path) == []


def test_the_same_values_give_the_same_paper() -> None:
    assert made("agreement", sample("agreement")) == made("agreement", sample("agreement"))


def test_terms_say_who_does_what_until_when() -> None:
    said = text_of(made("agreement", sample("agreement")))
    for text in (
        "一、张柏川向李秋禾履行：返还房屋租赁押金，金额人民币6,400.00元（大写：陆仟肆佰元整），于2026年11月30日前履行完毕",
        "本协议一式三份",
        "人民调解员：王静安。",
        "核验码7KQ2-M9XD-4T3F",
        "第2页共2页",
    ):
        assert text in said


def test_a_paper_to_be_signed_by_hand_leaves_room_for_it() -> None:
    said = text_of(made("agreement", sample("agreement") | {"wet": True}))
    assert said.count("指印") >= 4
    assert "扫描件凭此码归档" in said


def test_who_signed_stays_with_who_issued_it() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made("agreement", sample("agreement"))))
    last = re.sub(r"\s", "", reader.pages[-1].extract_text())
    assert last.count("实名账号＋短信验证码2026") == 4
    assert "城关镇人民调解委员会" in last
    many = sample("agreement") | {"signatures": sample("agreement")["signatures"] * 10}
    said = text_of(made("agreement", many))
    assert said.count("记录人") == 11, "ten boxes, and the line that names them"


@pytest.mark.parametrize(
    "picture",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0" fill="url(#a)"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>',
        "not a picture",
        "",
        None,
        7,
    ],
)
def test_only_lines_pass_as_a_signature(picture: Any) -> None:
    assert drawn(picture) == ""
    fields = sample("application")
    fields["signatures"] = [{"role": "申请人", "name": "李秋禾", "picture_svg": picture}]
    assert "李秋禾" in text_of(made("application", fields))


def test_a_long_signature_is_not_cut() -> None:
    assert drawn(DRAWN) == DRAWN
    long = DRAWN.replace("</g>", '<path d="M1 1 L2 2"/>' * 4_000 + "</g>")
    assert drawn(long) == long
