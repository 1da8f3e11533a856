"""JIEFEN_HOME: the one folder with all state — keys, database, files, checkpoints — and how it is first made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jiefen.lib.key_files import KEYS, KeyFileProblem, former_files, fresh_key, read_key, write_key


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

    @property
    def running(self) -> Path:
        """Locks of the processes that work on this home."""
        return self.root / "running"

    @property
    def copies(self) -> Path:
        """Databases as they were before an upgrade."""
        return self.root / "before-upgrade"

    def key_path(self, name: str) -> Path:
        return self.root / "keys" / name

    @property
    def former_keys(self) -> Path:
        """Keys that were replaced, as `name-fingerprint`: for what was written under them."""
        return self.root / "keys" / "former"

    def former(self, name: str) -> list[bytes]:
        """Keys of that name that were replaced, the newest first. Raises HomeProblem."""
        try:
            return [read_key(path, name=name) for path in former_files(self.former_keys, name=name)]
        except KeyFileProblem as problem:
            raise HomeProblem(str(problem)) from problem

    @property
    def public_key(self) -> Path:
        return self.checkpoints / "checkpoint.pub"

    @property
    def is_made(self) -> bool:
        return all(self.key_path(name).exists() for name in KEYS)

    @property
    def holds_data(self) -> bool:
        """Whether somebody has worked here: then a key that is not there was lost, and a fresh one would hide that."""
        if self.database.exists() and self.database.stat().st_size:
            return True
        return any(folder.is_dir() and any(folder.iterdir()) for folder in (self.files, self.checkpoints))

    def key(self, name: str) -> bytes:
        """Key bytes. Raises HomeProblem when the file is missing, empty, cut off or readable by others."""
        path = self.key_path(name)
        if not path.exists():
            raise HomeProblem(self.without_key())
        try:
            return read_key(path, name=name)
        except KeyFileProblem as problem:
            raise HomeProblem(str(problem)) from problem

    def without_key(self) -> str:
        """What to do about keys that are not there."""
        names = "、".join(name for name in KEYS if not self.key_path(name).exists())
        return (
            f"缺少密钥 {names}（目录 {self.root / 'keys'}）：请从另存的密钥副本（jiefen keys save 做的）放回。"
            "没有它们，已有的数据读不出来；系统不会另造新的来代替。"
        )

    def make(self) -> bool:
        """Create folders and keys that are not there yet. True when keys were made now.

        Raises HomeProblem where there is data without its keys.
        """
        fresh = [name for name in KEYS if not self.key_path(name).exists()]
        if fresh and self.holds_data:
            raise HomeProblem(self.without_key())
        for folder in (self.root, self.root / "keys", self.files, self.imports, self.checkpoints):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in fresh:
            write_key(self.key_path(name), fresh_key(name))
        if not self.public_key.exists():
            self.write_public_key()
        return bool(fresh)

    def write_public_key(self) -> None:
        """The half of the checkpoint key that everybody may have, beside the checkpoints."""
        private = Ed25519PrivateKey.from_private_bytes(self.key("checkpoint"))
        self.public_key.write_bytes(
            private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )


def home() -> Home:
    return Home(root=Path(os.environ.get("JIEFEN_HOME", "./var")).expanduser().resolve())
