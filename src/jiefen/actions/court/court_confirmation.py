"""Judicial confirmation of an agreement: each party's own wish, the filing within thirty days, the court's answer."""

from __future__ import annotations

from datetime import datetime, time

from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience
from jiefen.domain.court.confirmation import BARS
from jiefen.domain.court.words import ConfirmationBar, CourtResult
from jiefen.store.common.reference import snapshot
from jiefen.store.court import (
    agreement_in_force,
    courts_for,
    open_confirmation,
    still_to_ask,
    why_not,
)
from jiefen.store.models import Case, ConfirmationConsent, CourtConfirmation

_AFTER = {
    CourtResult.EFFECTIVE: "对方不履行的，可以直接申请强制执行。",
    CourtResult.DISMISSED: "双方可以重新调解、变更协议，也可以起诉（《民事诉讼法》第206条）。",
    CourtResult.NOT_ACCEPTED: "协议仍然有效，对方不履行的可以就协议起诉。",
    CourtResult.WITHDRAWN: "期限内还可以再申请。",
}


def may_be_asked_for(step: Step) -> None:
    reason = why_not(step.case, now=step.command.at)
    if reason:
        raise RuleError(reason)
    if step.values["party"].pk not in still_to_ask(step.case):
        raise wrong("party", "这位当事人已经表示同意，或者协议和他（她）无关。")


def join_confirmation(step: Step) -> None:
    consent(
        step.case,
        party=step.values["party"].pk,
        how=step.values["how"],
        at=step.command.at,
        by=step.command.by.user_id,
    )
    step.audience = Audience.INTERNAL
    left = step.case.parties.filter(pk__in=still_to_ask(step.case)).order_by("position")
    names = "、".join(party.name or "另一方" for party in left)
    step.sentence = f"已登记，还差 {names} 同意。" if names else "双方都同意，可以打印申请书递交法院。"


def consent(case: Case, *, party: int, how: str, at: datetime, by: int) -> None:
    """Note one party's wish; the first of them opens the application."""
    row = open_confirmation(case)
    if row is None:
        row = CourtConfirmation(case=case, agreement=agreement_in_force(case), made_at=at)
        row.save(force_insert=True)
    ConfirmationConsent.objects.bulk_create(
        [ConfirmationConsent(confirmation=row, party_id=party, how=how, at=at, by_id=by)]
    )


def in_time_and_together(step: Step) -> None:
    """What counts is the day on which it was filed, not the day on which we note it."""
    values, case, at = step.values, step.case, step.command.at
    row, days = open_confirmation(case), snapshot().calendar
    if row is None or still_to_ask(case):
        raise RuleError("双方都同意才能申请；请先登记每一方的同意。")
    if row.filed_on is not None:
        raise RuleError(f"已经登记 {row.filed_on} 向{row.court}申请。")
    if values["bar"] is not ConfirmationBar.NONE:
        raise wrong("bar", BARS[values["bar"]])
    if values["filed_on"] > days.local(at).date():
        raise wrong("filed_on", f"{values['filed_on']} 在今天之后，请核对。")
    reason = why_not(case, now=datetime.combine(values["filed_on"], time(), days.zone))
    effective = row.agreement.effective_at
    if not reason and effective is not None and values["filed_on"] < days.local(effective).date():
        reason = "递交日期早于协议生效的日期，请核对。"
    if reason:
        raise wrong("filed_on", reason)


def file_confirmation(step: Step) -> None:
    court = step.values["court"] or courts_for(step.case)[0].court
    CourtConfirmation.objects.filter(case=step.case, decided_on=None).update(
        court=court, filed_on=step.values["filed_on"]
    )
    step.sentence = f"已登记：{step.values['filed_on']} 向{court}申请司法确认。收到受理通知后请再来登记。"


def was_filed(step: Step) -> None:
    row = open_confirmation(step.case)
    if row is None or row.filed_on is None:
        raise RuleError("还没有登记向法院申请。")
    name = "accepted_on" if step.row.name == "court_accepts" else "decided_on"
    day = step.values[name]
    if step.row.name == "court_accepts" and row.accepted_on is not None:
        raise RuleError(f"已经登记 {row.accepted_on} 受理。")
    if not row.filed_on <= day <= snapshot().calendar.local(step.command.at).date():
        raise wrong(name, f"日期要在递交（{row.filed_on}）和今天之间。")


def court_accepts(step: Step) -> None:
    day = step.values["accepted_on"]
    CourtConfirmation.objects.filter(case=step.case, decided_on=None).update(accepted_on=day)
    step.starts["RT-03"] = datetime.combine(day, time(), snapshot().calendar.zone)
    step.sentence = f"已登记：法院 {day} 受理，一般 30 日内裁定。"


def court_decides(step: Step) -> None:
    result: CourtResult = step.values["decree"]
    CourtConfirmation.objects.filter(case=step.case, decided_on=None).update(
        result=str(result), decided_on=step.values["decided_on"]
    )
    step.sentence = f"已登记：{result.label}。{_AFTER[result]}"
