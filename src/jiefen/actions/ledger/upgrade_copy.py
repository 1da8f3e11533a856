"""The database as it was before an upgrade, in the home: the way back when the new release does not do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from jiefen.actions.documents.archive import BackupProblem
from jiefen.actions.ledger.backup import write_database
from jiefen.domain.common import chain
from jiefen.lib import durable

KEPT = 2


def copy_before_upgrade(*, at: datetime) -> Path:
    """A copy that was read back; of earlier ones the newest stays. Raises BackupProblem, and then nothing was changed."""
    folder: Path = settings.HOME.copies
    folder.mkdir(mode=0o700, exist_ok=True)
    for unfinished in folder.glob("*.part"):
        unfinished.unlink()
    ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
    path = folder / f"{chain.moment(at)[:19].replace(':', '')}.{ending}"
    part = path.with_name(f"{path.name}.part")
    try:
        write_database(part)
        if connection.vendor == "sqlite":
            _check_sqlite(part)
        part.chmod(0o600)
        durable.sync_file(part)
        part.replace(path)
        durable.sync_folder(folder)
    except (sqlite3.Error, OSError) as problem:
        raise BackupProblem(
            f"升级前的副本没有做成（{problem}），所以没有升级，数据没有变。请检查磁盘空间后再试。"
        ) from problem
    for old in sorted(folder.glob(f"*.{ending}"))[:-KEPT]:
        old.unlink()
    return path


def _check_sqlite(part: Path) -> None:
    with closing(sqlite3.connect(f"{part.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        verdict = raw.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
