"""Whether the database's pages are sound: what the last look through them said, or whether PostgreSQL looks itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from jiefen.lib import durable

FILE = "page_check.json"
OLD = timedelta(days=2)


@dataclass(frozen=True)
class PageCheck:
    """`problem`: what SQLite said, blank when every page is sound."""

    at: datetime
    problem: str
    seconds: float


def keep(check: PageCheck, *, home: Path) -> None:
    told = {"at": check.at.timestamp(), "problem": check.problem, "seconds": check.seconds}
    durable.write(home / FILE, json.dumps(told, ensure_ascii=False).encode())


def page_sentences(at: datetime) -> tuple[list[str], list[str]]:
    """Problems and notes for the doctor."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_checksums")
            checked = cursor.fetchone()[0] == "on"
        return [], [] if checked else [
            "PostgreSQL 没有打开数据页校验（data_checksums）：坏页可能不被发现。建议停机后用 pg_checksums --enable 打开。"
        ]
    check = _kept()
    if check is None:
        return [], ["还没有检查过数据库的页面：jiefen worker 启动时和每天会检查一次。"]
    if check.problem:
        return [f"数据库文件有坏页（{check.problem}）：请停止服务，换磁盘，从备份恢复。"], []
    if at - check.at > OLD:
        return [], ["数据库的页面已两天没有检查：请确认 jiefen worker 在运行。"]
    return [], []


def _kept() -> PageCheck | None:
    try:
        told = json.loads((settings.HOME.root / FILE).read_bytes())
        return PageCheck(datetime.fromtimestamp(told["at"], tz=UTC), told["problem"], told["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
