"""Witness files: the log's digests as they were when a checkpoint was signed, 32 bytes each, beside the checkpoints.

A checkpoint tells *that* a log was changed; with its witness files one can tell *where*. They need no signature of
their own: they count only when their root is a signed one. A file `<first>-<end>.leaves` holds the digests of log
indexes first … end-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jiefen.lib.merkle import HASH_BYTES, leaf_hash, root_of

NAME = re.compile(r"([0-9]{12})-([0-9]{12})\.leaves")
_READ = 2048


def file_name(first: int, *, end: int) -> str:
    return f"{first:012d}-{end:012d}.leaves"


def covered(folder: Path) -> int:
    """How many digests, from the first on, the files of this folder hold without a hole."""
    return max((end for _, end in _chain(folder)), default=0)


def digests(folder: Path, *, size: int, root: bytes) -> Iterator[bytes] | None:
    """The first `size` digests, or None unless they are all there and have this root. Reads the files twice."""
    if covered(folder) < size or root_of(map(leaf_hash, _read(folder, size=size))) != root:
        return None
    return _read(folder, size=size)


def _chain(folder: Path) -> list[tuple[Path, int]]:
    """The files that follow one another from index 0, each with its end; the longest where several begin alike."""
    files: dict[int, tuple[Path, int]] = {}
    for path in sorted(folder.glob("*.leaves")):
        match = NAME.fullmatch(path.name)
        if match and path.stat().st_size == (int(match[2]) - int(match[1])) * HASH_BYTES:
            files[int(match[1])] = (path, int(match[2]))
    chain, at = [], 0
    while at in files and files[at][1] > at:
        chain.append(files[at])
        at = files[at][1]
    return chain


def _read(folder: Path, *, size: int) -> Iterator[bytes]:
    left = size
    for path, _ in _chain(folder):
        with path.open("rb") as stream:
            while left and (part := stream.read(HASH_BYTES * _READ)):
                for at in range(0, min(len(part), left * HASH_BYTES), HASH_BYTES):
                    yield part[at : at + HASH_BYTES]
                left -= min(left, len(part) // HASH_BYTES)
