"""Each stream of its own: no entry missing, each chained to the one before, carrying a right MAC, and folding to the row."""

from __future__ import annotations

import hmac
import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from jiefen.domain.common import chain
from jiefen.reports.ledger.verify_findings import Finding, Findings, VerifyPace
from jiefen.store.common.row_fold import RowFold
from jiefen.store.models import Case, Entry, Stream

CHUNK = 2_000
COLUMNS = {
    "holder": "holder__code",
    "handler": "handler_id",
    "place": "place__code",
    "merged_into": "merged_into__number",
}
MONEY = frozenset({"amount", "amount_agreed"})
_COPIES = ("stream", "seq", "at", "verb", "actor", "audience")
_NO_CASE = -1


class StreamRow(NamedTuple):
    id: int
    case_id: int | None
    stream: str
    seq: int
    at: datetime
    verb: str
    actor_id: int | None
    audience: str
    body: str
    digest: bytes
    mac: bytes
    log_index: int | None


@dataclass
class Head:
    """The row that says how far a stream has come; for a case also what its columns say."""

    stream: str
    version: int
    head: bytes
    columns: dict[str, Any] = field(default_factory=dict)
    is_case: bool = False


@dataclass
class Streams:
    """Walks all streams. `gaps`: missing log indexes in order, to tell where a missing entry had stood."""

    audit_keys: list[tuple[int, bytes]]  # with the id of the first entry under each, in order
    gaps: list[int]
    findings: Findings
    pace: VerifyPace
    rows: RowFold
    entries: int = 0
    count: int = 0

    def walk(self) -> RowFold:
        """Answers what the entries say of rows."""
        self._cases()
        self._others()
        return self.rows

    def _cases(self) -> None:
        """Cases and entries side by side, both by case id."""
        cases = _case_heads()
        case_id, head = next(cases, (None, None))
        for entry_case, rows in groupby(_rows(of_cases=True), key=attrgetter("case_id")):
            while case_id is not None and case_id < entry_case:
                self._without_entries(head)
                case_id, head = next(cases, (None, None))
            if case_id == entry_case:
                self._stream(rows, head=head)
                case_id, head = next(cases, (None, None))
            else:
                self._stream(rows, head=None)
        while case_id is not None:
            self._without_entries(head)
            case_id, head = next(cases, (None, None))

    def _others(self) -> None:
        heads = {row.name: Head(row.name, row.version, bytes(row.head)) for row in Stream.objects.all()}
        for name, rows in groupby(_rows(of_cases=False), key=attrgetter("stream")):
            self._stream(rows, head=heads.pop(name, None))
        for head in heads.values():
            self._without_entries(head)

    def _without_entries(self, head: Head | None) -> None:
        if head is not None and (head.version or head.is_case):
            sentence = f"{_name(head.stream)}应有 {head.version} 条记录，现在一条也没有：历史被删除。"
            self.findings.add(
                Finding("missing", sentence, stream=head.stream, seq=1, log_index=self._gap(None, None))
            )

    def _stream(self, rows: Iterator[StreamRow], *, head: Head | None) -> None:
        self.count += 1
        last: StreamRow | None = None
        folded: dict[str, Any] = {}
        for row in rows:
            self._entry(row, last=last, name=head.stream if head else None, folded=folded)
            last = row
        if last is not None:
            self._end(last, head=head, folded=folded)

    def _entry(
        self, row: StreamRow, *, last: StreamRow | None, name: str | None, folded: dict[str, Any]
    ) -> None:
        self.entries += 1
        self.pace.step()
        seq = last.seq + 1 if last else 1
        if row.seq != seq:
            self._missing(row, seq=seq, last=last)
        elif row.digest != chain.digest(last.digest if last else b"", body=row.body):
            self._bad("chain", row, "内容与摘要不符：它或它前面的记录被改动过")
        if not hmac.compare_digest(row.mac, chain.mac(self._audit_key(row.id), digest=row.digest)):
            self._bad("mac", row, "认证码不对：它不是本系统写下的")
        if name is not None and row.stream != name:
            self._bad("column", row, f"挂在{_name(name)}名下，与内容不符")
        if (
            last is not None
            and row.log_index is not None
            and (last.log_index is None or last.log_index > row.log_index)
        ):
            self._bad("number", row, "的日志序号排在它前一条之前，或前一条没有序号")
        try:
            body = json.loads(row.body)
            copies = [body[field] for field in _COPIES]
            folded.update(body["set"])
            if "rows" in body:
                self.rows.add(body["rows"], entry=row.id, log_index=row.log_index)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._bad("body", row, "的内容读不出来")
            return
        if copies != [row.stream, row.seq, chain.moment(row.at), row.verb, row.actor_id, row.audience]:
            self._bad("column", row, f"的{_which(copies, row=row)}与内容不符：检索用的列被改动过")

    def _audit_key(self, entry: int) -> bytes:
        """The key that an entry of this id was written with."""
        place = len(self.audit_keys) - 1
        while place and self.audit_keys[place][0] > entry:
            place -= 1
        return self.audit_keys[place][1]

    def _missing(self, row: StreamRow, *, seq: int, last: StreamRow | None) -> None:
        upto = f"第 {seq} 条" if row.seq == seq + 1 else f"第 {seq} 至 {row.seq - 1} 条"
        sentence = f"{_name(row.stream)}{upto}记录不见了：第 {row.seq} 条之前有记录被删除。"
        index = self._gap(last.log_index if last else None, row.log_index)
        self.findings.add(Finding("missing", sentence, stream=row.stream, seq=seq, log_index=index))

    def _gap(self, low: int | None, high: int | None) -> int | None:
        """The first missing log index between two present ones."""
        at = bisect_left(self.gaps, -1 if low is None else low)
        if at < len(self.gaps) and (high is None or self.gaps[at] < high):
            return self.gaps[at]
        return None

    def _bad(self, kind: str, row: StreamRow, why: str) -> None:
        number = "尚未编入日志" if row.log_index is None else f"日志第 {row.log_index} 号"
        sentence = f"{_name(row.stream)}第 {row.seq} 条记录（{number}，{row.verb}）{why}。"
        self.findings.add(Finding(kind, sentence, stream=row.stream, seq=row.seq, log_index=row.log_index))

    def _end(self, last: StreamRow, *, head: Head | None, folded: dict[str, Any]) -> None:
        if head is None:
            what = "案件" if last.case_id is not None else "记录流"
            self._bad("row", last, f"所属的{what}行不见了")
            return
        if head.version > last.seq:
            sentence = (
                f"{_name(head.stream)}应有 {head.version} 条记录，现在只有 {last.seq} 条：末尾的记录被删除。"
            )
            index = self._gap(last.log_index, None)
            self.findings.add(
                Finding("missing", sentence, stream=head.stream, seq=last.seq + 1, log_index=index)
            )
        elif head.version < last.seq or head.head != last.digest:
            self._bad("head", last, "之后，主表里的条数或末尾摘要与历史不符：有记录被插入或改动")
        if head.is_case:
            self._fold(head, last=last, folded=folded)

    def _fold(self, head: Head, *, last: StreamRow, folded: dict[str, Any]) -> None:
        wrong = [name for name in chain.FOLDED if folded.get(name, Ellipsis) != head.columns[name]]
        if wrong:
            differences = "；".join(
                f"{name} 应为 {folded.get(name)!r}，现为 {head.columns[name]!r}" for name in wrong[:4]
            )
            sentence = f"{_name(head.stream)}的现状与历史不符（{differences}）：主表被绕过系统改动过。"
            self.findings.add(Finding("fold", sentence, stream=head.stream, seq=last.seq))


