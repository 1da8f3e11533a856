"""How far the tables of this database are, compared with this release, and the steps between."""

from __future__ import annotations

from typing import Any

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder

# The last release with the sixteen migrations that 0001 and 0002 replace.
LAST_BEFORE = "2026 年 11 月 25 日的版本（623dfe7）"


def gap() -> str:
    """Why this release cannot work on the tables, and what to do; blank when it can, if need be after an upgrade.

    A newer release has been here, or the home stands in the middle of migrations that were replaced and are no longer
    here.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    loader = MigrationLoader(None)
    replaced = {name for migration in loader.replacements.values() for name in migration.replaces}
    unknown = sorted(applied - set(loader.disk_migrations) - replaced)
    if unknown:
        return (
            f"数据库是更新的版本写下的（多出 {unknown[-1][1]} 等 {len(unknown)} 步），本版本不能用它。"
            "请换回新版本的程序；要退回本版本，先停止服务，再用升级前的备份恢复。"
        )
    for migration in loader.replacements.values():
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


def is_empty() -> bool:
    """Whether the database has no tables of ours yet."""
    return "store_entry" not in connection.introspection.table_names()


def upgrade() -> None:
    """Every step that is missing, each with its record in one transaction: a step is done and noted, or neither."""
    executor = _WholeSteps(connection)
    executor.loader.check_consistent_history(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    about: dict[str, Any] = {"verbosity": 0, "interactive": False, "db": "default"}
    emit_pre_migrate_signal(**about, plan=plan)
    state = executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
    emit_post_migrate_signal(**about, plan=plan, apps=state.apps)


class _WholeSteps(MigrationExecutor):
    """Django notes a step after its transaction where an index is made at its end; a power cut between would leave a
    step that is done and unknown. Both of our databases roll such a step back whole."""

    def apply_migration(
        self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            state = migration.apply(state, editor)
            self.record_migration(migration)  # type: ignore[call-arg,arg-type]
        return state
