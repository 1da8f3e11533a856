"""JIEFEN_HOME: the one folder with all state — keys, database, files, checkpoints — and how it is first made."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

KEYS = ("django", "wrap", "index", "audit", "checkpoint")


class HomeProblem(Exception):
    """The home folder cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Home:
    """Where things are. Every path is inside `root`."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "jiefen.sqlite3"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def imports(self) -> Path:
        return self.root / "imports"

    @property
    def checkpoints(self) -> Path:
        return self.root / "checkpoints"

    @property
    def clock(self) -> Path:
        return self.root / "clock.json"

    def key_path(self, name: str) -> Path:
        return self.root / "keys" / name

    @property
    def public_key(self) -> Path:
        return self.checkpoints / "checkpoint.pub"

    @property
    def is_made(self) -> bool:
        return all(self.key_path(name).exists() for name in KEYS)

    def key(self, name: str) -> bytes:
        """Key bytes. Raises HomeProblem when the file is missing or readable by others."""
        path = self.key_path(name)
        if not path.exists():
            raise HomeProblem(f"缺少密钥 {path.name}：请先运行 jiefen init（目录 {self.root}）。")
        if path.stat().st_mode & 0o077:
            raise HomeProblem(f"密钥 {path.name} 能被其他用户读取：请执行 chmod 600 后再启动。")
        return path.read_bytes()

    def make(self) -> bool:
        """Create folders and keys that are not there yet. True when keys were made now."""
        for folder in (self.root, self.root / "keys", self.files, self.imports, self.checkpoints):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = [name for name in KEYS if not self.key_path(name).exists()]
        for name in fresh:
            _write_key(self.key_path(name), _fresh_key(name))
        if not self.public_key.exists():
            private = Ed25519PrivateKey.from_private_bytes(self.key("checkpoint"))
            self.public_key.write_bytes(
                private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            )
        return bool(fresh)


def _fresh_key(name: str) -> bytes:
    if name == "checkpoint":
        return Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return secrets.token_bytes(48 if name == "django" else 32)


def _write_key(path: Path, key: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())


def home() -> Home:
    return Home(root=Path(os.environ.get("JIEFEN_HOME", "./var")).expanduser().resolve())
