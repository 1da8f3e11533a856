"""Bring a backup back into a home. Everything is checked before anything is touched; what was there is moved aside."""

from __future__ import annotations

import hmac
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection, connections, transaction

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import History
from jiefen.actions.documents import archive
from jiefen.actions.documents.archive import BackupProblem, Manifest
from jiefen.actions.ledger.backup import read_sqlite_copy
from jiefen.actions.ledger.keys import keep_former
from jiefen.domain.common import chain
from jiefen.lib import checkpoint as signed
from jiefen.lib import crypto, durable
from jiefen.lib.key_files import KEYS, former_files
from jiefen.store.common import vault
from jiefen.store.models import Entry


@dataclass(frozen=True)
class Restored:
    """`aside`: where the former content of the home is now, if there was any."""

    manifest: Manifest
    checkpoint: str
    aside: Path | None
    keys_from_backup: bool


def restore(directory: Path, *, at: datetime, force: bool = False) -> Restored:
    """Restore into JIEFEN_HOME (and the configured database). Raises BackupProblem. Verify afterwards.

    `force`: the home or the database is not empty; its files are moved aside, its tables replaced.
    """
    folder = directory.expanduser().resolve()
    manifest = archive.read_manifest(folder)
    archive.check(folder, manifest=manifest)
    if manifest.engine != connection.vendor:
        raise BackupProblem(
            f"这份备份来自 {manifest.engine}，现在设置的数据库是 {connection.vendor}，不能直接恢复。"
        )
    text = (folder / archive.CHECKPOINT).read_text(encoding="utf-8")
    keys = _keys(folder)
    _check_copy(folder, text=text, keys=keys)
    occupied = _occupied()
    if occupied and not force:
        raise BackupProblem(
            f"{occupied}；恢复会替换它。确定要恢复时请加 --force（原有文件会移到一旁，不会删除）。"
        )
    connections.close_all()
    aside = _move_aside(at) if occupied else None
    _put_files(folder, manifest=manifest, keys=keys)
    if connection.vendor == "sqlite":
        durable.copy(folder / archive.DATABASE, to=_database())
    else:
        options = (
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            *(("--clean", "--if-exists") if occupied else ()),
        )
        archive.run_postgres_tool("pg_restore", *options, str(folder / archive.DATABASE))
        last = Entry.objects.order_by("-id").values_list("digest", "mac").first()
        _check_mac(settings.HOME.key("audit"), rows=[(bytes(last[0]), bytes(last[1]))] if last else [])
    vault.forget_keys()
    return Restored(
        manifest=manifest, checkpoint=text, aside=aside, keys_from_backup=folder in keys["wrap"].parents
    )


def note_restored(restored: Restored, *, at: datetime) -> None:
    """The history says that it was brought back from a copy, and from which. Call once it has been verified."""
    with transaction.atomic():
        history = History(by=system_actor(), at=at)
        facts = {"backup_of": restored.manifest.at, "log_size": restored.manifest.log_size}
        history.add_to_stream("system", verb="restore", facts=facts)
        history.write()


def _keys(folder: Path) -> dict[str, Path]:
    """Where the right keys are: in this home, put there from their own safe place, or in the backup; a key that was
    replaced since then among the former ones."""
    places = (settings.HOME.root / archive.KEYS, folder / archive.KEYS)
    wanted = _fingerprints(folder)
    known = {
        (name, crypto.fingerprint(path.read_bytes())): path
        for place in reversed(places)
        for name in KEYS
        for path in (place / name, *former_files(place / "former", name=name))
        if path.is_file()
    }
    if wanted and all(pair in known for pair in wanted.items()):
        return {name: known[name, fingerprint] for name, fingerprint in wanted.items()}
    for place in places:
        if all((place / name).is_file() for name in KEYS):
            return {name: place / name for name in KEYS}
    raise BackupProblem(
        f"备份里没有密钥，{settings.HOME.root / archive.KEYS} 里也没有：没有密钥，证件号、电话和案情都读不出来。"
        "请先把单独保管的密钥放回这个目录，再恢复。"
    )


