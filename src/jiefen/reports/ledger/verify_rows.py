"""Every covered row against the history: what differs is named by table, row, case or person, and entry; never by what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import ForeignKey, Model

from jiefen.reports.ledger.verify_findings import LIMIT, Finding, Findings
from jiefen.store.common import row_notes
from jiefen.store.common.row_fold import Difference, RowFold
from jiefen.store.common.row_layouts import current_layouts, recorded_layouts, tables_of
from jiefen.store.models import Case, Entry

_WHAT = {
    "row_changed": "与记录不符：它被绕过系统改动过",
    "row_missing": "不见了：它被绕过系统删除",
    "row_extra": "没有任何记录写下过它：它是绕过系统加进去的",
}


def compare(fold: RowFold, *, findings: Findings) -> int:
    """Answers how many rows were compared. A home that has not been opened yet is one finding, not one for each row."""
    known = recorded_layouts()
    if known != current_layouts():
        sentence = "各表的行还没有（全部）纳入历史：请先运行 jiefen init 完成升级，再核对。"
        findings.add(Finding("rows_unopened", sentence))
        known = {label: names for label, names in known.items() if current_layouts().get(label) == names}
    differences = fold.differences(tables_of(known))
    for difference in islice(differences, 10 * LIMIT):
        findings.add(_finding(difference))
    findings.count += sum(1 for _ in differences)
    return fold.compared


def _finding(difference: Difference) -> Finding:
    label, key, kind, pk = difference
    entry = None
    if pk is not None:
        entry = Entry.objects.filter(pk=pk).values_list("stream", "seq", "log_index", "verb", "body").first()
    stream, seq, log_index, verb, body = entry or ("", None, None, "", "{}")
    model = row_notes.layouts()[label].model
    whose = _whose(model, key=key) or _case_of(stream, body=body)
    told = f"，最近一次写在{_name(stream)}第 {seq} 条记录（{verb}）" if stream else ""
    sentence = f"表 {label} 第 {key} 行（{whose or '不属于哪个案件'}{told}）{_WHAT[kind]}。"
    return Finding(kind, sentence, stream=stream, seq=seq, log_index=log_index, row=f"{label}:{key}")


def _whose(model: type[Model], *, key: int) -> str:
    """The case or the account that a row is about, by the shortest way there; blank when it leads to neither, or is gone."""
    for path, target in _ways(model):
        column = "number" if target == "Case" else "username"
        name = model._default_manager.filter(pk=key).values_list(path + column, flat=True).first()
        if name:
            return f"案件 {name}" if target == "Case" else f"账号 {name}"
    return ""


def _ways(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Paths over keys to a case, or else to an account, the shortest first."""
    waiting: list[tuple[str, Any]] = [("", model)]
    seen: set[Any] = set()
    to_people: list[tuple[str, str]] = []
    while waiting:
        path, at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        if at.__name__ == "Case":
            yield path, "Case"
        elif at.__name__ == "User":
            to_people.append((path, "User"))
        else:
            keys = [field for field in at._meta.concrete_fields if isinstance(field, ForeignKey)]
            waiting += [(f"{path}{field.name}__", field.related_model) for field in keys]
    yield from to_people


def _case_of(stream: str, *, body: str) -> str:
    """By the entry, where the row is gone."""
    if stream.startswith("case:"):
        return f"案件 {stream[5:]}"
    case = json.loads(body).get("facts", {}).get("case")
    number = Case.objects.filter(pk=case).values_list("number", flat=True).first() if case else None
    return f"案件 {number}" if number else ""


def _name(stream: str) -> str:
    return f"案件 {stream[5:]} " if stream.startswith("case:") else f"记录流 {stream} "
