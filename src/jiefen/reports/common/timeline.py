"""The history of a case as a timeline, as a log, and who looked at it."""

from __future__ import annotations

import json
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
_SEEN = {
    "view": "打开案件",
    "print": "打印回执",
    "download": "下载材料",
    "reveal": "查看证件号和电话",
    "export": "导出台账",
    "glass": "应急查阅",
    "care_note": "打印求助记录",
    "package": "导出司法确认材料",
}


@dataclass(frozen=True)
class TimelineEntry:
    """`readers`: who besides the staff reads it, in words."""

    icon: str
    who: str
    what: str
    at: datetime
    note: str
    audience: str
    readers: str
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


def timeline(case: Case, *, since: int = 0, limit: int = 200) -> list[TimelineEntry]:
    """As the staff reads it, newest first. `since`: only entries after this one."""
    entries = case.entries.select_related("actor").filter(seq__gt=since).order_by("-seq")
    units = unit_names()
    parties = dict(case.parties.values_list("pk", "name"))
    return [_line(entry, case=case, units=units, parties=parties) for entry in entries[:limit]]


def _line(entry: Entry, *, case: Case, units: dict[str, str], parties: dict[int, str]) -> TimelineEntry:
    body = json.loads(entry.body)
    event = EVENT_BY_NAME.get(entry.verb)
    return TimelineEntry(
        icon=event.icon if event else "point",
        who=entry.actor.name if entry.actor else "系统",
        what=_told_to_staff(entry.verb, facts_in_words(body, names=units)),
        at=entry.at,
        note="\n".join(private_texts(entry, case=case, body=body).values()),
        audience=entry.audience,
        readers=_readers(entry, body=body, parties=parties),
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


def private_text(entry: Entry, *, case: Case) -> str:
    """What was written in words, as the staff reads it."""
    return "\n".join(private_texts(entry, case=case, body=json.loads(entry.body)).values())


def private_texts(entry: Entry, *, case: Case, body: dict[str, Any]) -> dict[str, str]:
    """What was written in words, by the name it was asked for, opened with the case's key; a plain sentence when the
    key was destroyed."""
    if entry.verb in ("register", "amend") or "case" not in body["sealed"]:
        return {}
    try:
        texts = json.loads(vault.unseal_text(vault.key_of(case.secret), body["sealed"]["case"]))
    except vault.Erased:
        return {"": "（内容已按规定删除，记录仍在）"}
    return {name: str(text) for name, text in texts.items() if text}


def _readers(entry: Entry, *, body: dict[str, Any], parties: dict[int, str]) -> str:
    if entry.audience != Audience.SOME:
        return Audience.label_of(entry.audience)
    return f"只给{'、'.join(parties.get(pk) or '（姓名待补）' for pk in body['to'])}看"


def unit_names() -> dict[str, str]:
    """Names by code."""
    return dict(Unit.objects.values_list("code", "name"))


def log(case: Case, *, limit: int = 500) -> list[LogLine]:
    names = unit_names()
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
