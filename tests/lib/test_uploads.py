"""What may be uploaded arrives; whatever hides in it does not; nothing is left behind by what is refused."""

from __future__ import annotations

import hashlib
import io
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import samples
from jiefen.lib.uploads import MAX_BYTES, Upload, UploadProblem, path_of, receive, safe_name

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
JPG, PNG = samples.picture("JPEG"), samples.picture("PNG")
ZIP = samples.zipped({"evil/Main.class": b"\xca\xfe\xba\xbe" * 9})

HOSTILE: list[tuple[str, bytes]] = [
    ("空.pdf", b""),
    ("a.exe", b"MZ\x90\x00" + b"\0" * 200),
    ("a.pdf.exe", samples.PDF),
    ("a.pdf\x00.exe", samples.PDF),
    ("照片\u202egpj.exe", b"MZ\x90\x00" + b"\0" * 200),
    ("a.pdf", b"MZ\x90\x00" + b"\0" * 200),
    ("a.txt", b"MZ\x90\x00" + b"\0" * 200),
    ("a.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 60),
    (".htaccess", b"AddType application/x-httpd-php .txt"),
    ("a.html", HTML),
    ("a.txt", HTML),
    ("a.txt", b"  \r\n\t<svg onload=alert(1)>"),
    ("a.txt", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("a.txt", b"<?php system($_GET[0]); ?>"),
    ("a.txt", "\ufeff<html>".encode()),
    ("a.txt", "<html>".encode("utf-16")),
    ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
    ("a.txt", b"hello\x00world"),
    ("a.txt", b"\xff\xff\xff\x01"),
    ("a.svg", b"<svg/>"),
    ("a.png", HTML),
    ("a.jpg", b"GIF89a" + b"\0" * 30 + ZIP),
    ("a.gif", b"GIF89a" + b"\0" * 30),
    ("a.pdf", JPG),
    ("a.jpg", samples.PDF),
    ("a.jpg", PNG),
    ("a.docx", samples.xlsx()),
    ("a.pdf", HTML + samples.PDF),
    ("a.pdf", samples.PDF + ZIP),
    ("a.mp3", samples.MP3 + ZIP),
    ("a.txt", b"innocent text\n" + ZIP),
    ("a.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x0a" + HTML * 20),
    ("a.mp4", samples.MP4 + HTML),
    ("a.mp4", samples.MP4 + ZIP),
    ("a.mp4", samples.MP4[:40]),
    ("a.mp4", samples.box(b"ftyp", b"isom\0\0\2\0isom") + HTML * 20),
    ("a.heic", samples.box(b"ftyp", b"heic\0\0\0\0mif1") + samples.box(b"evil", HTML)),
    ("a.jpg", JPG[:200]),
    ("a.png", PNG[:60]),
    ("a.png", samples.png_header(60_000, 60_000)),
    ("a.png", samples.png_header(9_000, 9_000)),
    ("a.zip", ZIP),
    ("a.docx", ZIP),
    ("a.jar", ZIP),
    ("a.docx", samples.zipped({"word/vbaProject.bin": b"x", "word/document.xml": b"x", "[Content_Types].xml": b"x"})),
    ("a.xlsx", samples.xlsx(types=b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
    ("a.xlsx", samples.zipped({"xl/workbook.xml": b"x", "[Content_Types].xml": b"x", "xl/activeX/activeX1.bin": b"x"})),
    ("a.docx", samples.zipped({"word/document.xml": b"x", "[Content_Types].xml": b"x", "word/embeddings/oleObject1.bin": b"x"})),
    ("a.docx", samples.zipped({"word/document.xml": b"x", "[Content_Types].xml": b"x", "word/_rels/settings.xml.rels": samples.relation("attachedTemplate", "http://evil.example/t.dotm")})),
    ("a.docx", samples.docx(word__media=b"0" * 30_000_000)),
    ("a.xlsx", samples.zipped({f"xl/{n}": b"" for n in range(2000)})),
    ("a.docx", samples.zipped({"../../../etc/cron.d/x": b"x", "word/document.xml": b"x", "[Content_Types].xml": b"x"})),
    ("a.docx", samples.docx()[:-30]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), samples.TRUE.items(), ids=samples.TRUE)
def test_true_files_are_kept_under_their_digest(tmp_path: Path, name: str, content: bytes) -> None:
    upload = receive([content[:7], content[7:]], name=name, root=tmp_path)
    kept = upload.path.read_bytes()
    assert upload.digest == hashlib.sha256(kept).hexdigest()
    assert upload.original_digest == hashlib.sha256(content).hexdigest()
    assert (
        upload.path
        == tmp_path / upload.digest[:2] / upload.digest[2:]
        == path_of(upload.digest, root=tmp_path)
    )
    assert (upload.size, upload.name) == (len(kept), name)
    assert upload.path.stat().st_mode & 0o777 == 0o600
    assert upload.path.parent.stat().st_mode & 0o777 == 0o700
    assert left_behind(tmp_path) == [upload.path]


@pytest.mark.parametrize(("name", "content"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_refused_with_a_sentence_and_leave_nothing(
    tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(UploadProblem) as problem:
        receive([content], name=name, root=tmp_path)
    said = str(problem.value)
    assert said.endswith("。")
    assert "请" in said or "可以上传" in said
    assert str(tmp_path) not in said
    assert left_behind(tmp_path) == []


def test_there_are_enough_hostile_samples() -> None:
    assert len(HOSTILE) >= 50


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_pictures_lose_their_position_and_stand_upright(tmp_path: Path, kind: str) -> None:
    content = samples.picture(kind, gps=True)
    assert b"SECRET-PLACE" in content, "control: the sample has something to lose"
    upload = receive([content], name="照片.jpg" if kind == "JPEG" else "照片.png", root=tmp_path)
    assert b"SECRET-PLACE" not in upload.path.read_bytes()
    with Image.open(upload.path) as clean:
        assert dict(clean.getexif()) == {}
        assert clean.size == (30, 40)


@pytest.mark.parametrize("hidden", [ZIP, HTML, b"\xff\xfe\x00\x08comment"], ids=["zip", "html", "comment"])
def test_what_hides_behind_a_picture_is_gone(tmp_path: Path, hidden: bytes) -> None:
    upload = receive([JPG + hidden], name="a.jpg", root=tmp_path)
    assert hidden not in upload.path.read_bytes()
    assert upload.digest != upload.original_digest


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(tmp_path: Path, mode: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9), "red").convert("L" if mode == "I;16" else mode).convert(mode).save(buffer, "PNG")
    with Image.open(receive([buffer.getvalue()], name="a.png", root=tmp_path).path) as clean:
        assert clean.size == (9, 9)


def test_too_much_is_refused_before_it_has_all_arrived(tmp_path: Path) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"%PDF-" + b"x" * 1_000_000

    with pytest.raises(UploadProblem, match="20 MB"):
        receive(endless(), name="a.pdf", root=tmp_path)
    assert read <= MAX_BYTES // 1_000_000 + 1
    assert left_behind(tmp_path) == []


def test_a_connection_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield samples.PDF
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(broken(), name="a.pdf", root=tmp_path)
    assert left_behind(tmp_path) == []


def test_the_same_file_twice_is_kept_once(tmp_path: Path) -> None:
    first, second = (receive([samples.PDF], name=name, root=tmp_path) for name in ("甲.pdf", "乙.pdf"))
    assert isinstance(first, Upload)
    assert first.path == second.path
    assert left_behind(tmp_path) == [first.path]


def test_a_large_picture_stays_within_memory(tmp_path: Path) -> None:
    content = samples.picture("JPEG", size=(7000, 7000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    receive([content], name="a.jpg", root=tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 350_000  # KiB


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\张三\\证据.PDF", "证据.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("照\u200b片\u202e.jpg", "照片.jpg"),
        ("...证据 . pdf ", "证据.pdf"),
        ('a"<b>|?.txt', "a__b___.txt"),
        (".pdf", "pdf"),
        ("", "文件"),
        ("长" * 300 + ".jpeg", "长" * 115 + ".jpeg"),
        ("a." + "x" * 300, "a." + "x" * 60),
    ],
)
def test_names(given: str, shown: str) -> None:
    assert safe_name(given) == shown
    assert len(safe_name(given)) <= 120


@pytest.mark.parametrize("digest", ["", "../../x", "a" * 63, "A" * 64, "a" * 62 + "/.", "g" * 64])
def test_only_digests_become_paths(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        path_of(digest, root=tmp_path)


def left_behind(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]
