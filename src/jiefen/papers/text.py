"""Texts of strangers, made fit for paper: one line, no invisible marks, no towers of accents, not endless."""

from __future__ import annotations

import unicodedata
from typing import Any

from jiefen.papers.pictures import drawn

PICTURE = "picture_svg"
MOST = 2000  # characters; templates cut further and show that they did
# A character that is newer than this run time's tables (Cn) is a character all the same: names are full of them. Only
# what Unicode will never assign is rubbish.
_INVISIBLE = {"Cc", "Cf", "Cs"}


def printable(value: Any) -> Any:
    """The same structure of dicts and lists with every text made printable; what is called PICTURE is a drawing."""
    if isinstance(value, dict):
        return {name: drawn(item) if name == PICTURE else printable(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(item) for item in value]
    return _line(value) if isinstance(value, str) else value


def _line(text: str) -> str:
    joined = " ".join(unicodedata.normalize("NFC", text[: MOST * 4]).split())
    seen = "".join(
        mark for mark in joined if unicodedata.category(mark) not in _INVISIBLE and not _never(mark)
    )
    return _without_towers(seen)[:MOST]


def _never(mark: str) -> bool:
    """One of the 66 noncharacters."""
    point = ord(mark)
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def _without_towers(text: str) -> str:
    """At most two combining marks on a letter."""
    kept: list[str] = []
    height = 0
    for mark in text:
        height = height + 1 if unicodedata.category(mark) in {"Mn", "Me"} else 0
        if height <= 2:
            kept.append(mark)
    return "".join(kept)
