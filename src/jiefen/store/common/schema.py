"""How far the tables of this database are, compared with this release."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# The last release with the sixteen migrations that 0001 and 0002 replace.
LAST_BEFORE = "2026 年 11 月 25 日的版本（623dfe7）"


def gap() -> str:
    """Why this release cannot bring the tables up to date, and what to do; blank when it can.

    A home that stands in the middle of the replaced migrations lacks some that are no longer here.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    for migration in MigrationLoader(None).replacements.values():
        missing = set(migration.replaces) - applied
        if missing and len(missing) < len(migration.replaces):
            return (
                f"数据库停在较早的版本，还差 {min(missing)[1]} 等 {len(missing)} 步，本版本不能直接升级。"
                f"请先用{LAST_BEFORE}运行一次 jiefen init，再换回本版本。"
            )
    return ""


def waiting_migrations() -> list[str]:
    """Names of migrations that the database has not seen."""
    executor = MigrationExecutor(connection)
    return [migration.name for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
