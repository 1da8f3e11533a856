"""One day of the rooms 调解室日程: half hours in columns, free or taken; the same as a list for a phone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import WRITING
from jiefen.domain.common import moments
from jiefen.domain.common.days import read_day
from jiefen.domain.common.errors import Unread
from jiefen.domain.common.words import State
from jiefen.domain.mediation.rules import HALF_HOUR, half_hours, slots
from jiefen.domain.mediation.words import SessionState
from jiefen.reports.common.addresses import address
from jiefen.reports.common.rows import CaseRow, case_rows
from jiefen.store.common.reference import snapshot
from jiefen.store.mediation import refusing, where_of
from jiefen.store.models import Case, MediationSession, Room

WEEKDAYS = "一二三四五六日"
DAY = timedelta(days=1)
USUAL = 2  # half hours that a session planned from here is given at first
MOST = 50
PLANNERS = frozenset(grant.role for grant in WRITING["plan_session"])


@dataclass(frozen=True)
class RoomCell:
    """`kind`: free, busy or gone. `width` in half hours. `url`: plan here, or the session, '' when not for this person."""

    kind: str
    width: int
    begins: str
    ends: str
    label: str
    url: str


@dataclass(frozen=True)
class RoomLine:
    id: int
    name: str
    sub: str
    cells: list[RoomCell]
    busy: list[RoomCell]
    free: list[RoomCell]


@dataclass(frozen=True)
class WeekDay:
    label: str
    day: str
    url: str
    current: bool
    today: bool
    count: int


@dataclass(frozen=True)
class RoomsDay:
    heading: str
    times: list[tuple[str, bool]]
    week: list[WeekDay]
    rooms: list[RoomLine]
    elsewhere: list[RoomCell]
    prev_url: str
    next_url: str
    plans: bool


def rooms_day(actor: Actor, *, query: Mapping[str, str], now: datetime) -> RoomsDay:
    """The day asked for (`on`, ISO date), else today. `case`: free cells lead to planning that case."""
    days = snapshot().calendar
    today = days.local(now).date()
    on = _day(query.get("on", ""), today=today)
    monday = on - timedelta(days=on.weekday())
    week = _sessions(monday, days=7)
    seen = set(
        Case.objects.visible_to(actor)
        .filter(pk__in=[row.case_id for row in week])
        .values_list("pk", flat=True)
    )
    mine = [row for row in week if days.local(row.begins_at).date() == on]
    plans = not PLANNERS.isdisjoint(actor.roles)
    case = query.get("case", "")
    rooms = Room.objects.filter(closed_on=None).select_related("unit").order_by("unit__path", "pk")
    lines = [_line(room, mine, seen=seen, on=on, now=now, case=case, plans=plans) for room in rooms]
    shown = [row for row in week if row.room_id or row.case_id in seen]
    counts = Counter(days.local(row.begins_at).date() for row in shown)
    kept = {"case": case} if case else {}
    return RoomsDay(
        heading=f"{moments.day_in_words(on)} 星期{WEEKDAYS[on.weekday()]}",
        times=[(moments.clock(at) if not at.minute else "", not at.minute) for at in half_hours()[:-1]],
        week=[_week_day(monday + at * DAY, on=on, today=today, counts=counts, kept=kept) for at in range(7)],
        rooms=lines,
        elsewhere=[_busy(row, seen=seen) for row in mine if row.room_id is None and row.case_id in seen],
        prev_url="?" + urlencode({"on": on - 7 * DAY} | kept),
        next_url="?" + urlencode({"on": on + 7 * DAY} | kept),
        plans=plans,
    )


def plannable(actor: Actor, *, now: datetime) -> list[CaseRow]:
    """Cases in hand for which this person may plan a session, the newest first."""
    cases = Case.objects.visible_to(actor, action="plan_session").filter(state=State.HANDLING)
    rows = list(cases.with_names().order_by("-pk")[:MOST])
    return case_rows([row for row in rows if not refusing(row)], now=now)


def _day(raw: str, *, today: date) -> date:
    try:
        day = read_day(raw) if raw else today
    except Unread:
        day = today
    return day if 2000 <= day.year <= 2199 else today


def _sessions(first: date, *, days: int) -> list[MediationSession]:
    begins = datetime.combine(first, time(), snapshot().calendar.zone)
    rows = MediationSession.objects.filter(begins_at__gte=begins, begins_at__lt=begins + timedelta(days=days))
    rows = rows.exclude(state=SessionState.CANCELLED).select_related("room", "case", "mediator")
    return list(rows.order_by("begins_at", "pk"))


def _week_day(day: date, *, on: date, today: date, counts: Counter[date], kept: dict[str, str]) -> WeekDay:
    return WeekDay(
        label=f"周{WEEKDAYS[day.weekday()]}",
        day=moments.short_day(day),
        url="?" + urlencode({"on": day} | kept),
        current=day == on,
        today=day == today,
        count=counts[day],
    )


def _line(
    room: Room,
    sessions: list[MediationSession],
    *,
    seen: set[int],
    on: date,
    now: datetime,
    case: str,
    plans: bool,
) -> RoomLine:
    zone = snapshot().calendar.zone
    taken = {
        at: row for row in sessions if row.room_id == room.pk for at in slots(row.begins_at, row.ends_at)
    }
    cells: list[RoomCell] = []
    shown: set[int] = set()
    for half in half_hours()[:-1]:
        at = datetime.combine(on, half, zone)
        row = taken.get(at)
        if row is None:
            cells.append(_free(room, at, gone=at <= now, case=case, plans=plans))
        elif row.pk not in shown:
            shown.add(row.pk)
            cells.append(_busy(row, seen=seen))
    busy = [cell for cell in cells if cell.kind == "busy"]
    sub = f"{room.unit.name} · {room.seats} 座"
    return RoomLine(room.pk, room.name, sub, cells, busy, _runs(cells))


def _free(room: Room, at: datetime, *, gone: bool, case: str, plans: bool) -> RoomCell:
    ends = min(at + USUAL * HALF_HOUR, datetime.combine(at.date(), half_hours()[-1], at.tzinfo))
    asked = {"room": room.pk, "on": at.date(), "begins": moments.clock(at), "ends": moments.clock(ends)}
    url = ""
    if plans and not gone:
        url = address("case_verb", case, "plan_session", **asked) if case else address("rooms_plan", **asked)
    kind = "gone" if gone else "free"
    return RoomCell(
        kind,
        1,
        moments.clock(at),
        moments.clock(at + HALF_HOUR),
        f"{room.name} {moments.clock(at)} 空闲",
        url,
    )


def _busy(row: MediationSession, *, seen: set[int]) -> RoomCell:
    known = row.case_id in seen
    return RoomCell(
        kind="busy",
        width=len(slots(row.begins_at, row.ends_at)),
        begins=moments.clock(row.begins_at),
        ends=moments.clock(row.ends_at),
        label=(
            f"{row.case.title}（{where_of(row)}，{row.mediator.name}）"
            if not row.room_id
            else f"{row.case.title}，{row.mediator.name}"
        )
        if known
        else "已占用",
        url=address("session", row.case.number, row.pk) if known else "",
    )


def _runs(cells: list[RoomCell]) -> list[RoomCell]:
    """Unbroken free time, as one cell each that leads to planning at its beginning."""
    runs: dict[int, list[RoomCell]] = defaultdict(list)
    n = 0
    for cell in cells:
        if cell.kind == "free":
            runs[n].append(cell)
        else:
            n += 1
    return [
        RoomCell("free", len(run), run[0].begins, run[-1].ends, f"{run[0].begins}–{run[-1].ends}", run[0].url)
        for run in runs.values()
    ]
