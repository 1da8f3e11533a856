"""Is the history still what was written? Walks every entry; names the first bad one (trust.md §§ 0.7, 3.6)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from jiefen.domain.common import moments
from jiefen.lib import checkpoint as signed
from jiefen.lib.fairsqlite import snapshot
from jiefen.reports.ledger import verify_log, verify_rows
from jiefen.reports.ledger.verify_findings import Finding, Findings, Progress, Verdict, VerifyPace
from jiefen.reports.ledger.verify_streams import Streams
from jiefen.store.common.keys import audit_keys, checkpoint_keys
from jiefen.store.common.row_fold import RowFold
from jiefen.store.models import Entry

CLOCK_SLACK = timedelta(minutes=5)


class Size(NamedTuple):
    """How much was looked at."""

    entries: int
    streams: int
    log_size: int
    checkpoints: int
    rows: int


def verify(
    *,
    at: datetime,
    checkpoint: str | None = None,
    witnesses: Path | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Check the whole history at one moment of the database; work goes on meanwhile.

    The newest checkpoint in the home's own folder is always held against it. `checkpoint`: the text of one that was kept
    elsewhere; without it nobody can see that the whole home was put back, database and checkpoints together. `witnesses`: folder of the witness files beside it, which tell the exact place.
    """
    started, findings = time.perf_counter(), Findings()
    public_keys = checkpoint_keys()
    with _one_moment():
        total = Entry.objects.count()
        pace = VerifyPace(progress, total=total + Entry.objects.filter(log_index__isnull=False).count())
        marks = list(verify_log.stored_marks(public_keys, findings=findings))
        stored = len(marks)
        marks += verify_log.newest_local_mark(public_keys, findings=findings)
        if checkpoint is not None:
            marks += _external(checkpoint, public_keys=public_keys, at=at, findings=findings)
        log = verify_log.walk(marks, findings=findings, pace=pace)
        if log.wrong:
            folders = [folder for folder in (witnesses, settings.HOME.checkpoints) if folder is not None]
            verify_log.locate(log, folders=folders, findings=findings)
        streams = Streams(audit_keys(), log.gaps, findings, pace, RowFold())
        rows = verify_rows.compare(streams.walk(), findings=findings)
        pace.finish()
    size = Size(streams.entries, streams.count, log.size, stored + (checkpoint is not None), rows)
    return _verdict(findings, size=size, seconds=time.perf_counter() - started)


def _verdict(findings: Findings, *, size: Size, seconds: float) -> Verdict:
    kept = tuple(findings.first())
    return Verdict(
        ok=not findings.count,
        entries=size.entries,
        streams=size.streams,
        log_size=size.log_size,
        checkpoints=size.checkpoints,
        rows=size.rows,
        seconds=seconds,
        found=findings.count,
        findings=kept,
        first=kept[0] if kept else None,
    )


def why_not_ours(text: str) -> str:
    """Why a file that is to be compared with the history cannot be: it says nothing about the history itself."""
    try:
        mark = signed.parse(text)
    except signed.NotACheckpoint as problem:
        return str(problem)
    if mark.signed_by_any(checkpoint_keys()):
        return ""
    return (
        f"这份检查点（{mark.size} 条，密钥 {mark.key_id}）不是本系统的密钥签的：多半拿成了别的系统的，或文件被改动过。"
        "确实是本系统以前导出的，说明密钥换过，请立即查明。"
    )


def _external(
    text: str, *, public_keys: list[bytes], at: datetime, findings: Findings
) -> Iterator[signed.Mark]:
    try:
        mark = signed.parse(text)
    except signed.NotACheckpoint as problem:
        findings.add(Finding("signature", str(problem)))
        return
    if not mark.signed_by_any(public_keys):
        sentence = f"给出的检查点（{mark.size} 条，密钥 {mark.key_id}）不是本系统的密钥签的，或文件被改动过。"
        findings.add(Finding("signature", sentence))
        return
    if mark.at > at + CLOCK_SLACK:
        findings.add(
            Finding("clock", f"检查点签于 {moments.utc_second(mark.at)} UTC，晚于现在：请核对服务器时钟。")
        )
    yield mark


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query inside sees the same state; nobody is kept waiting."""
    if connection.vendor == "sqlite":
        with snapshot(connection):
            yield
    elif connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