def _rows(*, of_cases: bool) -> Iterator[StreamRow]:
    order = ("case_id", "seq") if of_cases else ("stream", "seq")
    rows = Entry.objects.filter(case__isnull=not of_cases).order_by(*order).values_list(*StreamRow._fields)
    for row in rows.iterator(chunk_size=CHUNK):
        yield StreamRow._make((*row[:9], bytes(row[9]), bytes(row[10]), row[11]))


def _case_heads() -> Iterator[tuple[int, Head]]:
    columns = [COLUMNS.get(name, name) for name in chain.FOLDED]
    rows = Case.objects.order_by("id").values_list("id", "number", "version", "head", *columns)
    for row in rows.iterator(chunk_size=CHUNK):
        values = dict(zip(chain.FOLDED, row[4:], strict=True))
        values |= {name: f"{values[name]:.2f}" for name in MONEY if values[name] is not None}
        yield row[0], Head(f"case:{row[1]}", row[2], bytes(row[3]), values, is_case=True)


def _name(stream: str) -> str:
    return f"案件 {stream[5:]} " if stream.startswith("case:") else f"记录流 {stream} "


def _which(copies: list[Any], *, row: StreamRow) -> str:
    words = ("所属", "序号", "时间", "动作", "经办人", "可见范围")
    now = (row.stream, row.seq, chain.moment(row.at), row.verb, row.actor_id, row.audience)
    return "、".join(word for word, was, is_now in zip(words, copies, now, strict=True) if was != is_now)
