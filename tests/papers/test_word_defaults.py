"""The Word templates a centre starts from hold what the layouts hold, and go all the way to PDF."""

from __future__ import annotations

import io
import re

import docx
import pypdf
import pytest
from document_fields import sample

from jiefen.papers.docx_typst import to_pdf
from jiefen.papers.word import fill, problems
from jiefen.papers.word_defaults import default_template
from jiefen.papers.word_fields import FIELDS

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("code", sorted(FIELDS))
def test_it_names_only_fields_there_are_and_says_what_they_hold(code: str) -> None:
    template = default_template(code)
    assert problems(template, set(FIELDS[code])) == []
    assert set(FIELDS[code]) <= set(sample(code)) | {"attached", "signatures"}
    filled = fill(template, sample(code))
    words = "\n".join(line.text for line in docx.Document(io.BytesIO(filled)).paragraphs)
    assert "{" not in words
    pdf = to_pdf(filled, date="2026-11-05", title=sample(code)["title"])
    said = re.sub(
        r"[\s\u200b]", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    )
    for text in (sample(code)["title"], "城关镇人民调解委员会（印章）", "核验码7KQ2-M9XD-4T3F", "双方"):
        assert text in said


@pytest.mark.parametrize("code", sorted(FIELDS))
def test_with_nothing_filled_in_it_is_still_a_document(code: str) -> None:
    assert len(docx.Document(io.BytesIO(fill(default_template(code), {}))).paragraphs) > 3


def test_a_document_without_a_template_has_none() -> None:
    with pytest.raises(KeyError):
        default_template("cover")