def _fingerprints(folder: Path) -> dict[str, str]:
    """Of the keys in use when the backup was made; empty where it does not say, or cannot be asked yet."""
    if connection.vendor != "sqlite":
        return {}
    copy = folder / archive.DATABASE
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            return dict(
                raw.execute("SELECT name, fingerprint FROM store_installationkey WHERE until IS NULL")
            )
    except sqlite3.Error:
        return {}


def _check_copy(folder: Path, *, text: str, keys: dict[str, Path]) -> None:
    """The copy opens, has the signed root, and was written with these keys. PostgreSQL's is read when it is back."""
    try:
        mark = signed.parse(text)
    except signed.NotACheckpoint as problem:
        raise BackupProblem(str(problem)) from problem
    if connection.vendor != "sqlite":
        return
    with TemporaryDirectory(dir=_database().parent if _database().parent.is_dir() else None) as scratch:
        copy = Path(scratch) / archive.DATABASE
        shutil.copyfile(folder / archive.DATABASE, copy)
        try:
            read_sqlite_copy(copy, mark=mark)
            with closing(sqlite3.connect(copy)) as raw:
                rows = raw.execute("SELECT digest, mac FROM store_entry ORDER BY id DESC LIMIT 1").fetchall()
        except sqlite3.Error as error:
            raise BackupProblem(f"备份里的数据库打不开：{error}。") from error
    _check_mac(keys["audit"].read_bytes(), rows=rows)


def _check_mac(key: bytes, *, rows: list[tuple[bytes, bytes]]) -> None:
    for digest, mac in rows:
        if not hmac.compare_digest(bytes(mac), chain.mac(key, digest=bytes(digest))):
            raise BackupProblem("这套密钥不是写下这份备份的那套：请放回与备份同一时期的密钥，再恢复。")


def _occupied() -> str:
    """A half sentence saying what is already there, or empty."""
    if connection.vendor == "sqlite":
        path = _database()
        if path.exists() and path.stat().st_size:
            return f"数据目录里已经有数据库 {path.name}"
    elif "store_entry" in connection.introspection.table_names():
        return "数据库里已经有本系统的表"
    if any(True for name in archive.FOLDERS for _ in archive.members(settings.HOME.root / name)):
        return "数据目录里已经有材料文件"
    return ""


def _move_aside(at: datetime) -> Path:
    """Out of the way, on the same disk. Keys stay: they were found to be the right ones or were not there."""
    root: Path = settings.HOME.root
    aside = root / f"before-restore-{chain.moment(at)[:19].replace(':', '')}"
    if connection.vendor == "sqlite":
        _nobody_inside()
    paths = [root / name for name in (*archive.FOLDERS, "checkpoints")]
    if connection.vendor == "sqlite":
        paths += [Path(f"{_database()}{ending}") for ending in ("", "-wal", "-shm")]
    aside.mkdir(mode=0o700)
    for path in paths:
        if path.exists():
            path.rename(aside / path.name)
    return aside


def _nobody_inside() -> None:
    """Leaving WAL mode needs the database to oneself; a file that cannot be opened has nobody inside either."""
    try:
        with closing(sqlite3.connect(_database(), timeout=1)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BackupProblem("有程序正在使用现有的数据库：请先停止服务和后台任务，再恢复。") from error
    except sqlite3.DatabaseError:
        return


def _put_files(folder: Path, *, manifest: Manifest, keys: dict[str, Path]) -> None:
    root: Path = settings.HOME.root
    for name in (*archive.FOLDERS, archive.KEYS, "checkpoints"):
        (root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, path in keys.items():
        _put_key(name, path=path)
    for name in manifest.files:
        if name.split("/")[0] in archive.FOLDERS:
            place = root / name
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            durable.copy(folder / name, to=place)
    if archive.PUBLIC_KEY in manifest.files:
        durable.copy(folder / archive.PUBLIC_KEY, to=settings.HOME.public_key)
    text = (folder / archive.CHECKPOINT).read_bytes()
    durable.write(root / "checkpoints" / signed.file_name(manifest.log_size), text)


def _put_key(name: str, *, path: Path) -> None:
    """Into its place; another key that is there goes to the former ones."""
    place: Path = settings.HOME.key_path(name)
    if path == place:
        return
    if place.exists() and (old := place.read_bytes()) != path.read_bytes():
        keep_former(name, key=old)
    durable.copy(path, to=place)


def _database() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
