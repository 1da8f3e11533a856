"""`jiefen verify [--checkpoint FILE]`: is the history still what was written?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.db import DatabaseError

from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.reports.ledger.verify import verify
from jiefen.reports.ledger.verify_files import check_files
from jiefen.reports.ledger.verify_findings import Finding, Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="另行保管的检查点文件；同目录的 .leaves 用来定位"
    )
    parser.add_argument("--files", action="store_true", help="把材料文件也全部读一遍，核对是否与存入时相同")


def run(options: argparse.Namespace) -> Figures:
    path: Path | None = options.checkpoint
    text = None
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            return Figures(False, {}, [f"读不到检查点文件 {path}：{problem}。"])
    try:
        verdict = verify(
            at=trusted.now(),
            checkpoint=text,
            witnesses=path.parent if path is not None else None,
            progress=_show if sys.stderr.isatty() else None,
        )
    except DatabaseError as problem:
        return Figures(False, {}, [f"数据库读不出来，无法核对：{problem}。没有建表的请先运行 jiefen init。"])
    figures = told(verdict, against=text is not None)
    return _with_files(figures) if options.files else figures


def _with_files(figures: Figures) -> Figures:
    read, found = check_files()
    more = {
        "files": read,
        "files_found": len(found),
        "file_findings": [_plain(finding) for finding in found[:20]],
    }
    lines = [f"材料文件 {read} 个，{'全部与存入时相同' if not found else f'{len(found)} 处不符'}。"]
    lines += [finding.sentence for finding in found[:20]]
    return Figures(figures.ok and not found, figures.figures | more, [*figures.lines, *lines])


def told(verdict: Verdict, *, against: bool) -> Figures:
    """The verdict as figures and sentences. `against`: a checkpoint from elsewhere was given."""
    rate = round(verdict.entries / verdict.seconds) if verdict.seconds else 0
    figures: dict[str, object] = {
        "entries": verdict.entries,
        "streams": verdict.streams,
        "log_size": verdict.log_size,
        "checkpoints": verdict.checkpoints,
        "rows": verdict.rows,
        "seconds": round(verdict.seconds, 3),
        "entries_per_second": rate,
        "found": verdict.found,
        "findings": [_plain(finding) for finding in verdict.findings],
        "first": _plain(verdict.first) if verdict.first else None,
    }
    size = f"{verdict.entries} 条记录、{verdict.streams} 条链、{verdict.checkpoints} 个检查点、{verdict.rows} 行数据"
    if verdict.ok:
        lines = [f"历史完整：{size}，全部相符（{verdict.seconds:.1f} 秒，每秒 {rate} 条）。"]
        if not against:
            lines.append(
                "没有给出机外保管的检查点：若整个数据目录（数据库连同检查点文件）被换成较早的，这样是看不出来的。"
            )
    else:
        more = f"，以下是最前面的 {len(verdict.findings)} 处" if verdict.found > len(verdict.findings) else ""
        lines = [
            f"历史有问题：查了 {size}，发现 {verdict.found} 处不符{more}。第一处：",
            *(f.sentence for f in verdict.findings),
        ]
    return Figures(verdict.ok, figures, lines)


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "stream": finding.stream,
        "seq": finding.seq,
        "log_index": finding.log_index,
        "end": finding.end,
        "row": finding.row,
        "sentence": finding.sentence,
    }


def _show(done: int, total: int) -> None:
    sys.stderr.write(f"\r已核对 {done} / {total}")
    if done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()
