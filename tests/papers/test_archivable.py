"""Somebody else's checker on our PDF/A-1b: Apache PDFBox Preflight, as Debian packages it, has nothing against it.

Controls: a file without its mark, one without its fonts, one with a script, one cut short.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest
from document_fields import sample
from pypdf.generic import NameObject

from jiefen.domain.documents.catalogue import DOCUMENTS, document
from jiefen.papers import render
from jiefen.papers.docx_typst import to_pdf
from jiefen.papers.word import fill
from jiefen.papers.word_defaults import default_template

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
FOLDER = Path("/usr/share/java")
CODES = sorted({row.layout: row.code for row in DOCUMENTS}.values())
HERE = shutil.which("java") is not None and all((FOLDER / f"{name}.jar").exists() for name in JARS)
WANTED = "apt install default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java"
pytestmark = [pytest.mark.long, pytest.mark.skipif(not HERE, reason=WANTED)]


def complaints(pdf: bytes, folder: Path) -> set[str]:
    """What the checker has against the file, without the places."""
    file = folder / "a.pdf"
    file.write_bytes(pdf)
    jars = ":".join(str(FOLDER / f"{name}.jar") for name in JARS)
    command = ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    lines = told.stdout.splitlines() + told.stderr.splitlines()
    assert any("PDF/A-1b file" in line for line in lines), told.stderr
    found = {re.sub(r" on page \d+$", "", line).strip() for line in lines if re.match(r"\d", line)}
    assert found or "is a valid PDF/A-1b file" in told.stdout
    return found


def made(code: str, **more: Any) -> bytes:
    return render(document(code).layout, fields=sample(code) | more)


def changed(pdf: bytes, change: Any) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("code", CODES)
def test_every_layout_is_archivable(code: str, tmp_path: Path) -> None:
    assert complaints(made(code), tmp_path) == set()


def test_rare_and_unknown_characters_stay_archivable(tmp_path: Path) -> None:
    odd = made("agreement", place="𬀩㛃䶮𠅤𣲘\U00031234🏠", seal={"name": "𬀩㛃䶮", "note": "演示章"})
    assert complaints(odd, tmp_path) == set()


def test_a_word_document_is_archivable(tmp_path: Path) -> None:
    filled = fill(default_template("agreement"), sample("agreement"))
    assert complaints(to_pdf(filled, date="2026-11-05", title="试"), tmp_path) == set()


def test_what_is_not_archivable_is_refused(tmp_path: Path) -> None:
    pdf = made("agreement")

    def without_mark(writer: pypdf.PdfWriter) -> None:
        del writer.root_object["/Metadata"]

    def without_fonts(writer: pypdf.PdfWriter) -> None:
        for font in writer.pages[0]["/Resources"]["/Font"].values():
            del font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"]

    def with_script(writer: pypdf.PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = pypdf.generic.DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): pypdf.generic.TextStringObject("x"),
            }
        )

    for change in (without_mark, without_fonts, with_script):
        assert complaints(changed(pdf, change), tmp_path), change.__name__
    assert complaints(pdf[: len(pdf) // 2], tmp_path)
