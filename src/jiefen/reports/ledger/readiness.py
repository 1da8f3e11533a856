"""Whether this process can take a case now: what a proxy or a monitor asks every few seconds, cheap and honest.

`jiefen doctor` looks at more and takes longer; what stands here is what would make the next registration fail, or a
deadline pass untold.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from jiefen.lib import durable
from jiefen.lib.fairsqlite.ticket import ticket_for
from jiefen.store.common.keys import key_problems
from jiefen.store.common.schema import gap, waiting_migrations
from jiefen.store.models import Heartbeat

WRITE_WAIT = 2.0  # seconds
LEAST_DISK = 64 * 1024**2  # bytes
BEAT_AGE = timedelta(minutes=2)  # the worker beats every ten seconds
FRESH = 2.0  # seconds that one look holds, so that nobody keeps the disk busy by asking


def not_ready(*, at: datetime) -> list[str]:
    """Sentences, each a reason; empty when cases can be taken."""
    with _lock:
        moment = time.monotonic()
        if _last is None or moment - _last[0] > FRESH:
            _remember(moment, reasons=_look(at))
        assert _last is not None
        return _last[1]


def _look(at: datetime) -> list[str]:
    reasons = []
    for check in (_tables, _keys, _disk, _writing, _worker):
        try:
            reasons += check(at)
        except (DatabaseError, sqlite3.Error, OSError) as problem:
            reasons.append(f"{_WHAT[check]}没能检查：{problem}")
    return reasons


def _tables(at: datetime) -> list[str]:
    if problem := gap():
        return [problem]
    waiting = len(waiting_migrations())
    return [f"数据库还差 {waiting} 步升级：请运行 jiefen init。"] if waiting else []


def _keys(at: datetime) -> list[str]:
    return key_problems()


def _disk(at: datetime) -> list[str]:
    free = shutil.disk_usage(settings.HOME.root).free
    if free < LEAST_DISK:
        return [f"磁盘空间不足：数据目录所在磁盘只剩 {free / 1e6:.0f} MB，请清理或扩容。"]
    settings.HOME.running.mkdir(mode=0o700, exist_ok=True)
    durable.write(settings.HOME.running / "probe", b"x" * 4096)
    return []


def _writing(at: datetime) -> list[str]:
    """The database takes a write within two seconds; nothing is written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'")
            return ["连到的数据库是只读的：请检查主备切换。"] if cursor.fetchone()[0] else []
    path = Path(str(connection.settings_dict["NAME"]))
    try:
        hold = ticket_for(str(path), in_memory=False).take(timeout=WRITE_WAIT)
    except sqlite3.OperationalError as problem:
        return [f"数据库 {WRITE_WAIT:.0f} 秒内轮不到写入：{problem}。"]
    try:
        with closing(sqlite3.connect(path, timeout=WRITE_WAIT, isolation_level=None)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
    except sqlite3.OperationalError as problem:
        return [f"数据库不能写入（{problem}）：请检查权限、磁盘和占用它的程序。"]
    finally:
        hold.give_back()
    return []


def _worker(at: datetime) -> list[str]:
    last = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    if last is None:
        return ["后台任务还没有运行过：请启动 jiefen worker，否则提醒不会发出。"]
    if at - last > BEAT_AGE:
        return [f"后台任务已停了 {round((at - last).total_seconds() / 60)} 分钟：请启动 jiefen worker。"]
    return []


_WHAT: dict[Callable[[datetime], list[str]], str] = {
    _tables: "表结构", _keys: "密钥", _disk: "磁盘", _writing: "写入", _worker: "后台任务",
}  # fmt: skip
_lock = threading.Lock()
_last: tuple[float, list[str]] | None = None


def _remember(moment: float, *, reasons: list[str]) -> None:
    global _last
    _last = (moment, reasons)
