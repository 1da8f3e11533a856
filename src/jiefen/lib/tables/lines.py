"""Bytes → text lines in whatever encoding Chinese offices produce, with bounds, in flat memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE = 4 * 1024 * 1024  # bytes
_SAMPLE = 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """Text without its line end; `problem` when bytes were unreadable or the line was cut at MAX_LINE."""

    text: str
    problem: str | None = None


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Lines of a text file. UTF-8 and GB18030 may even be mixed line by line, as happens when files are pasted together."""
    start = stream.read(_SAMPLE)
    mark, encoding = _encoding_of(start)
    stream.seek(mark)
    if encoding.startswith("utf-16"):
        yield from _wide_lines(stream, encoding=encoding)
        return
    other = "gb18030" if encoding == "utf-8" else "utf-8"
    while raw := stream.readline(MAX_LINE):
        problem = None
        if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
            problem = f"有一行超过 {MAX_LINE // 1024 // 1024} MB，已截断"
            _skip_line(stream)
        text, readable = _decoded(raw, encoding=encoding, other=other)
        if not readable:
            problem = problem or "有无法识别的字符（编码错误）"
        yield from _split(text, problem=problem)


def _encoding_of(start: bytes) -> tuple[int, str]:
    """(bytes to skip, encoding). Without a mark: zero bytes tell UTF-16, then whichever reads more lines of the sample."""
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return len(mark), encoding
    if wide := _unmarked_wide(start):
        return 0, wide
    lines = [line for line in start.splitlines()[:20_000] if not line.isascii()]
    if len(start) == _SAMPLE and lines:
        lines.pop()  # probably cut in the middle of a character
    unlike = sum(1 for line in lines if not _reads_as(line, encoding="utf-8"))
    return 0, "gb18030" if unlike * 2 > len(lines) else "utf-8"


def _unmarked_wide(start: bytes) -> str | None:
    """UTF-16 without a mark: line ends are the bytes 0A 00 or 00 0A at even places, and plain text has no zero bytes."""
    head = start[:4096]
    if len(head) < 4 or head.count(0) * 8 < len(head):
        return None
    odd, even = head[1::2].count(0), head[0::2].count(0)
    return "utf-16-le" if odd > even * 4 else "utf-16-be" if even > odd * 4 else None


def _reads_as(raw: bytes, *, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: bytes, *, encoding: str, other: str) -> tuple[str, bool]:
    for attempt in (encoding, other):
        try:
            return raw.decode(attempt), True
        except UnicodeDecodeError:
            continue
    return raw.decode(encoding, errors="replace"), False


def _wide_lines(stream: BinaryIO, *, encoding: str) -> Iterator[Line]:
    """UTF-16 has line ends inside characters, so it is decoded in pieces first."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest, cut = "", False
    while piece := stream.read(64 * 1024):
        *whole, rest = (rest + decoder.decode(piece)).split("\n")
        for text in whole:
            yield from _split(text, problem=_wide_problem(text, cut=cut))
            cut = False
        if len(rest) > MAX_LINE:
            rest, cut = rest[:MAX_LINE], True
    if rest := rest + decoder.decode(b"", final=True):
        yield from _split(rest, problem=_wide_problem(rest, cut=cut))


def _wide_problem(text: str, *, cut: bool) -> str | None:
    if cut:
        return f"有一行超过 {MAX_LINE // 1024 // 1024} MB，已截断"
    return "有无法识别的字符（编码错误）" if "\ufffd" in text else None


def _split(text: str, *, problem: str | None) -> Iterator[Line]:
    """NULs out; a lone carriage return ends a line too (old Macs)."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    text = text.removesuffix("\n").removesuffix("\r")
    if "\r" not in text:
        yield Line(text, problem)
        return
    for part in re.split(r"\r+", text):
        yield Line(part, problem)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        pass
