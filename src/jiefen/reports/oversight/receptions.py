"""The calendar of leaders' reception: sittings by day, who has a seat, what was promised and whether it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.days import read_day
from jiefen.domain.common.errors import Unread
from jiefen.domain.common.words import Role
from jiefen.domain.oversight.words import BookingState, PromiseState
from jiefen.reports.common.addresses import address, case_address
from jiefen.reports.common.reference import Choices
from jiefen.reports.common.stat import Stat
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import on_one_of
from jiefen.store.models import Booking, Case, Promise, Reception
from jiefen.store.people.in_office import in_office

WEEK = timedelta(days=7)
WEEKDAYS = "一二三四五六日"
SHOWN = 100


@dataclass(frozen=True)
class Seat:
    title: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True)
class SittingView:
    begins: str
    ends: str
    leader: str
    post: str
    room: str
    link: str
    topic: str
    taken: int
    seats: int
    booked: list[Seat]
    call_off_url: str
    cancelled: bool


@dataclass(frozen=True)
class ReceptionDay:
    label: str
    today: bool
    sittings: list[SittingView]


@dataclass(frozen=True)
class PromiseLine:
    title: str
    url: str
    text: str
    leader: str
    due_on: date
    state: str
    tone: str


@dataclass(frozen=True)
class Calendar:
    heading: str
    days: list[ReceptionDay]
    prev_url: str
    next_url: str
    stats: list[Stat]
    promises: list[PromiseLine]


def leaders() -> Choices:
    """Everybody with a leader's post, by unit."""
    rows = in_office(Role.LEADER).select_related("user", "unit").order_by("unit__path", "user__name")
    return list({str(row.user_id): f"{row.user.name}（{row.unit.name}）" for row in reversed(rows)}.items())[
        ::-1
    ]


def calendar(actor: Actor, *, query: Mapping[str, str], now: datetime) -> Calendar:
    """Two weeks from the Monday asked for (`from`, ISO date), else from this week's."""
    local = snapshot().calendar.local
    today = local(now).date()
    first = _monday(query.get("from", ""), today=today)
    begins = datetime.combine(first, datetime.min.time(), snapshot().calendar.zone)
    rows = (
        Reception.objects.filter(begins_at__gte=begins, begins_at__lt=begins + 2 * WEEK)
        .select_related("leader", "unit")
        .prefetch_related("bookings__case")
        .order_by("begins_at", "pk")
    )
    booked = [booking.case_id for row in rows for booking in row.bookings.all()]
    seen = set(Case.objects.visible_to(actor).filter(pk__in=booked).values_list("pk", flat=True))
    plans = actor.may("plan_reception")
    days = [
        ReceptionDay(
            label=f"{moments.short_day_in_words(day)} 星期{WEEKDAYS[day.weekday()]}",
            today=day == today,
            sittings=[_sitting(row, seen=seen, plans=plans, now=now) for row in group],
        )
        for day, group in groupby(rows, key=lambda row: local(row.begins_at).date())
    ]
    last = first + 2 * WEEK - timedelta(days=1)
    return Calendar(
        heading=f"{moments.day_in_words(first)} 至 {moments.short_day_in_words(last)}",
        days=days,
        prev_url=f"?from={first - 2 * WEEK}",
        next_url=f"?from={first + 2 * WEEK}",
        stats=_stats(actor, today=today),
        promises=_promises(actor, today=today),
    )


def _monday(raw: str, *, today: date) -> date:
    try:
        day = read_day(raw) if raw else today
    except Unread:
        day = today
    return day - timedelta(days=day.weekday()) if 2000 <= day.year <= 2199 else today


def _sitting(row: Reception, *, seen: set[int], plans: bool, now: datetime) -> SittingView:
    kept = [booking for booking in row.bookings.all() if booking.state != BookingState.CANCELLED]
    return SittingView(
        begins=moments.clock(row.begins_at),
        ends=moments.clock(row.ends_at),
        leader=row.leader.name,
        post=row.unit.name,
        room=row.room,
        link=row.link if plans else "",
        topic=row.topic,
        taken=len(kept),
        seats=row.seats,
        booked=[_seat(booking) for booking in kept if booking.case_id in seen],
        call_off_url=address("call_off", row.pk)
        if plans and row.cancelled_at is None and row.begins_at > now
        else "",
        cancelled=row.cancelled_at is not None,
    )


def _seat(row: Booking) -> Seat:
    state = BookingState(row.state)
    tone = {BookingState.RECEIVED: "ok", BookingState.ABSENT: "warn"}.get(state, "info")
    return Seat(row.case.title, case_address(row.case, tab="oversight"), state.label, tone)


def _stats(actor: Actor, *, today: date) -> list[Stat]:
    """This year, over the cases this person may see."""
    seen = Case.objects.visible_to(actor)
    since = datetime(today.year, 1, 1, tzinfo=snapshot().calendar.zone)
    received = Booking.objects.filter(on_one_of(seen), state=BookingState.RECEIVED, received_at__gte=since)
    promises = Promise.objects.filter(on_one_of(seen), booking__received_at__gte=since)
    late = promises.filter(state=PromiseState.OPEN, due_on__lt=today)
    return [
        Stat(f"{received.count():,}", "今年接待", unit="批"),
        Stat(f"{promises.count():,}", "作出承诺", unit="项"),
        Stat(f"{promises.filter(state=PromiseState.KEPT).count():,}", "已兑现", unit="项"),
        Stat(f"{promises.filter(state=PromiseState.BROKEN).count():,}", "没有兑现", unit="项"),
        Stat(f"{late.count():,}", "到期待核实", unit="项", tone="bad", tag="红灯"),
    ]


def _promises(actor: Actor, *, today: date) -> list[PromiseLine]:
    """What is still to be done, the earliest first; then what was not kept."""
    states = (PromiseState.OPEN, PromiseState.BROKEN)
    rows = Promise.objects.filter(on_one_of(Case.objects.visible_to(actor)), state__in=states)
    rows = rows.select_related("case", "booking__reception__leader").order_by("state", "due_on", "pk")
    return [_promise(row, today=today) for row in rows[:SHOWN]]


def _promise(row: Promise, *, today: date) -> PromiseLine:
    late = row.state == PromiseState.OPEN and row.due_on < today
    return PromiseLine(
        title=row.case.title,
        url=case_address(row.case, tab="oversight"),
        text=row.text,
        leader=row.booking.reception.leader.name,
        due_on=row.due_on,
        state="到期待核实" if late else PromiseState.label_of(row.state),
        tone="bad" if late or row.state == PromiseState.BROKEN else "warn",
    )
