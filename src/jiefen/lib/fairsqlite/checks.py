"""Start-up assertions: settings, file mode, file system; and what is known about this SQLite version."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# name, value to set, value that PRAGMA answers
PRAGMAS: tuple[tuple[str, str, str], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("foreign_keys", "ON", "1"),
    ("journal_size_limit", "67108864", "67108864"),
    ("cache_size", "-8000", "-8000"),
    ("trusted_schema", "OFF", "0"),
)
REMOTE = re.compile(
    r"nfs[0-9]?|cifs|smb\w*|9p|afs|ceph|lustre|gfs2|glusterfs|vboxsf|ncpfs|fuse\.(sshfs|glusterfs|s3fs|rclone)"
)


def problems(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences, each a reason not to start; empty when all is well."""
    connection.ensure_connection()
    raw: Any = connection.connection
    name = str(connection.settings_dict["NAME"])
    in_memory = bool(getattr(connection, "is_in_memory_db", lambda: False)())
    reasons = _wrong_pragmas(raw, in_memory=in_memory)
    if str(getattr(connection, "transaction_mode", None)) not in {"IMMEDIATE", "EXCLUSIVE"}:
        reasons.append(
            "数据库事务方式不是 IMMEDIATE，并发登记会大量失败；请使用 settings_for() 生成的数据库设置。"
        )
    if not in_memory:
        reasons += _wrong_mode(Path(name)) + _wrong_filesystem(Path(name))
    return reasons


def notes(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences worth knowing that do not stop the start: the SQLite version and its known bug."""
    del connection  # the library is the same for every connection
    version = sqlite3.sqlite_version
    if not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return [f"SQLite {version}。"]
    return [
        f"SQLite {version} 含有已知的“WAL-reset”缺陷（3.51.3 修复，另见 3.44.6、3.50.7）：两个连接同时写入或做检查点"
        "时可能损坏数据库。本系统的写入凭证使写入和检查点逐个进行，避开了触发条件；请勿用其他程序（sqlite3 命令行、"
        "Litestream、.backup 工具）打开正在使用的数据库文件。"
    ]


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """3.7.0 to 3.51.2, fixed in 3.51.3 and in the branches 3.44.6 and 3.50.7 (source: SQLite's announcement)."""
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)


def _wrong_pragmas(raw: Any, *, in_memory: bool) -> list[str]:
    reasons = []
    for name, wanted, answer in PRAGMAS:
        if in_memory and name in {"journal_mode", "journal_size_limit"}:
            continue
        row = raw.execute(f"PRAGMA {name}").fetchone()
        if row is not None and str(row[0]).lower() != answer:
            reasons.append(
                f"数据库设置 {name} 应为 {wanted}，现在是 {row[0]}；请检查是否有别的程序改动了数据库设置。"
            )
    if raw.execute("PRAGMA busy_timeout").fetchone()[0] <= 0:
        reasons.append(
            "数据库设置 busy_timeout 为 0，遇到占用会立即失败；请在数据库设置中给出 timeout（秒）。"
        )
    return reasons


def _wrong_mode(path: Path) -> list[str]:
    reasons = []
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        try:
            mode = stat.S_IMODE(file.stat().st_mode)
        except FileNotFoundError:
            continue
        if mode & 0o077:
            reasons.append(
                f"数据库文件 {file.name} 的权限是 {mode:04o}，其他用户可以读写；请执行 chmod 600 {file.name}。"
            )
    return reasons


def _wrong_filesystem(path: Path) -> list[str]:
    kind = filesystem_of(path)
    if kind is None or not REMOTE.fullmatch(kind):
        return []
    return [
        f"数据库放在网络文件系统（{kind}）上，SQLite 的锁在那里不可靠；请把数据目录放到本机磁盘，或改用 PostgreSQL。"
    ]


def filesystem_of(path: Path, *, mounts: str | None = None) -> str | None:
    """Type of the file system that holds `path` ("ext4", "nfs4", …); None where the kernel does not tell."""
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
    real, best, kind = os.path.realpath(path), "", None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[1])
        if len(point) >= len(best) and (real + "/").startswith(point.rstrip("/") + "/"):
            best, kind = point, fields[2]
    return kind
