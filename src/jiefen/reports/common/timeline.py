"""The history of a case as a timeline, as a log, and who looked at it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jiefen.domain.agreement.words import AgreementForm, ConfirmAnswer, OwnChannel
from jiefen.domain.case.lifecycle import EVENT_BY_NAME
from jiefen.domain.clocks.limits import RULES
from jiefen.domain.common import words
from jiefen.domain.common.words import Audience, State
from jiefen.domain.court.words import CourtResult, PartyChoice, ReferralKind, ReferralResult
from jiefen.domain.documents.words import DataResult
from jiefen.domain.intake.numbering import display
from jiefen.domain.mediation.words import (
    Consent,
    ConsentAbout,
    ExpertState,
    Openness,
    Reply,
    SessionMode,
    SessionResult,
)
from jiefen.domain.oversight.words import (
    BookingState,
    Content,
    CorrectionKind,
    CorrectionLevel,
    CorrectionResult,
    PromiseState,
    SupervisionLevel,
    VisitSource,
)
from jiefen.domain.oversight.words_disagreement import AppealAbout, AppealResult, ReviewResult
from jiefen.domain.safety.words import DutyEnd, SafeWay, Stance
from jiefen.reports.common import party_sentences
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Entry, Sighting, Unit

_VOCABULARIES: dict[str, type[words.Word]] = {
    "outcome": words.Outcome,
    "track": words.Track,
    "weight": words.Weight,
    "elsewhere": words.Elsewhere,
    "risk": words.Risk,
    "reason": words.PauseReason,
    "confidentiality": words.Confidentiality,
    "about": AppealAbout,
    "result": AppealResult,
    "decided": ReviewResult,
    "level": SupervisionLevel,
    "issue": CorrectionKind,
    "measure": CorrectionLevel,
    "found": CorrectionResult,
    "side": words.PartySide,
    "content": Content,
    "visit_source": VisitSource,
    "came": BookingState,
    "kept": PromiseState,
    "stance": Stance,
    "referral": ReferralKind,
    "choice": PartyChoice,
    "returned": ReferralResult,
    "decree": CourtResult,
    "done": DutyEnd,
    "way": SafeWay,
    "answer": ConfirmAnswer,
    "form": AgreementForm,
    "channel": OwnChannel,
    "asked": ConsentAbout,
    "consent": Consent,
    "mode": SessionMode,
    "openness": Openness,
    "coming": Reply,
    "opinion": ExpertState,
    "talk": SessionResult,
    "settled": DataResult,
}
_SAID = ("unit", *_VOCABULARIES, "clock", "other")
_CLOCKS = {rule.id: rule.label for rule in RULES}
Telling = Callable[[str, dict[str, str]], str]
_SEEN = {
    "view": "打开案件",
    "print": "打印回执",
    "download": "下载材料",
    "reveal": "查看证件号和电话",
    "export": "导出台账",
    "care_note": "打印求助记录",
    "package": "导出司法确认材料",
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


def timeline(
    case: Case, *, only_party: bool = False, since: int = 0, limit: int = 200
) -> list[TimelineEntry]:
    """Newest first. `only_party`: what the parties may see, in words for them; `since`: only later entries."""
    entries = case.entries.select_related("actor").filter(seq__gt=since).order_by("-seq")
    if only_party:
        entries = entries.filter(audience=Audience.PARTY)
    names = _unit_names()
    tell = party_sentences.told if only_party else _told_to_staff
    return [_line(entry, case=case, names=names, tell=tell) for entry in entries[:limit]]


def _line(entry: Entry, *, case: Case, names: dict[str, str], tell: Telling) -> TimelineEntry:
    body = json.loads(entry.body)
    event = EVENT_BY_NAME.get(entry.verb)
    return TimelineEntry(
        icon=event.icon if event else "point",
        who=entry.actor.name if entry.actor else "系统",
        what=tell(entry.verb, facts_in_words(body, names=names)),
        at=entry.at,
        note=private_text(entry, case=case, body=body),
        audience=entry.audience,
        tone="hl" if entry.seq == case.version else "",
    )


def facts_in_words(body: dict[str, Any], *, names: dict[str, str]) -> dict[str, str]:
    """The facts of an entry with their labels: codes of units, vocabularies and clocks become what is on screen."""
    facts = body["facts"]
    words = {
        name: vocabulary.label_of(facts[name])
        for name, vocabulary in _VOCABULARIES.items()
        if facts.get(name)
    }
    if "unit" in facts:
        words["unit"] = names.get(facts["unit"], facts["unit"])
    if facts.get("co"):
        words["co"] = "、".join(names.get(code, code) for code in facts["co"])
    if facts.get("clock") in _CLOCKS:
        words["clock"] = _CLOCKS[facts["clock"]]
    if "when" in facts:
        words["when"] = facts["when"]
    if "other" in facts:
        words["other"] = display(str(facts["other"]), snapshot().centre.short)
    if body["set"].get("state") == State.RULING:
        words["ruling"] = State.RULING.label
    return words


def _told_to_staff(verb: str, facts: dict[str, str]) -> str:
    event = EVENT_BY_NAME.get(verb)
    if event is None or event.title:
        return event.title if event else verb
    parts = [facts[name] for name in (*_SAID, "ruling") if name in facts]
    co = f"，协办 {facts['co']}" if "co" in facts else ""
    return "：".join([event.label, "，".join(parts)] if parts else [event.label]) + co


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
        title = _told_to_staff(entry.verb, facts_in_words(body, names=names))
        clocks = [_CLOCKS.get(rule, rule) for rule in body["facts"].get("clocks", [])]
        detail = f"启动时限：{'、'.join(clocks)}" if clocks else ""
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
