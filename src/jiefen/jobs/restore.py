"""`jiefen restore DIR [--checkpoint FILE] [--force]`: bring a backup back, then verify it."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from jiefen.actions.documents.archive import BackupProblem
from jiefen.actions.ledger.restore import Restored, note_restored, restore
from jiefen.domain.common import moments
from jiefen.gate import trusted
from jiefen.jobs import verify as verifying
from jiefen.jobs.figures import Figures
from jiefen.reports.ledger.verify import verify
from jiefen.store.common.schema import gap, waiting_migrations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="jiefen backup 做出的目录")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="另行保管的检查点文件，恢复后用它核对"
    )
    parser.add_argument("--force", action="store_true", help="数据目录不是空的也恢复；原有文件移到一旁")


def run(options: argparse.Namespace) -> Figures:
    started = time.perf_counter()
    try:
        outside = options.checkpoint.read_text(encoding="utf-8") if options.checkpoint else None
        restored = restore(options.directory, at=trusted.now(), force=options.force)
    except (BackupProblem, DatabaseError, OSError, UnicodeDecodeError) as problem:
        return Figures(False, {}, [f"没有恢复：{problem}"])
    lines = _lines(restored)
    if broken_off := gap():
        return Figures(False, {}, [*lines, broken_off])
    if waiting_migrations():
        lines.append("备份来自较早的版本：请先运行 jiefen init 升级数据库，再运行 jiefen verify 核对。")
        return Figures(False, {"migrations": len(waiting_migrations())}, lines)
    figures: dict[str, object] = {"files": len(restored.manifest.files)}
    for text in [restored.checkpoint, *([outside] if outside else [])]:
        folder = options.checkpoint.parent if text is outside else None
        verdict = verifying.told(verify(at=trusted.now(), checkpoint=text, witnesses=folder), against=True)
        figures |= verdict.figures
        lines += verdict.lines
        if not verdict.ok:
            lines.append("恢复出来的历史没有通过核对：请不要启用，换一份备份再恢复。")
            return Figures(False, figures, lines)
    note_restored(restored, at=trusted.now())
    figures["seconds"] = round(time.perf_counter() - started, 3)
    return Figures(True, figures, lines)


def _lines(restored: Restored) -> list[str]:
    made = moments.iso_minute(datetime.fromisoformat(restored.manifest.at))
    lines = [f"已恢复 {made} 的备份：{restored.manifest.entries} 条记录。"]
    if restored.aside is not None:
        lines.append(f"原来的内容移到了 {restored.aside}，确认无误后再删除。")
    if restored.keys_from_backup:
        lines.append("密钥取自备份。")
    lines.append("备份之后、恢复之前对外发出的通知可能会再发一次；接收方按事件编号去重。")
    return lines
