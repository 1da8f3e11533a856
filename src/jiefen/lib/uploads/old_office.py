"""Documents of Word, Excel and WPS from before 2007: one container for all, told apart by the streams it names."""

from __future__ import annotations

from pathlib import Path

from jiefen.lib.uploads.problem import UploadProblem

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
_ACTIVE = ("_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR", "\x01Ole10Native", "ObjectPool")


def kind_of_old(path: Path) -> str:
    """`doc` or `xls`. Raises UploadProblem for any other container, and for one with macros or packed objects."""
    content = path.read_bytes()
    if len(content) < 1536 or content[28:30] != b"\xfe\xff" or content[30:32] not in (b"\x09\0", b"\x0c\0"):
        raise UploadProblem("文件已损坏。请用 Word、Excel 或 WPS 打开后另存一次再上传。")
    if any(_names(content, stream=name) for name in _ACTIVE):
        raise UploadProblem("文件里有宏或嵌入的程序，不能上传。请另存为不含宏的文档，或导出为 PDF 后再上传。")
    kind = next((kind for name, kind in _STREAMS.items() if _names(content, stream=name)), "")
    if not kind:
        raise UploadProblem("认不出这是哪种旧版文档。请导出为 PDF 后再上传。")
    return kind


def _names(content: bytes, *, stream: str) -> bool:
    """Whether a directory entry of 128 bytes bears this name: its text, and its length with the closing zero."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    at = content.find(entry)
    return at >= 0 and at % 128 == 0
