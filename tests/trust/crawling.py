"""What a visitor's eyes get from an address: pages, JSON, workbooks, packages and papers, all as one line of text."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from pypdf import PdfReader

_BETWEEN = re.compile(r"[\s,　-]+")


def plain(text: str) -> str:
    """Without what a layout may put between letters: spaces, line ends, commas, dashes."""
    return _BETWEEN.sub("", html.unescape(text))


def told(content: bytes) -> str:
    """Everything readable in a body; packages and papers are opened, however deep they lie."""
    if content.startswith(b"%PDF-"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(f"{name} {told(packed.read(name))}" for name in packed.namelist())
    text = content.decode("utf-8", "replace")
    return (
        text.encode().decode("unicode-escape", "replace") if text.startswith('{"') and "\\u" in text else text
    )


def text_of(response: Any) -> str:
    """Body and headers of an answer; "" of what is refused is refused text, which counts as well."""
    body = b"".join(response.streaming_content) if response.streaming else bytes(response.content)
    return plain(told(body) + str(sorted(response.headers.items())))


def found_in(text: str, marks: Mapping[str, str]) -> set[str]:
    return {name for name, mark in marks.items() if mark and plain(mark) in text}


def rows_of(found: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], set[str]]:
    """(carrier, mark) → roles, from single sightings."""
    table: dict[tuple[str, str], set[str]] = {}
    for carrier, mark, role in found:
        table.setdefault((carrier, mark), set()).add(role)
    return table
