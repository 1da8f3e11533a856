"""Asking for a second person. Deciding is in `actions.case.decide`, since what is agreed to is then done there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.actions.common.command import Answer, Command
from jiefen.domain.common import moments
from jiefen.domain.common.chain import canonical
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.reading import Reading
from jiefen.domain.people.powers import ASKED_FOR, DECIDERS, INSTEAD
from jiefen.domain.people.words import ApprovalKind, ApprovalState
from jiefen.store.models import Approval, Case, Unit, User
from jiefen.store.people.approvals import deciders

REASON = 5_000
LEAST = 4


def ask_second_person(
    command: Command,
    *,
    kind: ApprovalKind,
    unit: Unit,
    facts: dict[str, Any],
    reason: str,
    person: User | None = None,
    case: Case | None = None,
) -> Answer:
    """Put it before a second person. Raises Invalid without a reason, RuleError when nobody could decide or it waits
    already."""
    row = Approval(
        kind=kind,
        unit=unit,
        person=person,
        case=case,
        facts=canonical(facts),
        reason=_reason(reason),
        asked_by_id=command.by.user_id,
        asked_at=command.at,
        until=command.at + ASKED_FOR,
    )
    _refuse(row, now=command.at)
    row.pk = Approval.objects.bulk_create([row])[0].pk
    note = {"approval": row.pk, "kind": str(kind), "unit": unit.code, "asked": facts}
    whom = {"user": person.pk} if person else {}
    about = {"case": case.number} if case else {}
    command.history.add_to_stream("system", verb="ask_approval", facts=note | whom | about)
    until = moments.short_minute_in_words(row.until)
    return Answer(
        sentence=f"还没有办：{kind.label}要由第二个人同意。已经通知能决定的人，{until} 前没有决定就作废。",
        number=case.number if case else "",
        version=case.version if case else 0,
        more={"approval": row.pk},
    )


def agreed(command: Command, *, kind: ApprovalKind, facts: dict[str, Any]) -> Approval | None:
    """What this person asked for and a second one agreed to, while it may be carried out; locked."""
    rows = Approval.objects.select_for_update(of=("self",)).filter(
        kind=kind, facts=canonical(facts), asked_by=command.by.user_id, state=ApprovalState.AGREED
    )
    return rows.filter(until__gt=command.at).order_by("pk").first()


def carried_out(command: Command, *, row: Approval) -> dict[str, int]:
    """Mark it done, so that it is done once. Answers the facts that the entry of the deed names."""
    Approval.objects.filter(pk=row.pk).update(state=ApprovalState.DONE, done_at=command.at)
    return named_in_history(row)


def named_in_history(row: Approval) -> dict[str, int]:
    """Which request, and who agreed."""
    return {"approval": row.pk, "agreed_by": row.decided_by_id or 0}


def _refuse(row: Approval, *, now: datetime) -> None:
    """Where nobody could decide, or the same waits already."""
    kind = ApprovalKind(row.kind)
    if not deciders(row, now=now):
        who = "、".join(sorted(role.label for role in DECIDERS[kind] | INSTEAD.get(kind, frozenset())))
        raise RuleError(
            f"{kind.label}要由第二个人同意，可是{row.unit.name}和上级单位现在没有别的{who}在岗；请上级单位安排人后再提。"
        )
    same = Approval.objects.filter(
        kind=kind, facts=row.facts, case=row.case, state=ApprovalState.WAITING, until__gt=now
    )
    if same.exists():
        raise RuleError("同样的请求已经提交过，正在等第二个人决定；可以在“双人复核”里查看。")


def _reason(text: str) -> str:
    reading = Reading({"reason": text})
    reason = reading.text("reason", limit=REASON, label="理由")
    if len(reason) < LEAST:
        reading.problems["reason"] = (
            f"这件事要由第二个人同意：请写明理由，不少于 {LEAST} 个字，给决定的人看。"
        )
    if reading.problems:
        raise Invalid(fields=reading.problems)
    return reason
