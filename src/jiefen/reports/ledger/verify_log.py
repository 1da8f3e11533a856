"""The log as a whole: numbers without a hole, and the root that every checkpoint signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from django.conf import settings

from jiefen.domain.common import moments
from jiefen.lib import checkpoint, witness
from jiefen.lib.merkle import CompactRange, leaf_hash
from jiefen.reports.ledger.verify_findings import Finding, Findings, VerifyPace
from jiefen.store.models import Checkpoint, Entry, LogState

CHUNK = 5_000
MAX_GAPS = 10_000


@dataclass
class Log:
    """What the walk learned: the number of sequenced entries, and the missing log indexes in order."""

    size: int = 0
    gaps: list[int] = field(default_factory=list)
    good: int = 0
    wrong: list[checkpoint.Mark] = field(default_factory=list)


def stored_marks(public_keys: list[bytes], *, findings: Findings) -> Iterator[checkpoint.Mark]:
    """The checkpoints of the database whose signature is right; the others are findings."""
    for row in Checkpoint.objects.order_by("size", "id").iterator():
        try:
            mark = checkpoint.parse(row.text)
        except checkpoint.NotACheckpoint:
            mark = None
        if (
            mark is None
            or not mark.signed_by_any(public_keys)
            or mark.size != row.size
            or mark.root != bytes(row.root)
        ):
            sentence = (
                f"数据库里的检查点（{row.size} 条，编号 {row.pk}）签名不对：它被改动过或不是本系统签发的。"
            )
            findings.add(Finding("signature", sentence))
        else:
            yield mark


def newest_local_mark(public_keys: list[bytes], *, findings: Findings) -> Iterator[checkpoint.Mark]:
    """The newest checkpoint in the home's own folder: a database older than it was put in the place of the newer one."""
    for path in sorted(settings.HOME.checkpoints.glob("*.checkpoint"), reverse=True):
        try:
            mark = checkpoint.parse(path.read_text(encoding="utf-8"))
        except (checkpoint.NotACheckpoint, OSError, UnicodeDecodeError):
            mark = None
        if mark is not None and mark.signed_by_any(public_keys):
            yield mark
            return
        sentence = f"本机保存的检查点文件 {path.name} 签名不对：它被改动过或不是本系统签发的。"
        findings.add(Finding("signature", sentence))


def walk(marks: Sequence[checkpoint.Mark], *, findings: Findings, pace: VerifyPace) -> Log:
    """Go through the log once, in order, and hold each mark against the root at its size."""
    log, growing = Log(), CompactRange()
    waiting = sorted(marks, key=lambda mark: mark.size)
    at = expected = 0
    for index, digest in _rows():
        if index != expected:
            _hole(expected, end=index, log=log, findings=findings)
        expected = index + 1
        growing.append(leaf_hash(bytes(digest)))
        pace.step()
        while at < len(waiting) and waiting[at].size <= expected:
            _hold_against(waiting[at], growing=growing, whole=not log.gaps, log=log, findings=findings)
            at += 1
    log.size = expected
    for mark in waiting[at:]:
        log.wrong.append(mark)
        sentence = (
            f"检查点（{moments.utc_second(mark.at)} UTC）签名时日志有 {mark.size} 条，现在只剩 {log.size} 条："
            f"第 {log.good} 号及以后有 {mark.size - log.size} 条记录被删除。"
        )
        findings.add(Finding("truncated", sentence, log_index=log.good, end=mark.size))
    _against_state(growing, log=log, findings=findings)
    return log


def _rows() -> Iterable[tuple[int, bytes]]:
    rows = Entry.objects.filter(log_index__isnull=False).order_by("log_index")
    return rows.values_list("log_index", "digest").iterator(chunk_size=CHUNK)  # type: ignore[return-value]


def _hole(first: int, *, end: int, log: Log, findings: Findings) -> None:
    if end < first:
        findings.add(Finding("number", f"日志序号 {end} 不应出现：序号从 0 起。", log_index=0))
        return
    log.gaps += range(first, min(end, first + MAX_GAPS - len(log.gaps)))
    count = f"{first}" if end == first + 1 else f"{first} 至 {end - 1}"
    findings.add(Finding("hole", f"日志序号 {count} 的记录不见了：有记录被删除。", log_index=first))


def _hold_against(
    mark: checkpoint.Mark, *, growing: CompactRange, whole: bool, log: Log, findings: Findings
) -> None:
    if whole and growing.root() == mark.root:
        log.good = max(log.good, mark.size)
        return
    log.wrong.append(mark)
    sentence = (
        f"日志的前 {mark.size} 条与检查点（{moments.utc_second(mark.at)} UTC 签名）不符："
        f"第 {log.good} 号至第 {mark.size - 1} 号之间有记录被改动、删除或插入。"
    )
    findings.add(Finding("root", sentence, log_index=log.good, end=mark.size))


def _against_state(growing: CompactRange, *, log: Log, findings: Findings) -> None:
    state = LogState.objects.first()
    kept = growing.to_bytes()
    if state is None:
        if log.size:
            findings.add(Finding("state", "日志的状态行不见了，而日志里有记录。"))
    elif state.size != log.size or (state.size and bytes(state.ranges) != kept):
        sentence = f"日志状态行记的是 {state.size} 条，实际有 {log.size} 条，或两者的根值不同：末尾有记录被删除或改动。"
        findings.add(
            Finding("state", sentence, log_index=min(state.size, log.size), end=max(state.size, log.size, 1))
        )


def locate(log: Log, *, folders: Iterable[Path], findings: Findings) -> None:
    """Name the first entry that differs from what was signed, where witness files are at hand."""
    places = [folder for folder in folders if folder.is_dir()]
    for mark in sorted(log.wrong, key=lambda one: one.size):
        for folder in places:
            digests = witness.digests(folder, size=mark.size, root=mark.root)
            finding = _first_difference(digests) if digests is not None else None
            if finding is not None:
                findings.add(finding)
                return


def _first_difference(told: Iterator[bytes]) -> Finding | None:
    rows = Entry.objects.filter(log_index__isnull=False).order_by("log_index")
    held = rows.values_list("log_index", "digest", "stream", "seq").iterator(chunk_size=CHUNK)
    for index, (was, now) in enumerate(zip_longest(told, held)):
        if was is None:
            return None
        if now is None or now[0] != index:
            sentence = f"日志第 {index} 号记录不见了：签名时它在（摘要 {was.hex()[:16]}…）。"
            return Finding("missing", sentence, log_index=index)
        if bytes(now[1]) != was:
            sentence = (
                f"日志第 {index} 号是第一条与签名时不同的记录：签名时摘要为 {was.hex()[:16]}…，现在这里是 {now[2]} 的第"
                f" {now[3]} 条（摘要 {bytes(now[1]).hex()[:16]}…）。"
            )
            return Finding("differs", sentence, stream=now[2], seq=now[3], log_index=index)
    return None
