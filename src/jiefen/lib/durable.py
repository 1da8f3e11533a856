"""Files that are there after a power cut: written beside, flushed, renamed, and the folder flushed too."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

CHUNK = 1024 * 1024


def write(path: Path, content: bytes | Iterable[bytes], *, mode: int = 0o600) -> None:
    """The whole content or nothing under `path`. Raises OSError; leaves no half file behind."""
    parts = [content] if isinstance(content, bytes) else content
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for part in parts:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def copy(source: Path, *, to: Path, mode: int = 0o600) -> tuple[int, str]:
    """Copy one file durably. Size in bytes and SHA-256 in hex of what was copied."""
    digest = hashlib.sha256()
    size = 0

    def parts() -> Iterable[bytes]:
        nonlocal size
        with source.open("rb") as stream:
            while part := stream.read(CHUNK):
                digest.update(part)
                size += len(part)
                yield part

    write(to, parts(), mode=mode)
    return size, digest.hexdigest()


def digest_of(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 in hex."""
    with path.open("rb") as stream:
        return os.fstat(stream.fileno()).st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    _sync(path, flags=os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Makes the names in a folder durable."""
    _sync(path, flags=os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, *, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
