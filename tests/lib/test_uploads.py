"""What may be uploaded arrives; whatever hides in it does not; nothing is left behind by what is refused."""

from __future__ import annotations

import hashlib
import io
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from jiefen.lib.uploads import MAX_BYTES, Upload, UploadProblem, path_of, receive, safe_name
from kit import samples
from kit.hostile_files import HOSTILE, HTML, JPG, ZIP


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


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [("微信.webp", "WEBP", "微信.jpg"), ("扫描.tif", "TIFF", "扫描.jpg"), ("传真.tiff", "TIFF", "传真.jpg"),
     ("画图.bmp", "BMP", "画图.jpg"), ("截图.jpg", "PNG", "截图.png"), ("相册.png", "JPEG", "相册.jpg"),
     ("微信.jpg", "WEBP", "微信.jpg"), ("iPhone.jpeg", "JPEG", "iPhone.jpeg")],
)  # fmt: skip
def test_pictures_of_every_kind_become_one_that_every_reader_shows(
    tmp_path: Path, name: str, kind: str, kept: str
) -> None:
    upload = receive([samples.picture(kind)], name=name, root=tmp_path)
    assert upload.name == kept
    with Image.open(upload.path) as clean:
        assert clean.size == (40, 30)
        assert upload.media_type == f"image/{(clean.format or '').lower()}"


def test_a_scan_of_several_pages_keeps_them_all(tmp_path: Path) -> None:
    pages, out = [Image.new("1", (80, 120), n % 2) for n in range(3)], io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    upload = receive([out.getvalue()], name="传真.tif", root=tmp_path)
    assert (upload.name, upload.media_type) == ("传真.pdf", "application/pdf")
    assert len(PdfReader(upload.path).pages) == 3


def test_a_photo_of_108_million_points_is_kept_smaller_and_within_memory(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (12_032, 9_024), 120).save(out, "JPEG", quality=30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    upload = receive([out.getvalue()], name="手机.jpg", root=tmp_path)
    with Image.open(upload.path) as clean:
        assert clean.size == (6_016, 4_512)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 350_000  # KiB


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [("录音.mp3", samples.M4A, "录音.m4a"), ("视频.mp4", samples.MOV, "视频.mov"), ("新.doc", samples.docx(), "新.docx"),
     ("旧.docx", samples.ole("WordDocument"), "旧.doc"), ("通话.mp3", samples.AMR, "通话.amr")],
)  # fmt: skip
def test_a_name_that_only_says_the_wrong_kind_of_the_same_family_is_put_right(
    tmp_path: Path, name: str, content: bytes, kept: str
) -> None:
    assert receive([content], name=name, root=tmp_path).name == kept


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


@pytest.mark.parametrize("rare", ["\U0002ebf0", "\U00031350", "\ue5e5", "𬀩"])
def test_a_rare_character_of_a_name_stays_in_the_name_of_the_file(rare: str) -> None:
    assert safe_name(f"李{rare}身份证.jpg") == f"李{rare}身份证.jpg"
    assert safe_name("a\ufffe\U0001ffffb.jpg") == "ab.jpg"
