"""What is special to booking a leader's reception, to what was said there, and to return visits (rows B9, A8)."""

from __future__ import annotations

from jiefen.actions.common.hooks import wrong
from jiefen.actions.common.step import Step
from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import Audience, PartySide
from jiefen.domain.oversight.words import BookingState, Content, PromiseState, VisitSource
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Booking, Promise, Reception, ReturnVisit


def has_this_side(step: Step) -> None:
    if not step.case.parties.filter(side=str(step.values["side"])).exists():
        raise wrong("side", "本案没有登记这一方。")


def visit(step: Step) -> None:
    content = step.values["content"]
    row = ReturnVisit(
        case=step.case,
        side=str(step.values["side"]),
        content=str(content),
        source=str(step.values["visit_source"] or VisitSource.CENTRE),
        said=step.values["said"],
        at=step.command.at,
        by_id=step.command.by.user_id,
    )
    ReturnVisit.objects.bulk_create([row])
    step.audience = Audience.INTERNAL
    step.sentence = {
        Content.DISSATISFIED: "回访已记录。当事人不满意，请再上门或“重新打开”接着办。",
        Content.UNREACHED: "回访已记录。没有联系上不算回访完成，请换个时间再联系。",
    }.get(content, "回访已记录。")


def one_seat(step: Step) -> None:
    row = step.values["reception"]
    if Booking.objects.filter(case=step.case, state=BookingState.BOOKED).exists():
        raise RuleError("本案已经约了一场接访；要改约，先把原来的取消。")
    if Booking.objects.filter(case=step.case, reception=row).exclude(state=BookingState.CANCELLED).exists():
        raise wrong("reception", "这一场已经接待过本案。")


def book(step: Step) -> None:
    row: Reception = step.values["reception"]
    booking = Booking(
        reception=row,
        case=step.case,
        party=step.values["party"] or step.case.parties.filter(side=PartySide.APPLICANT).first(),
        state=BookingState.BOOKED,
        wish=step.values["said"],
        made_at=step.command.at,
        by_id=step.command.by.user_id,
    )
    Booking.objects.bulk_create([booking])
    step.to = _whose(booking)
    when = snapshot().calendar.local(row.begins_at)
    step.facts["when"] = moments.iso_minute(when)
    online = f"链接 {row.link}，当事人在自己的进度页看到。"
    come = online if row.link else f"地点：{row.room}。请告诉当事人带身份证和材料。"
    step.sentence = f"已预约 {moments.short_minute_in_words(when)} {row.leader.name}接访，{come}"


def whole_promise(step: Step) -> None:
    values = step.values
    if bool(values["promise"]) != bool(values["promised_for"]):
        field = "promised_for" if values["promise"] else "promise"
        raise wrong(field, "承诺的事情和办到的日期要一起填。")
    if values["promise"] and values["came"] != BookingState.RECEIVED:
        raise wrong("promise", "当事人没有到场，不能登记承诺。")
    booking: Booking = values["booking"]
    if values["came"] != BookingState.CANCELLED and booking.reception.begins_at > step.command.at:
        raise wrong("came", "这场接访还没有开始；要取消预约请选“取消预约”。")
    today = snapshot().calendar.local(step.command.at).date()
    if values["promised_for"] and values["promised_for"] < today:
        raise wrong("promised_for", f"{values['promised_for']} 已经过去，请写以后的日期。")


def receive(step: Step) -> None:
    values, at = step.values, step.command.at
    booking: Booking = values["booking"]
    state: BookingState = values["came"]
    Booking.objects.filter(pk=booking.pk).update(state=state, talk=values["said"], received_at=at)
    step.to = _whose(booking)
    if values["promise"]:
        promise = Promise(
            booking=booking,
            case=step.case,
            text=values["promise"],
            due_on=values["promised_for"],
            state=PromiseState.OPEN,
        )
        Promise.objects.bulk_create([promise])
        step.sentence = f"接访已记录，承诺 {values['promised_for']} 前办到，到期会提醒核实。"
        return
    step.sentence = f"接访已记录：{state.label}。"


def not_before_asking(step: Step) -> None:
    promise: Promise = step.values["promise"]
    if promise.booking.reception.leader_id == step.command.by.user_id:
        raise RuleError("作出承诺的人不能自己登记已兑现，请由其他人核实。")


def settle_promise(step: Step) -> None:
    kept = step.values["kept"]
    step.to = _whose(step.values["promise"].booking)
    Promise.objects.filter(pk=step.values["promise"].pk).update(
        state=kept,
        settled_at=step.command.at,
        settled_by_id=step.command.by.user_id,
        finding=step.values["reason"],
    )
    step.sentence = f"已登记：{kept.label}。"


def _whose(booking: Booking) -> set[int]:
    return {booking.party_id} if booking.party_id else set()
