"""Files that strangers send: counted while they arrive, judged by content, kept under their digest.

    upload = receive(request_file.chunks(), name=request_file.name, root=home / "files")

Nothing that passes is trusted for display: whoever serves it sends `Content-Disposition: attachment`, `nosniff` and
`Content-Security-Policy: sandbox`. Pictures (JPEG, PNG) are drawn anew, so that neither position data nor anything
hidden in them survives, and so are WebP, TIFF and BMP as what every reader shows (a TIFF of several pages as PDF). What
cannot be drawn anew (HEIC, sound, films, documents) is kept as it came, to be saved and never shown.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jiefen.lib.uploads.content import kind_of
from jiefen.lib.uploads.kinds import KINDS, FileGroup
from jiefen.lib.uploads.names import extension_of, safe_name
from jiefen.lib.uploads.pictures import redraw
from jiefen.lib.uploads.problem import UploadProblem

__all__ = [
    "MAX_BYTES", "FileChanged", "Upload", "UploadProblem", "keep_content", "opened", "path_of", "receive", "safe_name",
]  # fmt: skip

MAX_BYTES = 20 * 1024 * 1024
_INCOMING = "incoming"
_KNOWN = {extension for kind in KINDS.values() for extension in kind.extensions}


@dataclass(frozen=True, slots=True)
class Upload:
    """`digest` and `size` (bytes) are of the file as kept, `original_digest` of the file as it arrived; both SHA-256 hex."""

    digest: str
    original_digest: str
    size: int
    media_type: str
    name: str
    path: Path


def receive(chunks: Iterable[bytes], *, name: str, root: Path, limit: int = MAX_BYTES) -> Upload:
    """Keep one file under `root`. Raises UploadProblem and leaves nothing behind; OSError when the disk refuses."""
    shown = safe_name(name)
    extension = extension_of(shown)
    if extension not in _KNOWN:
        raise UploadProblem(
            f"不能上传“{shown}”。可以上传 PDF、OFD、照片、录音、视频、Word、Excel、WPS 和文本文件。"
        )
    incoming = _folder(root / _INCOMING) / secrets.token_hex(16)
    try:
        digest = _write(chunks, to=incoming, limit=limit)
        kind = kind_of(incoming)
        shown = _named(shown, extension=extension, kind=kind)
        kept = digest
        if KINDS[kind].group is FileGroup.PICTURE and kind != "heic":
            kind = redraw(incoming, kind=kind)
            shown = _named(shown, extension=extension_of(shown), kind=kind, anew=True)
            kept = _digest_of(incoming)
        size = incoming.stat().st_size
        path = _keep(incoming, root=root, digest=kept)
    finally:
        incoming.unlink(missing_ok=True)
    return Upload(
        digest=kept,
        original_digest=digest,
        size=size,
        media_type=KINDS[kind].media_type,
        name=shown,
        path=path,
    )


def keep_content(content: bytes, *, root: Path) -> str:
    """Keep what was judged before, byte for byte; answers its digest. OSError when the disk refuses."""
    incoming = _folder(root / _INCOMING) / secrets.token_hex(16)
    try:
        digest = _write([content], to=incoming, limit=len(content))
        _keep(incoming, root=root, digest=digest)
    finally:
        incoming.unlink(missing_ok=True)
    return digest


def _named(name: str, *, extension: str, kind: str, anew: bool = False) -> str:
    """The name with the extension of what it is: kinds of one family are mistaken for one another by telephones."""
    told = KINDS[kind]
    if extension in told.extensions:
        return name
    group = next(kind.group for kind in KINDS.values() if extension in kind.extensions)
    if not anew and (told.group is not group or group is FileGroup.OTHER):
        raise UploadProblem(
            f"“{name}”的内容其实是 {told.title}，与扩展名不符。请用原来的程序重新保存后再上传。"
        )
    return f"{name.removesuffix(f'.{extension}')}.{told.extensions[0]}"


def path_of(digest: str, *, root: Path) -> Path:
    """Where the file with this digest is kept; raises ValueError for anything that is not a SHA-256 in hex."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 digest in lower-case hex")
    return root / digest[:2] / digest[2:]


class FileChanged(Exception):
    """The file is not the one that was kept under this digest."""


def opened(digest: str, *, root: Path) -> BinaryIO:
    """The file, read through and found to be what it was, from its beginning. Raises FileNotFoundError, FileChanged."""
    stream = path_of(digest, root=root).open("rb")
    try:
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
            raise FileChanged(digest)
        stream.seek(0)
    except BaseException:
        stream.close()
        raise
    return stream


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _write(chunks: Iterable[bytes], *, to: Path, limit: int) -> str:
    """SHA-256 of what arrived; stops reading as soon as `limit` bytes are exceeded."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise UploadProblem(
                    f"文件超过 {limit // 1024 // 1024} MB。请压缩、裁剪，或分成几个文件上传。"
                )
            digest.update(chunk)
            stream.write(chunk)
    if not size:
        raise UploadProblem("文件是空的（0 字节）。请确认选对了文件，再重新上传。")
    return digest.hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _keep(incoming: Path, *, root: Path, digest: str) -> Path:
    """On the disk for good before we answer: file, then name, then folder."""
    path = path_of(digest, root=root)
    _folder(path.parent)
    if not path.exists():
        _sync(incoming)
        incoming.replace(path)
        _sync(path.parent)
        _sync(root)
    return path


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
