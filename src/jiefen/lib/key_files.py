"""The key files of an installation: which there are, how they are made, read and written."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEYS = ("django", "wrap", "index", "audit", "checkpoint")
LENGTHS = dict.fromkeys(KEYS, 32) | {"django": 48}  # bytes; the checkpoint key is a raw Ed25519 private key


class KeyFileProblem(Exception):
    """A key file is missing, empty, cut off, or others may read it; the message says what to do."""


def fresh_key(name: str) -> bytes:
    """Random bytes of the right length; any 32 bytes are an Ed25519 private key (RFC 8032 § 5.1.5)."""
    return secrets.token_bytes(LENGTHS[name])


def read_key(path: Path, *, name: str) -> bytes:
    """The bytes of the key `name`. Raises KeyFileProblem when the file is missing, empty, cut off or open to others."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise KeyFileProblem(
            f"读不到密钥文件 {path.name}（{error.strerror}）：请从另存的密钥副本放回，或检查目录权限。"
        ) from error
    with os.fdopen(descriptor, "rb") as stream:
        if os.fstat(stream.fileno()).st_mode & 0o077:
            raise KeyFileProblem(
                f"密钥文件 {path.name} 能被其他用户读取：请执行 chmod 600 {path.name} 后再启动。"
            )
        key = stream.read()
    if len(key) != LENGTHS[name]:
        state = "是空的" if not key else f"应有 {LENGTHS[name]} 字节，现在是 {len(key)} 字节"
        raise KeyFileProblem(f"密钥文件 {path.name} {state}：请从另存的密钥副本放回。")
    return key


def former_files(folder: Path, *, name: str) -> list[Path]:
    """Key files `name-fingerprint`, the one that was replaced last first."""
    return sorted(folder.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def write_key(path: Path, key: bytes) -> None:
    """On the disk for good, readable by its owner. Raises FileExistsError: no key is written over."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())
