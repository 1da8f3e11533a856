"""The calendar of leaders' reception 领导接访 (row B9): sittings planned and called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jiefen.actions.common.asks import is_id
from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.messages.notices import tell
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.words import Role
from jiefen.domain.oversight import reception as sitting
from jiefen.domain.oversight.words import BookingState
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Booking, Post, Reception
from jiefen.store.people.in_office import in_office

STREAM = "reception"


@in_one_transaction("plan_reception")
def plan_reception(command: Command, *, leader: str, fields: Mapping[str, str]) -> Answer:
    """A sitting in the calendar. `leader`: id of somebody with a leader's post. Raises Invalid, NotAllowed."""
    command.by.require("plan_reception")
    days, problems, read = snapshot().calendar, dict[str, str](), None
    held = _leaders_post(leader)
    if held is None:
        problems["leader"] = "请从列表中选择一位领导。"
    try:
        read = sitting.read(fields, today=days.local(command.at).date())
    except Invalid as error:
        problems |= error.fields
    if held is None or read is None:
        raise Invalid(fields=problems)
    begins = datetime.combine(read.on, read.begins, days.zone)
    ends = datetime.combine(read.on, read.ends, days.zone)
    if begins <= command.at:
        raise Invalid(fields={"begins": "开始时间已经过去。"})
    same = Reception.objects.filter(
        leader=held.user, cancelled_at=None, begins_at__lt=ends, ends_at__gt=begins
    )
    if same.exists():
        raise Invalid(fields={"begins": f"{held.user.name}这个时间已有一场接访。"})
    row = Reception(
        leader=held.user, unit=held.unit, room=read.room, link=read.link, begins_at=begins, ends_at=ends,
        seats=read.seats, topic=read.topic, made_at=command.at, by_id=command.by.user_id,
    )  # fmt: skip
    Reception.objects.bulk_create([row])
    command.history.add_to_stream(
        STREAM, verb="plan_reception", facts={"reception": row.pk, "leader": held.user_id}
    )
    return Answer(
        sentence=f"已安排{held.user.name}{moments.short_day_in_words(read.on)} {moments.clock(read.begins)} 接访，{read.seats} 个名额。",
        more={"reception": row.pk},
    )


def _leaders_post(user: str) -> Post | None:
    """The highest leader's post of this person."""
    if not is_id(user):
        return None
    posts = in_office(Role.LEADER).filter(user_id=int(user))
    return posts.select_related("user", "unit").order_by("unit__path").first()


@in_one_transaction("call_off")
def call_off(command: Command, *, reception: int) -> Answer:
    """A sitting does not take place: those who booked lose no right, the desk is told to find them another."""
    command.by.require("plan_reception")
    row = (
        Reception.objects.select_for_update(of=("self",))
        .select_related("leader")
        .filter(pk=reception)
        .first()
    )
    if row is None:
        raise Unseen("没有找到这场接访，请刷新页面。")
    if row.cancelled_at is not None:
        raise RuleError("这场接访已经取消。")
    if row.begins_at <= command.at:
        raise RuleError("这场接访已经开始，不能取消。")
    Reception.objects.filter(pk=row.pk).update(cancelled_at=command.at)
    waiting = Booking.objects.filter(reception=row, state=BookingState.BOOKED).select_related("case")
    for booking in waiting:
        text = f"接访取消，请为当事人改约：{booking.case.title[:80]}"
        tell({booking.by_id}, event=f"called-off:{booking.pk}", case=booking.case, text=text, at=command.at)
    moved = waiting.update(state=BookingState.CANCELLED)
    command.history.add_to_stream(STREAM, verb="call_off", facts={"reception": row.pk, "bookings": moved})
    more = f"，{moved} 件预约要改约，已提醒预约人" if moved else ""
    return Answer(sentence=f"{row.leader.name}的这场接访已取消{more}。")
