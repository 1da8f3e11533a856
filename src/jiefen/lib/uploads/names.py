"""File names that can be shown, saved and put in a header."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 120
# Rare characters of names are in the private area, or newer than this run time's tables: neither is rubbish.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def safe_name(name: str) -> str:
    """The last part of a path without control, format (right-to-left override …) and reserved characters, ≤ 120 long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(
        mark for mark in last if unicodedata.category(mark) not in _UNSEEN and ord(mark) & 0xFFFE != 0xFFFE
    )
    plain = _FORBIDDEN.sub("_", " ".join(visible.split())).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot:
        return plain[:MAX_NAME] or "文件"
    ending = "." + extension.strip().lower()[: MAX_NAME // 2]
    return (stem.strip(" .")[: MAX_NAME - len(ending)] or "文件") + ending


def extension_of(name: str) -> str:
    """ "pdf" of "证据.pdf"; "" without one."""
    return name.rpartition(".")[2] if "." in name else ""
