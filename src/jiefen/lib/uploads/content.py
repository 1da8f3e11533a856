"""What a file is, judged by its bytes only. `puremagic` has a veto; the yes is our own, stricter look."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import puremagic

from jiefen.lib.uploads.problem import UploadProblem
from jiefen.lib.zips import ZipProblem, check_zip


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be kept."""

    title: str
    media_type: str
    extensions: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": FileKind("PDF", "application/pdf", ("pdf",)),
    "jpg": FileKind("JPEG 图片", "image/jpeg", ("jpg", "jpeg")),
    "png": FileKind("PNG 图片", "image/png", ("png",)),
    "heic": FileKind("HEIC 图片", "image/heic", ("heic", "heif")),
    "mp3": FileKind("MP3 录音", "audio/mpeg", ("mp3",)),
    "mp4": FileKind("MP4 视频", "video/mp4", ("mp4", "m4v")),
    "docx": FileKind("Word 文档", _OFFICE + "wordprocessingml.document", ("docx",)),
    "xlsx": FileKind("Excel 工作簿", _OFFICE + "spreadsheetml.sheet", ("xlsx",)),
    "txt": FileKind("文本", "text/plain", ("txt",)),
}
_HEAD = 4096
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
}
_BOXES = {
    b"ftyp",
    b"moov",
    b"mdat",
    b"meta",
    b"free",
    b"skip",
    b"wide",
    b"uuid",
    b"moof",
    b"mfra",
    b"sidx",
    b"udta",
    b"pdin",
}
_VETO = {
    ".exe",
    ".dll",
    ".elf",
    ".so",
    ".class",
    ".jar",
    ".apk",
    ".html",
    ".htm",
    ".svg",
    ".php",
    ".swf",
    ".lnk",
    ".chm",
}
# After these first words a browser that guesses takes a text for a page (WHATWG MIME sniffing § 7.1).
_MARKUP = re.compile(r"<[!?/a-z]", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MACROS = re.compile(
    r"vbaproject\.bin|vbadata\.xml|activex/|macrosheets/|/embeddings/.*\.(bin|exe|ole)$|customui/", re.I
)
_FETCHED = re.compile(
    rb'<[^>]*(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)"[^>]*>', re.I
)


def kind_of(path: Path) -> str:
    """A key of KINDS. Raises UploadProblem for whatever is not clearly one of them."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    kind = _by_first_bytes(head)
    if kind == "zip":
        return _office_kind(path)
    if kind in {"mp4", "heic"} and not _has_sound_boxes(path):
        raise UploadProblem("视频或图片文件已损坏，或夹带了别的内容。请重新导出后再上传。")
    if kind == "mp3" and not _has_sound(path):
        raise UploadProblem("这个文件里没有可以播放的录音。请重新录制或导出为 MP3 后再上传。")
    if kind == "txt":
        _check_text(path.read_bytes())
    if kind in {"pdf", "mp3", "mp4", "heic", "txt"} and _carries_zip(path):
        raise UploadProblem("文件末尾夹带了压缩包。请用原来的程序重新导出后再上传。")
    if _VETO & {match.extension for match in _matches(head) if match.confidence >= 0.4}:
        raise UploadProblem("文件内容像是程序或网页，不能上传。请转成 PDF 或图片后再上传。")
    return kind


def _by_first_bytes(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \x00").startswith(b"%PDF-"):
        return "pdf"
    if head[4:8] == b"ftyp":
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(64, _size_at(head)), 4))}
        if head[8:12] in _HEIC_BRANDS:
            return "heic"
        if brands & _MP4_BRANDS:
            return "mp4"
    if head.startswith(b"ID3") or _is_mp3_frame(head[:4]):
        return "mp3"
    return "txt"


def _office_kind(path: Path) -> str:
    try:
        names = check_zip(path)
    except ZipProblem as problem:
        raise UploadProblem(
            f"不能打开这个文件：{problem}。请用 Word/Excel/WPS 重新保存后再上传。"
        ) from problem
    kind = "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""
    if not kind or "[Content_Types].xml" not in names:
        raise UploadProblem("不能上传压缩包。请解压后逐个上传里面的文件。")
    with zipfile.ZipFile(path) as archive:
        declared = archive.read("[Content_Types].xml")
        links = [archive.read(name) for name in names if name.endswith(".rels")]
    if any(_MACROS.search(name) for name in names) or b"macroEnabled" in declared:
        raise UploadProblem(
            "文件里有宏或嵌入的程序，不能上传。请另存为不含宏的 .docx/.xlsx，或导出为 PDF 后再上传。"
        )
    if any(b'TargetMode="External"' in tag for link in links for tag in _FETCHED.findall(link)):
        raise UploadProblem("文件会自动打开外部链接，不能上传。请导出为 PDF 后再上传。")
    return kind


def _has_sound_boxes(path: Path) -> bool:
    """The boxes of ISO/IEC 14496-12 follow each other to the very end, and there is content among them."""
    seen = set()
    with path.open("rb") as stream:
        for kind in _boxes(stream, size=path.stat().st_size):
            if kind not in _BOXES:
                return False
            seen.add(kind)
    return bool(seen & {b"moov", b"meta", b"moof"})


def _boxes(stream: BinaryIO, *, size: int) -> Iterator[bytes]:
    """Kinds of the outermost boxes; b"" for one that does not fit into the file."""
    at = 0
    while at < size:
        stream.seek(at)
        head = stream.read(16)
        length = _size_at(head) if len(head) >= 8 else 0
        if length == 1 and len(head) == 16:
            length = int.from_bytes(head[8:], "big")
        elif length == 0 and len(head) >= 8:
            length = size - at
        at += max(length, 8)
        yield head[4:8] if at <= size and length >= 8 else b""


def _size_at(head: bytes) -> int:
    return int(struct.unpack(">I", head[:4])[0])


def _is_mp3_frame(head: bytes) -> bool:
    """MPEG audio layer III: sync, version, layer, a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def _has_sound(path: Path) -> bool:
    """A frame follows the ID3 tag, perhaps after padding."""
    with path.open("rb") as stream:
        head = stream.read(10)
        start = 0
        if head.startswith(b"ID3") and len(head) == 10:
            start = 10 + (
                (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127
            )
        stream.seek(start)
        window = stream.read(_HEAD)
    return any(_is_mp3_frame(window[at : at + 4]) for at in range(len(window) - 3))


def _check_text(content: bytes) -> None:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UploadProblem("认不出这是什么文件。请转成 PDF 或图片后再上传。")
    if _CONTROL.search(text):
        raise UploadProblem("认不出这是什么文件。请转成 PDF 或图片后再上传。")
    if text.startswith("#!") or _MARKUP.match(text.lstrip()):
        raise UploadProblem("不能上传网页、SVG 或程序文件。请打印成 PDF 或截图后再上传。")


def _carries_zip(path: Path) -> bool:
    """An end-of-directory record whose comment reaches exactly the end: every unzipper would open the file as a zip."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - 65557))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return (
        at >= 0
        and len(tail) - at >= 22
        and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") <= len(tail)
    )


def _matches(head: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
