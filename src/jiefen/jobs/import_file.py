"""`jiefen import FILE --mapping NAME`: a file becomes cases, here and now, with its progress on the screen.

Exit code 0 when the file was settled, even if rows came back (the figures say how many, `--problems` writes them);
1 when the file itself cannot be read or the person may not import.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from jiefen.actions.intake.imports import begin, run_to_end
from jiefen.channels.intake.mapping import shipped
from jiefen.domain.common.errors import RuleError
from jiefen.gate import trusted
from jiefen.jobs.figures import Figures
from jiefen.lib import durable
from jiefen.reports.intake.import_files import problems_csv, problems_xlsx
from jiefen.reports.intake.imports import importer
from jiefen.store.models import ImportBatch

CHUNK = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=".csv、.xlsx、.jsonl 或 .jsonl.gz 文件")
    parser.add_argument("--mapping", required=True, help=f"来源格式：{'、'.join(shipped())}")
    parser.add_argument(
        "--by", default="", metavar="USERNAME", help="以谁的名义登记；不写时为第一位可以导入的人"
    )
    parser.add_argument("--problems", type=Path, metavar="FILE", help="把退回的行写到这个 .xlsx 或 .csv 文件")


def run(options: argparse.Namespace) -> Figures:
    by = importer(options.by, at=trusted.now())
    if by is None:
        who = f"“{options.by}”" if options.by else "本中心"
        return Figures(ok=False, lines=[f"{who}没有可以导入的在岗人员（需要窗口受理员或分流调度员）。"])
    started = time.monotonic()
    try:
        name = options.file.name
        batch = begin(_chunks(options.file), name=name, mapping=options.mapping, by=by, at=trusted.now())
        batch = run_to_end(batch, clock=trusted.now, progress=_Progress(options, started=started))
    except OSError as error:
        return Figures(ok=False, lines=[f"读不了 {options.file}：{error.strerror or error}。"])
    except RuleError as error:
        return Figures(ok=False, lines=[error.sentence, *error.fields.values()])
    return _told(batch, options=options, by=by.name, seconds=time.monotonic() - started)


class _Progress:
    """One line on stderr, rewritten; nothing when the output is for machines."""

    def __init__(self, options: argparse.Namespace, *, started: float) -> None:
        self.quiet, self.started = bool(options.json), started

    def __call__(self, batch: ImportBatch) -> None:
        if self.quiet:
            return
        done = batch.made + batch.known + batch.refused
        rate = done / max(time.monotonic() - self.started, 0.001)
        end = "\r" if sys.stderr.isatty() and batch.state == "running" else "\n"
        print(
            f"已处理 {done}/{batch.total or '?'} 行，{rate:.0f} 行/秒", end=end, file=sys.stderr, flush=True
        )


def _told(batch: ImportBatch, *, options: argparse.Namespace, by: str, seconds: float) -> Figures:
    settled = batch.made + batch.known + batch.refused
    lines = [f"{batch.name}：已由{by}登记。", *([batch.problem] if batch.problem else [])]
    if batch.unread:
        columns = "、".join(batch.unread.splitlines())
        lines.append(f"这些列没有对应的栏目，内容已写进每件案件的第一条记录：{columns}。")
    lines += batch.remarks.splitlines()
    if batch.refused:
        lines.append(f"有 {batch.refused} 行没有入库。")
        lines.append(
            _write_problems(batch, to=options.problems)
            if options.problems
            else "加 --problems 文件名 可写出这些行和修改说明。"
        )
    return Figures(
        ok=batch.state == "done",
        figures={
            "rows": settled,
            "made": batch.made,
            "known": batch.known,
            "refused": batch.refused,
            "seconds": round(seconds, 2),
            "rows_per_second": round(settled / seconds) if seconds else 0,
        },
        lines=lines,
    )


def _write_problems(batch: ImportBatch, *, to: Path) -> str:
    content = problems_csv(batch).encode() if to.suffix.lower() == ".csv" else problems_xlsx(batch)
    durable.write(to, content)
    return f"退回的行和修改说明写在 {to}。"


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
