"""The hall as it stands now: the window's own number, the line, the screen. Numbers only; nobody has a name here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.intake import queue
from jiefen.domain.intake.queue_words import First, TicketState, TicketWay
from jiefen.reports.common.addresses import case_address
from jiefen.store.intake import (
    at_window,
    businesses,
    in_order,
    ticket_being_served,
    today,
    waiting,
    waiting_for,
    window_of,
)
from jiefen.store.models import BookedSeat, HallTicket, Kiosk, Window

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class TicketView:
    """One number. `waited`: minutes since it was taken; `state`: in words; `draft`: what was begun for it."""

    id: int
    label: str
    business: str
    arrived: str
    waited: int
    state: str
    first: str
    passed: int
    way: str
    called: bool
    case_url: str
    draft: str
    calls: int


@dataclass(frozen=True)
class WindowLine:
    """A window with somebody at it. `label`: the number there, empty for none; `latest`: it was called last of all."""

    number: int
    label: str
    business: str
    latest: bool
    served: int
    letters: str


@dataclass(frozen=True)
class WindowView:
    """`number`: of the window where this person sits, 0 for none. `line`: who would be called here, the next one first."""

    number: int
    letters: str
    ticket: TicketView | None
    line: list[TicketView]
    others: list[WindowLine]
    businesses: tuple[queue.BusinessLine, ...]
    free: list[int]


@dataclass(frozen=True)
class GuideView:
    businesses: tuple[queue.BusinessLine, ...]
    line: list[TicketView]
    gone: list[TicketView]
    windows: list[WindowLine]
    reasons: list[tuple[str, str]]
    booked: list[tuple[str, int]]
    kiosks: list[tuple[int, str, datetime]]
    wait: str


@dataclass(frozen=True)
class ScreenView:
    """What hangs in the hall. `call`: changes with every call, so that a voice says it once."""

    label: str
    window: int
    call: str
    windows: list[WindowLine]
    line: list[str]
    waiting: int
    clock: str
    day: str


@dataclass(frozen=True)
class TakenView:
    """A number just taken. `ahead`: how many go before; `wait`: about how long, or that nobody can say."""

    label: str
    business: str
    at: str
    ahead: int
    wait: str


def being_served(actor: Actor) -> TicketView | None:
    row = ticket_being_served(actor)
    return _view(row, at=row.arrived_at) if row else None


def window_view(actor: Actor, *, now: datetime) -> WindowView:
    row = window_of(actor.user_id)
    lines = _windows(now)
    taken = {line.number for line in lines}
    ticket = at_window(row) if row else None
    return WindowView(
        number=row.number if row else 0,
        letters=row.letters if row else "",
        ticket=_view(ticket, at=now) if ticket else None,
        line=[_view(one, at=now) for one in in_order(waiting_for(row, day=today(now)))] if row else [],
        others=[line for line in lines if row is None or line.number != row.number],
        businesses=businesses(),
        free=[number for number in range(1, queue.WINDOWS + 1) if number not in taken],
    )


def guide_view(*, now: datetime) -> GuideView:
    day = today(now)
    gone = HallTicket.objects.filter(day=day, state=TicketState.NO_SHOW).order_by("pk")
    line = in_order(waiting(day))
    booked = BookedSeat.objects.order_by("at").values("at").annotate(n=Count("pk"))
    return GuideView(
        businesses=businesses(),
        line=[_view(row, at=now) for row in line],
        gone=[_view(row, at=now) for row in gone],
        windows=_windows(now),
        reasons=First.choices(),
        booked=[(moments.clock(row["at"]), row["n"]) for row in booked if today(row["at"]) == day],
        kiosks=list(Kiosk.objects.filter(until=None).order_by("pk").values_list("pk", "label", "since")),
        wait=_wait(len(line), now=now),
    )


def screen_view(*, now: datetime) -> ScreenView:
    """Open to everybody: what every eye in the hall sees."""
    day, local = today(now), moments.local(now)
    lines, rows = _windows(now), in_order(waiting(day))
    latest = next((line for line in lines if line.latest), None)
    last = _last_called(now)
    return ScreenView(
        label=latest.label if latest else "",
        window=latest.number if latest else 0,
        call=f"{last.pk}-{last.calls}" if last and latest else "",
        windows=lines,
        line=[str(row) for row in rows[:14]],
        waiting=len(rows),
        clock=moments.clock(now),
        day=f"{local.month} 月 {local.day} 日 星期{WEEKDAYS[local.weekday()]}",
    )


def taken_view(ticket: int, *, now: datetime) -> TakenView | None:
    """What stands on the slip; None once the day is over."""
    row = HallTicket.objects.filter(pk=ticket, day=today(now)).first()
    if row is None:
        return None
    line = [one.pk for one in in_order(waiting(row.day)) if one.letter == row.letter]
    ahead = line.index(row.pk) if row.pk in line else 0
    return TakenView(
        str(row), _business(row.letter), moments.short_minute(row.arrived_at), ahead, _wait(ahead, now=now)
    )


def is_kiosk(digest: str) -> bool:
    return Kiosk.objects.filter(digest=digest, until=None).exists()


def bookable_slots(slots: list[datetime]) -> list[tuple[str, str]]:
    """Half hours with a seat left: as sent, and as read."""
    taken = dict(BookedSeat.objects.filter(at__in=slots).values_list("at").annotate(n=Count("pk")))
    return [
        (
            moments.iso_minute(at),
            f"{moments.short_minute_in_words(at)}（剩 {queue.SEATS - taken.get(at, 0)} 个）",
        )
        for at in slots
        if taken.get(at, 0) < queue.SEATS
    ]


def _wait(ahead: int, *, now: datetime) -> str:
    """From what was served today, and the windows that called somebody today."""
    rows = HallTicket.objects.filter(day=today(now), done_at__isnull=False, serving_at__isnull=False)
    served = [done - since for done, since in rows.values_list("done_at", "serving_at") if done and since]
    at_work = Window.objects.filter(user__isnull=False, tickets__day=today(now)).distinct().count()
    return queue.in_words(queue.minutes(ahead=ahead, windows=at_work, served=served))


def _windows(now: datetime) -> list[WindowLine]:
    day = today(now)
    here = {row.window_id: row for row in HallTicket.objects.filter(day=day, state__in=queue.AT_WINDOW)}
    served = dict(
        HallTicket.objects.filter(day=day, state=TicketState.DONE)
        .values_list("window")
        .annotate(n=Count("pk"))
    )
    last = _last_called(now)
    lines = []
    for window in Window.objects.filter(user__isnull=False).order_by("number"):
        row = here.get(window.pk)
        lines.append(
            WindowLine(
                number=window.number,
                label=str(row) if row else "",
                business=_business(row.letter) if row else "",
                latest=row is not None and last is not None and row.pk == last.pk,
                served=served.get(window.pk, 0),
                letters=window.letters,
            )
        )
    return lines


def _last_called(now: datetime) -> HallTicket | None:
    called = HallTicket.objects.filter(day=today(now), state__in=queue.AT_WINDOW)
    return called.order_by(F("called_at").desc()).first()


def _business(letter: str) -> str:
    return next((business.name for business in businesses() if business.letter == letter), letter)


def _view(row: HallTicket, *, at: datetime) -> TicketView:
    case = row.case if row.case_id else None
    return TicketView(
        id=row.pk,
        label=str(row),
        business=_business(row.letter),
        arrived=moments.clock(row.arrived_at),
        waited=max(0, int((at - row.arrived_at).total_seconds() // 60)),
        state=TicketState.label_of(row.state),
        first=First.label_of(row.first) if row.first else "",
        passed=row.passed,
        way=TicketWay.label_of(row.way),
        called=row.state == TicketState.CALLED,
        case_url=case_address(case) if case else "",
        draft=row.draft,
        calls=row.calls,
    )
