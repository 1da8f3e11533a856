"""Numbers 挂号: taken at the kiosk or the guide desk, put first for a reason, put together, put back into the line (row B1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.moments import iso_day, iso_second
from jiefen.domain.intake.queue_words import First, TicketState, TicketWay
from jiefen.store.intake import businesses, ticket_being_served, today
from jiefen.store.models import Case, Counter, HallTicket, Window

SERIES = "hall_"
GONE = "没有找到这个号，请刷新页面。"


@in_one_transaction("take_number")
def take_number(command: Command, *, letter: str, kiosk: bool = False, first: str = "") -> Answer:
    """A number of today. `kiosk`: somebody pressed a button themselves; else the guide desk took it for them."""
    if not kiosk:
        command.by.require("guide")
    row = add(letter=letter, way=TicketWay.KIOSK if kiosk else TicketWay.GUIDE, first=first, at=command.at)
    return Answer(sentence=f"取到 {row}。", more={"ticket": row.pk})


def add(
    *, letter: str, way: TicketWay, at: datetime, first: str = "", turn: datetime | None = None
) -> HallTicket:
    """The row of a new number, inside a transaction. Raises Invalid."""
    if letter not in {business.letter for business in businesses()}:
        raise Invalid(fields={"letter": "请选一项要办的事。"})
    row = HallTicket(
        day=today(at),
        letter=letter,
        number=_next(f"{SERIES}{iso_day(today(at))}_{letter}"),
        way=way,
        first=reason(first),
        arrived_at=at,
        turn=turn or at,
    )
    HallTicket.objects.bulk_create([row])
    return row


def _next(name: str) -> int:
    """The next number of a day and letter: whoever takes another one meanwhile waits for this transaction's end."""
    Counter.objects.bulk_create([Counter(name=name)], ignore_conflicts=True)
    Counter.objects.filter(pk=name).update(value=F("value") + 1)
    return Counter.objects.values_list("value", flat=True).get(pk=name)


def reason(text: str) -> str:
    """Why a number goes first; empty for none. Raises Invalid."""
    if text and text not in set(First):
        raise Invalid(fields={"first": "请从列表中选一项优先事由。"})
    return text


@in_one_transaction("put_first")
def put_first(command: Command, *, ticket: int, first: str) -> Answer:
    """Before the others for a reason of the list, or not any more."""
    command.by.require("guide")
    row = locked(ticket, at=command.at, states={TicketState.WAITING, TicketState.HANDED})
    HallTicket.objects.filter(pk=row.pk).update(first=reason(first))
    return Answer(sentence=f"{row} 已{'优先' if first else '按先后'}排队。")


@in_one_transaction("put_together")
def put_together(command: Command, *, ticket: int, into: int) -> Answer:
    """Two who came for one matter go to the window together, by the earlier of their turns."""
    command.by.require("guide")
    if ticket == into:
        raise Invalid(fields={"into": "请选另一个号。"})
    rows = [
        locked(pk, at=command.at, states={TicketState.WAITING}) for pk in sorted((ticket, into))
    ]  # in one order, so that two who put together never wait for each other
    gone, kept = sorted(rows, key=lambda row: row.pk == into)
    HallTicket.objects.filter(pk=gone.pk).update(state=TicketState.MERGED, merged_into=kept)
    HallTicket.objects.filter(merged_into=gone).update(merged_into=kept)
    HallTicket.objects.filter(pk=kept.pk).update(
        turn=min(gone.turn, kept.turn), first=kept.first or gone.first
    )
    return Answer(sentence=f"{gone} 并入 {kept}，一起叫号。")


@in_one_transaction("put_back")
def put_back(command: Command, *, ticket: int) -> Answer:
    """Whoever was taken for gone and comes after all keeps their number, and is next but for those at a window."""
    command.by.require("guide")
    row = locked(ticket, at=command.at, states={TicketState.NO_SHOW})
    HallTicket.objects.filter(pk=row.pk).update(state=TicketState.WAITING, passed=0, window=None)
    return Answer(sentence=f"{row} 已重新排上。")


def locked(ticket: int, *, at: datetime, states: set[TicketState]) -> HallTicket:
    """A number of today, locked. Raises Unseen, or RuleError when it stands elsewhere by now."""
    list(Window.objects.select_for_update().order_by("number"))
    row = HallTicket.objects.select_for_update().filter(pk=ticket, day=today(at)).first()
    if row is None:
        raise Unseen(GONE)
    if row.state not in states:
        raise RuleError(f"{row} 现在是“{TicketState.label_of(row.state)}”，不能这样办。请刷新页面。")
    return row


def ticket_to_register(command: Command, *, ticket: int) -> HallTicket:
    """The number at the registrar's window, which becomes the case's. Raises Invalid."""
    row = ticket_being_served(command.by)
    if row is None or row.pk != ticket:
        raise Invalid(fields={"ticket": "这个号已经不在您的窗口。再点一次登记，就不带号。"})
    row = HallTicket.objects.select_for_update().get(pk=row.pk)
    if row.case_id is not None:
        raise Invalid(fields={"ticket": f"{row} 已经登记过。再点一次登记，就另登一件，不带号。"})
    return row


def facts_of(row: HallTicket) -> dict[str, Any]:
    """For the entry that registers the case."""
    return {"ticket": str(row), "arrived": iso_second(row.arrived_at)}


def keep_case(row: HallTicket, *, case: Case) -> None:
    """From now on it leads to the case, at whichever window."""
    HallTicket.objects.filter(pk=row.pk).update(case=case, draft="")


def keep_draft(ticket: int, *, draft: str, by: Actor) -> None:
    """What is typed for a number goes on with it to the next window."""
    with transaction.atomic():
        rows = HallTicket.objects.filter(pk=ticket, state=TicketState.SERVING, case=None)
        rows.filter(window__user_id=by.user_id).update(draft=draft)
