"""A backup while people work: a copy that is opened and read before anybody is told that it exists.

SQLite by VACUUM INTO on a read-only connection: one second for 300 MB, no ticket, writers go on. Stepwise `.backup`
never finishes on a busy site, and copying a WAL database's file is no copy (trust.md §§ 0.8, 3.16).
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import History
from jiefen.actions.documents import archive
from jiefen.actions.documents.archive import BackupProblem, Manifest
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.domain.common.chain import moment
from jiefen.lib import checkpoint, durable
from jiefen.lib.merkle import leaf_hash, root_of
from jiefen.store.models import Attachment, Checkpoint

LAST = "last_backup.json"


@dataclass(frozen=True)
class Made:
    """A backup that was opened and read. `missing`: digests of attachments whose file is not in it."""

    folder: Path
    entries: int
    log_size: int
    files: int
    size: int
    missing: tuple[str, ...]
    with_keys: bool


def backup(directory: Path, *, at: datetime, with_keys: bool = False) -> Made:
    """Make `directory`, which may not exist yet or be empty. Raises BackupProblem; then nothing is left there."""
    target = directory.expanduser().resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupProblem(f"{target} 已经存在而且不是空目录：请另起一个目录名，例如加上日期。")
    if target.is_relative_to(settings.HOME.root):
        raise BackupProblem("备份不能放在数据目录里面：磁盘坏了会一起丢失。请指定另一块磁盘上的目录。")
    target.parent.mkdir(parents=True, exist_ok=True)
    row = _sealed(at)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    beside.mkdir(mode=0o700)
    try:
        made = _fill(beside, row=row, at=at, with_keys=with_keys)
        beside.rename(target)
        durable.sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    _remember(target, made=made, at=at)
    return Made(target, made.entries, made.log_size, made.files, made.size, made.missing, with_keys)


def _sealed(at: datetime) -> Checkpoint:
    """The history says that a copy of everything was made; then the log is brought up to date and signed."""
    with transaction.atomic():
        history = History(by=system_actor(), at=at)
        history.add_to_stream("system", verb="backup", facts={})
        history.write()
    sequence()
    seal(at=at, export=None)
    return Checkpoint.objects.order_by("-size", "-id")[0]


def _fill(folder: Path, *, row: Checkpoint, at: datetime, with_keys: bool) -> Made:
    mark = checkpoint.parse(row.text)
    copy = folder / archive.DATABASE
    entries = (
        _copy_sqlite(copy, mark=mark) if connection.vendor == "sqlite" else _dump_postgres(copy, mark=mark)
    )
    wanted = set(Attachment.objects.filter(added_at__lte=at).values_list("digest", flat=True))
    files = {archive.DATABASE: durable.digest_of(copy)}
    for source, name in _sources(with_keys=with_keys):
        place = folder / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            files[name] = durable.copy(source, to=place)
        except FileNotFoundError:
            continue  # deleted between listing and copying: an unfinished upload
    durable.write(folder / archive.CHECKPOINT, row.text.encode())
    files[archive.CHECKPOINT] = durable.digest_of(folder / archive.CHECKPOINT)
    manifest = Manifest(moment(at), connection.vendor, entries, mark.size, files)
    durable.write(folder / archive.MANIFEST, manifest.to_bytes())
    archive.check(folder, manifest=manifest)
    held = {digest for _, digest in files.values()}
    return Made(
        folder=folder,
        entries=entries,
        log_size=mark.size,
        files=len(files),
        size=sum(size for size, _ in files.values()),
        missing=tuple(sorted(wanted - held)),
        with_keys=with_keys,
    )


def _sources(*, with_keys: bool) -> Iterator[tuple[Path, str]]:
    """Files to copy and their names in the backup; not those that are still arriving."""
    root = settings.HOME.root
    for folder in (*archive.FOLDERS, *((archive.KEYS,) if with_keys else ())):
        for name in archive.members(root / folder):
            if not name.startswith("incoming/") and not Path(name).name.startswith("."):
                yield root / folder / name, f"{folder}/{name}"
    yield settings.HOME.public_key, archive.PUBLIC_KEY


def write_database(copy: Path) -> None:
    """The database as it is now, as a file: SQLite's own, or a dump. Raises sqlite3.Error, OSError, BackupProblem."""
    if connection.vendor != "sqlite":
        archive.run_postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
        return
    connection.ensure_connection()  # so that ours is never the last connection, whose closing would write
    source = Path(str(connection.settings_dict["NAME"]))
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as raw:
        raw.execute("VACUUM INTO ?", [str(copy)])


def _copy_sqlite(copy: Path, *, mark: checkpoint.Mark) -> int:
    """Number of entries in the copy, which has been read through. Raises BackupProblem."""
    try:
        write_database(copy)
        copy.chmod(0o600)
        durable.sync_file(copy)
        return read_sqlite_copy(copy, mark=mark)
    except (sqlite3.Error, OSError) as error:
        raise BackupProblem(f"数据库没能复制：{error}。请检查目标磁盘的空间和权限。") from error


def read_sqlite_copy(copy: Path, *, mark: checkpoint.Mark) -> int:
    """Number of entries. Raises BackupProblem unless the copy is sound and its log has the signed root."""
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        verdict = raw.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupProblem(f"数据库副本没有通过完整性检查：{verdict}。")
        broken = raw.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise BackupProblem(f"数据库副本里 {broken[0]} 有一行指向不存在的行。")
        rows = raw.execute(
            "SELECT digest FROM store_entry WHERE log_index < ? ORDER BY log_index", [mark.size]
        )
        if root_of(leaf_hash(digest) for (digest,) in rows) != mark.root:
            raise BackupProblem("数据库副本与检查点不符：历史不完整。请运行 jiefen verify 查明。")
        return int(raw.execute("SELECT count(*) FROM store_entry").fetchone()[0])


def _dump_postgres(copy: Path, *, mark: checkpoint.Mark) -> int:
    write_database(copy)
    copy.chmod(0o600)
    durable.sync_file(copy)
    entries = entries_in_dump(copy)
    if entries < mark.size:
        raise BackupProblem(f"导出的数据库里只有 {entries} 条记录，少于检查点的 {mark.size} 条：备份不完整。")
    return entries


def entries_in_dump(copy: Path) -> int:
    """Rows of the history in a dump, counted by reading it out again. Raises BackupProblem."""
    command = [
        archive.postgres_tool("pg_restore"),
        "--data-only",
        "--table=store_entry",
        "--file=-",
        str(copy),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:  # noqa: S603
        count, inside = 0, False
        for line in program.stdout or ():
            if line.startswith(b"COPY "):
                inside = True
            elif line == b"\\.\n":
                inside = False
            elif inside:
                count += 1
    if program.returncode != 0:
        raise BackupProblem("导出的数据库读不回来：备份不可用。")
    return count


def _remember(target: Path, *, made: Made, at: datetime) -> None:
    """For `jiefen doctor`: when the last good backup was made."""
    record = {"at": moment(at), "folder": str(target), "entries": made.entries, "log_size": made.log_size}
    durable.write(settings.HOME.root / LAST, json.dumps(record, ensure_ascii=False).encode())
