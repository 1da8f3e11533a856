"""A zip file as it is being written: pieces go out as soon as they are there, nothing is kept but the table of contents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

CHUNK = 256 * 1024


class _Pieces:
    """Takes what zipfile writes; it cannot be rewound, so sizes follow each entry instead of going before it."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> Iterator[bytes]:
        held, self.held = self.held, []
        yield from held


def zip_stream(entries: Iterable[tuple[str, Iterable[bytes]]], *, at: datetime) -> Iterator[bytes]:
    """The bytes of a zip of `entries`, (name, content in pieces); contents are stored as they are."""
    pieces = _Pieces()
    moment = at.timetuple()[:6]
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, content in entries:
            header = zipfile.ZipInfo(name, moment)
            header.external_attr = 0o600 << 16
            with archive.open(header, "w") as target:
                for piece in content:
                    target.write(piece)
                    yield from pieces.taken()
            yield from pieces.taken()
    yield from pieces.taken()


def pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece
