"""The hall as rows: what numbers are for, who waits for which window, and what somebody has at theirs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.moments import ZONE
from jiefen.domain.intake import queue
from jiefen.domain.intake.queue_words import First, TicketState
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Business, HallTicket, Window

SEAT_PHONE, SEAT_CODE = "seat.phone", "seat.code"  # places of what is sealed, columns of blinds


def businesses() -> tuple[queue.BusinessLine, ...]:
    """What numbers are taken for, by letter."""
    rows = Business.objects.order_by("letter").values_list("letter", "name")
    return tuple(queue.BusinessLine(letter, name) for letter, name in rows) or queue.DEFAULT


def today(at: datetime) -> date:
    """The day of the hall."""
    return at.astimezone(ZONE).date()


def waiting(day: date) -> QuerySet[HallTicket]:
    return HallTicket.objects.filter(day=day, state__in=queue.WAITING)


def waiting_for(window: Window, *, day: date) -> QuerySet[HallTicket]:
    """Those who may be called to this window: what it serves, and whoever was handed over to it."""
    served = Q(meant=None) & (Q(letter__in=window.letters) if window.letters else Q())
    return waiting(day).filter(served | Q(meant=window))


def in_order(tickets: QuerySet[HallTicket]) -> list[HallTicket]:
    """The next one first."""
    rows = {row.pk: row for row in tickets}
    return [rows[pk] for pk in queue.order(_place(row) for row in rows.values())]


def _place(row: HallTicket) -> queue.InLine:
    first = First(row.first) if row.first else None
    return queue.InLine(row.pk, row.turn, first, row.passed, row.state == TicketState.HANDED)


def window_of(user: int) -> Window | None:
    return Window.objects.filter(user_id=user).first()


def at_window(window: Window) -> HallTicket | None:
    """What has been called to a window and is not done there."""
    return HallTicket.objects.filter(window=window, state__in=queue.AT_WINDOW).select_related("case").first()


def ticket_being_served(actor: Actor) -> HallTicket | None:
    """The number that this person serves now."""
    rows = HallTicket.objects.filter(window__user_id=actor.user_id, state=TicketState.SERVING)
    return rows.select_related("case").first()


def bookable(*, at: datetime) -> list[datetime]:
    """Half hours to come of the next days on which the centre works."""
    days = snapshot().calendar
    coming = (today(at) + timedelta(days=ahead) for ahead in range(queue.DAYS_AHEAD + 1))
    zone = at.astimezone(ZONE)
    return [
        slot for day in coming if days.is_workday(day) for slot in queue.slots(day, zone=zone) if slot > at
    ]
