"""The history of a case as a timeline, as a log, and who looked at it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jiefen.domain import words
from jiefen.domain.lifecycle import BY_NAME
from jiefen.domain.words import Audience, State
from jiefen.store import vault
from jiefen.store.models import Case, Entry, Sighting, Unit

_TITLES = {
    "register": "登记了案件",
    "note": "写了记录",
    "attach": "添加了材料",
    "amend": "修改了登记内容",
    "reveal": "查看了完整证件号和电话",
    "calendar": "导入了放假安排，到期时间已重算",
}
_ICONS = {"register": "ticket", "amend": "pencil", "reveal": "eye", "attach": "paperclip"}
_SEEN = {
    "view": "打开案件",
    "print": "打印回执",
    "download": "下载材料",
    "reveal": "查看证件号和电话",
    "export": "导出台账",
}


@dataclass(frozen=True)
class TimelineEntry:
    icon: str
    who: str
    what: str
    at: datetime
    note: str
    audience: str
    tone: str


@dataclass(frozen=True)
class LogLine:
    seq: int
    at: datetime
    actor: str
    verb: str
    detail: str
    digest: str


@dataclass(frozen=True)
class ReaderLine:
    at: datetime
    who: str
    unit: str
    what: str
    reason: str


def timeline(case: Case, *, only_party: bool = False, limit: int = 200) -> list[TimelineEntry]:
    """Newest first. `only_party`: what the parties may see."""
    entries = case.entries.select_related("actor").order_by("-seq")
    if only_party:
        entries = entries.filter(audience=Audience.PARTY)
    names = _unit_names()
    return [_told(entry, case=case, names=names, newest=at == 0) for at, entry in enumerate(entries[:limit])]


def _told(entry: Entry, *, case: Case, names: dict[str, str], newest: bool) -> TimelineEntry:
    body = json.loads(entry.body)
    row = BY_NAME.get(entry.verb)
    return TimelineEntry(
        icon=_ICONS.get(entry.verb) or (row.icon if row else "point"),
        who=entry.actor.name if entry.actor else "系统",
        what=_TITLES.get(entry.verb) or _sentence(body, label=row.label if row else entry.verb, names=names),
        at=entry.at,
        note=private_text(entry, case=case, body=body),
        audience=entry.audience,
        tone="hl" if newest else "",
    )


def _sentence(body: dict[str, Any], *, label: str, names: dict[str, str]) -> str:
    facts, changes = body["facts"], body["set"]
    parts = [label]
    if "unit" in facts:
        parts.append(f"：{names.get(facts['unit'], facts['unit'])}")
    for name, vocabulary in (
        ("outcome", words.Outcome),
        ("track", words.Track),
        ("weight", words.Weight),
        ("elsewhere", words.Elsewhere),
    ):
        if facts.get(name):
            parts.append(f"：{vocabulary.label_of(facts[name])}")
    if "other" in facts:
        parts.append(f"：{facts['other']}")
    if facts.get("co"):
        parts.append(f"，协办 {'、'.join(names.get(code, code) for code in facts['co'])}")
    if changes.get("state") and len(parts) == 1:
        parts.append(f"（{State.label_of(changes['state'])}）")
    return "".join(parts)


def private_text(entry: Entry, *, case: Case, body: dict[str, Any] | None = None) -> str:
    """What was written in words, opened with the case's key; a plain sentence when the key was destroyed."""
    body = body or json.loads(entry.body)
    if entry.verb in ("register", "amend") or "case" not in body["sealed"]:
        return ""
    try:
        texts = json.loads(vault.unseal_text(vault.key_of(case.secret), body["sealed"]["case"]))
    except vault.Erased:
        return "（内容已按规定删除，记录仍在）"
    return "\n".join(str(text) for text in texts.values() if text)


def log(case: Case, *, limit: int = 500) -> list[LogLine]:
    names = _unit_names()
    lines = []
    for entry in case.entries.select_related("actor").order_by("seq")[:limit]:
        body = json.loads(entry.body)
        row = BY_NAME.get(entry.verb)
        title = _TITLES.get(entry.verb) or _sentence(
            body, label=row.label if row else entry.verb, names=names
        )
        clocks = body["facts"].get("clocks", [])
        detail = f"启动时限 {'、'.join(clocks)}" if clocks else ""
        who = entry.actor.name if entry.actor else "系统"
        lines.append(LogLine(entry.seq, entry.at, who, title, detail, bytes(entry.digest).hex()[:12]))
    return lines


def readers(case: Case, *, limit: int = 200) -> list[ReaderLine]:
    rows: QuerySet[Sighting] = case.sightings.select_related("user", "unit").order_by("-at")[:limit]
    return [
        ReaderLine(
            row.at,
            row.user.name,
            row.unit.name if row.unit else "",
            _SEEN.get(row.what, row.what),
            row.reason,
        )
        for row in rows
    ]


def _unit_names() -> dict[str, str]:
    return dict(Unit.objects.values_list("code", "name"))
