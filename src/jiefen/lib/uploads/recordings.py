"""Sound and films as telephones and recorders make them: walked from end to end, so that nothing hides in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_AMR = (12, 13, 15, 17, 19, 20, 26, 31, 5)  # bytes of a frame by its mode, without the head
_AMR_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5)
_NO_DATA = 15


def kind_of_recording(head: bytes) -> str:
    """`amr`, `wav`, `aac` or `ogg` by the first bytes; "" for anything else."""
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "amr"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"OggS":
        return "ogg"
    return "aac" if len(head) > 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0 else ""


def is_whole(path: Path, *, kind: str) -> bool:
    """Whether its frames follow each other to the very end; a last one may be cut off, as when a battery died."""
    content = path.read_bytes()
    return _WALKS[kind](content)


def _amr(content: bytes) -> bool:
    wide = content.startswith(b"#!AMR-WB\n")
    sizes, at, frames = (_AMR_WIDE if wide else _AMR), (9 if wide else 6), 0
    while at < len(content):
        mode = content[at] >> 3 & 15
        if content[at] & 0x83 or (mode >= len(sizes) and mode != _NO_DATA):
            return False
        at += 1 + (0 if mode == _NO_DATA else sizes[mode])
        frames += 1
    return frames > 0


def _wav(content: bytes) -> bool:
    at, seen = 12, set()
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if not name.isascii():
            return False
        seen.add(name)
        at += 8 + size + size % 2
    return {b"fmt ", b"data"} <= seen


def _aac(content: bytes) -> bool:
    at, frames = 0, 0
    while at + 7 <= len(content):
        size = (content[at + 3] & 3) << 11 | content[at + 4] << 3 | content[at + 5] >> 5
        if content[at] != 0xFF or content[at + 1] & 0xF6 != 0xF0 or size < 7:
            return False
        at += size
        frames += 1
    return frames > 0


def _ogg(content: bytes) -> bool:
    at, pages = 0, 0
    while at + 27 <= len(content):
        if content[at : at + 4] != b"OggS":
            return False
        segments = content[at + 27 : at + 27 + content[at + 26]]
        at += 27 + len(segments) + sum(segments)
        pages += 1
    return pages > 1


_WALKS: dict[str, Callable[[bytes], bool]] = {"amr": _amr, "wav": _wav, "aac": _aac, "ogg": _ogg}
