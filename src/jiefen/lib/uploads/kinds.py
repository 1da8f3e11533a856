"""Kinds of files that may be kept, and which of them people mistake for one another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileGroup(StrEnum):
    """Kinds that people mistake for one another: among them the content decides, and the name follows it."""

    PICTURE = "picture"
    RECORDING = "recording"
    WORD = "word"
    SHEET = "sheet"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be kept. The first of its extensions is the one a wrong name is given."""

    title: str
    media_type: str
    extensions: tuple[str, ...]
    group: FileGroup = FileGroup.OTHER


_OFFICE = "application/vnd.openxmlformats-officedocument."
_PICTURE, _RECORDING = FileGroup.PICTURE, FileGroup.RECORDING
KINDS = {
    "pdf": FileKind("PDF", "application/pdf", ("pdf",)),
    "jpg": FileKind("JPEG 图片", "image/jpeg", ("jpg", "jpeg"), _PICTURE),
    "png": FileKind("PNG 图片", "image/png", ("png",), _PICTURE),
    "heic": FileKind("HEIC 图片", "image/heic", ("heic", "heif"), _PICTURE),
    "webp": FileKind("WebP 图片", "image/webp", ("webp",), _PICTURE),
    "tif": FileKind("TIFF 图片", "image/tiff", ("tif", "tiff"), _PICTURE),
    "bmp": FileKind("BMP 图片", "image/bmp", ("bmp",), _PICTURE),
    "mp3": FileKind("MP3 录音", "audio/mpeg", ("mp3",), _RECORDING),
    "amr": FileKind("AMR 录音", "audio/amr", ("amr", "awb"), _RECORDING),
    "wav": FileKind("WAV 录音", "audio/wav", ("wav",), _RECORDING),
    "aac": FileKind("AAC 录音", "audio/aac", ("aac",), _RECORDING),
    "ogg": FileKind("OGG 录音", "audio/ogg", ("ogg", "opus"), _RECORDING),
    "m4a": FileKind("M4A 录音", "audio/mp4", ("m4a",), _RECORDING),
    "mp4": FileKind("MP4 视频", "video/mp4", ("mp4", "m4v"), _RECORDING),
    "mov": FileKind("MOV 视频", "video/quicktime", ("mov", "qt"), _RECORDING),
    "3gp": FileKind("3GP 视频", "video/3gpp", ("3gp", "3gpp"), _RECORDING),
    "docx": FileKind("Word 文档", _OFFICE + "wordprocessingml.document", ("docx",), FileGroup.WORD),
    "doc": FileKind("Word 97 文档", "application/msword", ("doc", "wps"), FileGroup.WORD),
    "xlsx": FileKind("Excel 工作簿", _OFFICE + "spreadsheetml.sheet", ("xlsx",), FileGroup.SHEET),
    "xls": FileKind("Excel 97 工作簿", "application/vnd.ms-excel", ("xls", "et"), FileGroup.SHEET),
    "ofd": FileKind("OFD 版式文件", "application/ofd", ("ofd",)),
    "txt": FileKind("文本", "text/plain", ("txt",)),
}
