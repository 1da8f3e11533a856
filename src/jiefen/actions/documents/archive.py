"""The shape of a backup folder, and the outside programs that PostgreSQL needs for one.

database        the SQLite file, or `pg_dump -Fc`
files/ imports/ attachments by digest; import files
checkpoint.txt checkpoint.pub   the signed root at that moment, and the key to check it with
keys/           only when asked for: whoever has it can read everything
manifest.json   size and SHA-256 of each of these
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from jiefen.lib import durable

DATABASE = "database"
CHECKPOINT = "checkpoint.txt"
PUBLIC_KEY = "checkpoint.pub"
MANIFEST = "manifest.json"
FOLDERS = ("files", "imports")
KEYS = "keys"
FORMAT = 1


class BackupProblem(Exception):
    """It cannot be done; the message is a sentence for the administrator."""


@dataclass(frozen=True)
class Manifest:
    """`files`: by path inside the folder, (size in bytes, SHA-256 in hex)."""

    at: str
    engine: str
    entries: int
    log_size: int
    files: Mapping[str, tuple[int, str]]

    def to_bytes(self) -> bytes:
        table = {
            "format": FORMAT,
            "at": self.at,
            "engine": self.engine,
            "entries": self.entries,
            "log_size": self.log_size,
            "files": {
                name: {"size": size, "sha256": digest} for name, (size, digest) in sorted(self.files.items())
            },
        }
        return json.dumps(table, ensure_ascii=False, indent=1).encode()


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupProblem."""
    try:
        table = json.loads((folder / MANIFEST).read_bytes())
        files = {name: (int(file["size"]), str(file["sha256"])) for name, file in table["files"].items()}
        if table["format"] != FORMAT:
            raise BackupProblem(
                f"备份的格式是 {table['format']}，本版本只认 {FORMAT}：请用制作它的版本恢复。"
            )
        return Manifest(table["at"], table["engine"], table["entries"], table["log_size"], files)
    except FileNotFoundError as error:
        raise BackupProblem(f"{folder} 里没有 {MANIFEST}：这不是一份完整的备份。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupProblem(f"备份的清单 {MANIFEST} 读不出来：它已损坏，请换一份备份。") from error


def check(folder: Path, *, manifest: Manifest) -> None:
    """Every file there, unchanged, and none besides. Raises BackupProblem with the first that is wrong."""
    for name, (size, digest) in sorted(manifest.files.items()):
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupProblem(f"清单里的文件名“{name}”指到备份目录之外，不予恢复。")
        if not path.is_file():
            raise BackupProblem(f"备份里缺少文件 {name}。")
        if durable.digest_of(path) != (size, digest):
            raise BackupProblem(f"备份里的文件 {name} 与清单不符：它已损坏或被改动过。")
    for name in members(folder):
        if name not in manifest.files and name != MANIFEST:
            raise BackupProblem(f"备份里多出清单之外的文件 {name}：请核对来源。")


def members(folder: Path) -> Iterator[str]:
    """Paths of all files, inside the folder."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield (Path(place) / name).relative_to(folder).as_posix()


def postgres_tool(name: str) -> str:
    """Path of `pg_dump` or `pg_restore`, at least as new as the server. Raises BackupProblem."""
    wanted = int(getattr(connection, "pg_version", 0)) // 10_000
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    seen = []
    for candidate in (os.environ.get("JIEFEN_PG_BIN"), None, *map(str, folders)):
        program = shutil.which(name, path=candidate) if candidate else shutil.which(name)
        if program is None:
            continue
        output = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        version = re.search(r"([0-9]+)(?:\.[0-9]+)?", output)
        seen.append(output.strip())
        if version and int(version[1]) >= wanted:
            return program
    there = f"现有的是：{'；'.join(seen)}" if seen else "这台机器上没有"
    raise BackupProblem(
        f"需要 {wanted} 版或更新的 {name}，{there}。请安装 postgresql-client-{wanted}，或用 JIEFEN_PG_BIN 指出它所在的目录。"
    )


def run_postgres_tool(name: str, *options: str) -> None:
    """Run it on the configured database. Raises BackupProblem with the program's own words."""
    done = subprocess.run(  # noqa: S603
        [postgres_tool(name), *options, f"--dbname={_address()}"],
        env=postgres_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupProblem(f"{name} 没有成功：{done.stderr.strip()[-600:]}")


def postgres_environment() -> dict[str, str]:
    """The password goes by the environment, where other users cannot read it."""
    password = str(connection.settings_dict["PASSWORD"] or "")
    return os.environ | ({"PGPASSWORD": password} if password else {})


def _address() -> str:
    given: dict[str, Any] = connection.settings_dict
    parts = {"dbname": given["NAME"], "user": given["USER"], "host": given["HOST"], "port": given["PORT"]}
    parts |= {name: given["OPTIONS"].get(name) for name in ("sslmode", "sslrootcert", "target_session_attrs")}
    quoted = (f"{name}='{_escaped(str(value))}'" for name, value in parts.items() if value)
    return " ".join(quoted)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")
