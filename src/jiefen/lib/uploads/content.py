"""What a file is, judged by its bytes only. `puremagic` has a veto; the yes is our own, stricter look."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import puremagic

from jiefen.lib.uploads.old_office import MAGIC, kind_of_old
from jiefen.lib.uploads.problem import UploadProblem
from jiefen.lib.uploads.recordings import is_whole, kind_of_recording
from jiefen.lib.zips import ZipProblem, check_zip

_WALKED = ("amr", "wav", "aac", "ogg")  # by `recordings`
_BOXED = ("mp4", "mov", "m4a", "3gp", "heic")  # of the boxes of ISO/IEC 14496-12
# What we neither draw anew nor rewrite: an archive behind its end would come along.
_AS_IT_CAME = {"pdf", "mp3", "doc", "xls", "txt", *_BOXED, *_WALKED}
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
    b"pnot",
    b"PICT",
    b"sgpd",
    b"emsg",
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
    rb'<[^<>]*(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)"[^<>]*>', re.I
)


def kind_of(path: Path) -> str:
    """A key of KINDS. Raises UploadProblem for whatever is not clearly one of them."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    kind = _by_first_bytes(head)
    if kind == "zip":
        return _office_kind(path)
    if kind == "old":
        kind = kind_of_old(path)
    if kind in _BOXED and not _has_sound_boxes(path):
        raise UploadProblem("录音、视频或图片文件已损坏，或夹带了别的内容。请重新导出后再上传。")
    if kind in _WALKED and not is_whole(path, kind=kind):
        raise UploadProblem("录音文件已损坏，或夹带了别的内容。请重新导出后再上传。")
    if kind == "mp3" and not _has_sound(path):
        raise UploadProblem("这个文件里没有可以播放的录音。请重新录制或导出为 MP3 后再上传。")
    if kind == "txt":
        _check_text(path.read_bytes())
    if kind in _AS_IT_CAME and _carries_zip(path):
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
    if head.startswith(MAGIC):
        return "old"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "tif"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if recording := kind_of_recording(head):
        return recording
    if boxed := _by_brand(head):
        return boxed
    if head.startswith(b"ID3") or _is_mp3_frame(head[:4]):
        return "mp3"
    return "txt"


def _by_brand(head: bytes) -> str:
    """Of a file of boxes, by what it says it is; films from before there was a brand begin with their content."""
    if head[4:8] in (b"moov", b"mdat", b"wide", b"pnot"):
        return "mov"
    if head[4:8] != b"ftyp":
        return ""
    first = head[8:12]
    brands = {first, *(head[at : at + 4] for at in range(16, min(64, _size_at(head)), 4))}
    if first in _HEIC_BRANDS:
        return "heic"
    if first == b"qt  ":
        return "mov"
    if first[:3] in (b"M4A", b"M4B"):
        return "m4a"
    if first[:3] in (b"3gp", b"3g2", b"3ge", b"3gg"):
        return "3gp"
    return "mp4" if brands & _MP4_BRANDS else ""


def _office_kind(path: Path) -> str:
    try:
        names = check_zip(path)
    except ZipProblem as problem:
        raise UploadProblem(
            f"不能打开这个文件：{problem}。请用 Word/Excel/WPS 重新保存后再上传。"
        ) from problem
    if "OFD.xml" in names:
        return "ofd"
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
