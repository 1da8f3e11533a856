"""What waits for a second person, as its pages show it: what will happen, who asked, why, until when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.people.powers import CARRIED_OUT_LATER, in_words
from jiefen.domain.people.words import ApprovalKind, ApprovalState, ExportOf
from jiefen.reports.common.addresses import address, case_address
from jiefen.reports.common.lists import filters
from jiefen.reports.common.reference import shown_number
from jiefen.store.models import Approval, Case
from jiefen.store.people.approvals import asked_by, asked_of, deciders, in_the_hands_of, state_in_words

SHOWN = 50
EXPORT_PAGES = {
    ExportOf.CASES: "cases_export",
    ExportOf.ROSTER: "mediators_export",
    ExportOf.ALLOWANCES: "allowances_workbook",
    ExportOf.PROBLEMS: "import_problems",
}


@dataclass(frozen=True)
class ApprovalLine:
    """`conditions`: the filters of a list that is to leave. `later`: whoever asked carries it out once it is agreed to. `decides`: the person who looks may decide. `next_url`: where whoever asked carries it out."""

    id: int
    what: str
    kind: str
    unit: str
    asked_by: str
    asked_at: datetime
    until: datetime
    conditions: str
    reason: str
    state: str
    tone: str
    decided_by: str
    decided_at: datetime | None
    answer: str
    done_at: datetime | None
    later: bool
    decides: bool
    case_url: str
    next_url: str
    next_label: str
    url: str


@dataclass(frozen=True)
class ApprovalsView:
    asked: list[ApprovalLine]
    mine: list[ApprovalLine]


def approvals(actor: Actor, *, now: datetime) -> ApprovalsView:
    return ApprovalsView(
        asked=[_line(row, actor=actor, now=now) for row in asked_of(actor, now=now)],
        mine=[_line(row, actor=actor, now=now) for row in asked_by(actor, limit=SHOWN)],
    )


def approval(actor: Actor, *, pk: int, now: datetime) -> ApprovalLine | None:
    """None for whoever has nothing to do with it."""
    row = in_the_hands_of(actor, pk=pk, now=now)
    return _line(row, actor=actor, now=now) if row else None


def _line(row: Approval, *, actor: Actor, now: datetime) -> ApprovalLine:
    waits = row.state == ApprovalState.WAITING and row.until > now
    decides = waits and actor.user_id in deciders(row, now=now)
    state = state_in_words(row, now=now)
    next_url, next_label = _next(row, actor=actor, now=now)
    return ApprovalLine(
        id=row.pk,
        what=_what(row),
        kind=ApprovalKind.label_of(row.kind),
        unit=row.unit.name,
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        until=row.until,
        conditions=_conditions(row),
        reason=_reason(row, actor=actor, decides=decides),
        state=state,
        tone="warn"
        if waits
        else "bad"
        if row.state == ApprovalState.REFUSED
        else "ok"
        if row.state
        else "done",
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        answer=row.answer,
        done_at=row.done_at,
        later=row.kind in CARRIED_OUT_LATER,
        decides=decides,
        case_url=_case_url(row, actor=actor),
        next_url=next_url,
        next_label=next_label,
        url=address("approval", row.pk),
    )


def _what(row: Approval) -> str:
    return in_words(
        ApprovalKind(row.kind),
        facts=json.loads(row.facts),
        person=row.person.name if row.person else "",
        unit=row.unit.name,
        number=shown_number(row.case) if row.case else "",
    )


def _conditions(row: Approval) -> str:
    facts = json.loads(row.facts)
    if row.kind != ApprovalKind.EXPORT or facts["what"] != ExportOf.CASES:
        return ""
    chosen = [
        f"{box.label}：{option.label}"
        for box in filters(facts["filters"])
        for option in box.options
        if option.selected and option.value
    ]
    return "，".join(chosen + (["只要本人承办的"] if facts["filters"].get("mine") else []))


def _reason(row: Approval, *, actor: Actor, decides: bool) -> str:
    """What was written about a case is for whoever asked or decides; for an auditor where they see the case."""
    concerned = decides or actor.user_id in (row.asked_by_id, row.decided_by_id)
    if row.case is None or concerned or _case_url(row, actor=actor):
        return row.reason
    return "（涉及案情，只给提出和决定的人看）"


def _case_url(row: Approval, *, actor: Actor) -> str:
    """Empty for a case that this person may not see: deciding opens no case."""
    if row.case is None or not Case.objects.visible_to(actor).filter(pk=row.case.pk).exists():
        return ""
    return case_address(row.case)


def _next(row: Approval, *, actor: Actor, now: datetime) -> tuple[str, str]:
    """Where whoever asked goes on once it is agreed to."""
    if row.state != ApprovalState.AGREED or row.until <= now or row.asked_by_id != actor.user_id:
        return "", ""
    facts = json.loads(row.facts)
    if row.kind == ApprovalKind.RESET:
        return address("person", facts["user"]), "去重置"
    page = EXPORT_PAGES[ExportOf(facts["what"])]
    return address(page, *facts["parts"], **facts["filters"]), "下载文件"
