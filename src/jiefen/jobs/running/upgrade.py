"""Before anything works on a home: the right keys, tables and settings. One process upgrades while the others wait."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from jiefen.actions.documents.archive import BackupProblem
from jiefen.actions.ledger.key_rotation import finish
from jiefen.actions.ledger.keys import KeyProblem, note_keys
from jiefen.actions.ledger.opening import open_rows, tables_changing
from jiefen.actions.ledger.upgrade_copy import copy_before_upgrade
from jiefen.config.home import HomeProblem
from jiefen.gate import trusted
from jiefen.lib import fairsqlite
from jiefen.lib.processes import LockHeld, locked
from jiefen.store.common.keys import key_problems
from jiefen.store.common.schema import gap, is_empty, upgrade, waiting_migrations

WAIT = 1800.0  # seconds that another process may take
_SEVERAL_NODES = 0x6A69_6566  # advisory lock on PostgreSQL: nodes do not share a home


def migrate() -> None:
    """Bring keys and tables up to date; silent when they are. Raises HomeProblem when this release cannot, or when
    the store's settings would lose what it takes."""
    try:
        with _alone():
            _bring_up_to_date()
    except (KeyProblem, BackupProblem) as problem:
        raise HomeProblem(str(problem)) from problem
    if problems := key_problems() + _store_problems():
        raise HomeProblem("\n".join(problems))


def refuse_if_unfit() -> None:
    """Raises HomeProblem where a command would work on tables of another release, or with foreign keys."""
    problems = [gap()]
    if not any(problems):
        waiting = waiting_migrations()
        problems = (
            [f"数据库还差 {len(waiting)} 步升级：请先运行 jiefen init。"] if waiting else key_problems()
        )
    if any(problems):
        raise HomeProblem("\n".join(problems))


def _bring_up_to_date() -> None:
    if problem := gap():
        raise HomeProblem(problem)
    if waiting := waiting_migrations():
        if not is_empty():
            _upgrade_data(len(waiting))
        else:
            with tables_changing():
                upgrade()
    finish()
    note_keys(at=trusted.now())
    if not key_problems():
        open_rows(at=trusted.now())


def _upgrade_data(steps: int) -> None:
    """A copy first; nobody may be at work meanwhile."""
    try:
        with locked(settings.HOME.running / "home.lock"):
            print(f"正在升级数据库（{steps} 步），先做一份副本……", file=sys.stderr, flush=True)
            path = copy_before_upgrade(at=trusted.now())
            with tables_changing():
                upgrade()
    except LockHeld:
        raise HomeProblem("服务或后台任务还在运行：请先停止它们，再升级。") from None
    print(f"数据库已升级；升级前的副本在 {path}。", file=sys.stderr, flush=True)


def _store_problems() -> list[str]:
    return fairsqlite.problems(connection) if connection.vendor == "sqlite" else []


@contextmanager
def _alone() -> Iterator[None]:
    """Whoever comes second waits, and then finds the work done."""
    try:
        with locked(settings.HOME.running / "upgrade.lock", wait=WAIT):
            if connection.vendor != "postgresql":
                yield
                return
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_SEVERAL_NODES])
            try:
                yield
            finally:
                _unlock()
    except LockHeld:
        raise HomeProblem(f"另一个进程升级数据库已超过 {WAIT / 60:.0f} 分钟：请查看它的输出。") from None


def _unlock() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_SEVERAL_NODES])
    except DatabaseError:
        connection.close()  # the lock ends with the connection
