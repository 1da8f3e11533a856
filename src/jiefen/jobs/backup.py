"""`jiefen backup DIR [--with-keys]`: a checked copy, made while people work."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from django.db import DatabaseError

from jiefen.actions.documents.archive import BackupProblem
from jiefen.actions.ledger.backup import backup
from jiefen.gate import trusted
from jiefen.jobs.figures import Figures


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="还不存在的目录，最好在另一块磁盘上")
    parser.add_argument("--with-keys", action="store_true", help="连密钥一起放进去：拿到它的人能读出全部内容")


def run(options: argparse.Namespace) -> Figures:
    started = time.perf_counter()
    try:
        made = backup(options.directory, at=trusted.now(), with_keys=options.with_keys)
    except (BackupProblem, DatabaseError, OSError) as problem:
        return Figures(False, {}, [f"没有做成备份：{problem}"])
    figures: dict[str, object] = {
        "entries": made.entries,
        "log_size": made.log_size,
        "files": made.files,
        "bytes": made.size,
        "missing": len(made.missing),
        "with_keys": made.with_keys,
        "seconds": round(time.perf_counter() - started, 3),
    }
    lines = [
        f"备份已做好并已打开核对：{made.folder}（{made.entries} 条记录，{made.files} 个文件，{made.size / 1e6:.1f} MB）。"
    ]
    if made.with_keys:
        lines.append("备份里有密钥：拿到它的人能读出全部内容，请加密存放。")
    else:
        lines.append(
            "备份里没有密钥。密钥（数据目录里的 keys）请另行保管：没有它，这份备份里的证件号、电话和案情都读不出来。"
        )
    if made.missing:
        lines.append(
            f"有 {len(made.missing)} 份材料在数据库里有登记，文件却不在：{made.missing[0]} 等。请尽快查找。"
        )
    return Figures(not made.missing, figures, lines)
