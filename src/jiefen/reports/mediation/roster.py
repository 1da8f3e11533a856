"""The roster of mediators 调解员名册: who there is, what they are known for and how much they carry. By name; no ranking."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.fold import fold, named_like
from jiefen.domain.common.kinds import GROUPS, KINDS
from jiefen.domain.mediation import roster as corps
from jiefen.domain.mediation.words import MediatorKind, MediatorTitle, SeatPosition, SessionState
from jiefen.lib.tables import write_xlsx
from jiefen.reports.common.addresses import address
from jiefen.reports.common.lists import Filter, Option
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import CaseQuery, on_one_of
from jiefen.store.mediation import serving
from jiefen.store.models import Case, CommitteeSeat, MediationSession, Mediator, Training, User

HEADERS = (
    "姓名",
    "性别（女）",
    "单位",
    "类别",
    "称号",
    "工作室",
    "委员会职务",
    "任期届满",
    "擅长类型",
    "聘任日期",
    "本年学时",
)


@dataclass(frozen=True)
class RosterRow:
    """`open`: cases in hand now; `sessions`: this month's."""

    id: int
    name: str
    unit: str
    kind: str
    title: str
    studio: str
    specialities: tuple[str, ...]
    open: int
    sessions: int
    hours: int
    url: str


@dataclass(frozen=True)
class SeatLine:
    id: int
    text: str
    since: date
    ends: date
    ending: bool


@dataclass(frozen=True)
class Card:
    row: RosterRow
    since: date
    until: date | None
    account: str
    seats: list[SeatLine]
    trainings: list[Training]


def roster(actor: Actor, *, query: Mapping[str, str], now: datetime) -> list[RosterRow]:
    """Under the filters of the URL: q, kind, speciality (code of a group), unit. What somebody carries is counted over
    the cases that the reader may see."""
    today = snapshot().calendar.local(now).date()
    mediators = serving(today=today)
    if text := fold(query.get("q", "")).strip()[:40]:
        named = named_like(text, names=mediators.values_list("pk", "name"))
        mediators = mediators.filter(Q(pk__in=named) | Q(studio__contains=text))
    if query.get("kind"):
        mediators = mediators.filter(kind=query["kind"])
    if query.get("unit"):
        mediators = mediators.filter(unit__code=query["unit"])
    rows = list(mediators)
    group = query.get("speciality", "")
    if group:
        rows = [row for row in rows if any(code[:2] == group for code in row.speciality_codes())]
    return _rows(rows, seen=Case.objects.visible_to(actor), now=now)


def filters(query: Mapping[str, str]) -> list[Filter]:
    units = Mediator.objects.filter(until=None).values_list("unit__code", "unit__name", "unit__path")
    boxes = (
        ("kind", "类别", MediatorKind.choices()),
        ("speciality", "擅长", list(GROUPS.items())),
        ("unit", "单位", [(code, name) for code, name, _ in sorted(set(units), key=lambda unit: unit[2])]),
    )
    return [
        Filter(
            name=name,
            label=label,
            options=[Option("", f"全部{label}", not query.get(name))]
            + [Option(value, text, query.get(name) == value) for value, text in choices],
        )
        for name, label, choices in boxes
    ]


def card(actor: Actor, *, pk: int, now: datetime) -> Card | None:
    row = Mediator.objects.select_related("unit", "user").filter(pk=pk).first()
    if row is None:
        return None
    today = snapshot().calendar.local(now).date()
    seats = row.seats.select_related("unit").filter(until=None).order_by("since")
    return Card(
        row=_rows([row], seen=Case.objects.visible_to(actor), now=now)[0],
        since=row.since,
        until=row.until,
        account=f"{row.user.name}（{row.user.username}）" if row.user else "没有账号，由承办人代为登记",
        seats=[_seat(seat, today=today) for seat in seats],
        trainings=list(row.trainings.order_by("-on", "-pk")),
    )


def _seat(seat: CommitteeSeat, *, today: date) -> SeatLine:
    text = f"{seat.unit.name}{SeatPosition.label_of(seat.position)}"
    ends = corps.term_ends(seat.since)
    return SeatLine(seat.pk, text, seat.since, ends, corps.ending(seat.since, today=today))


def typed(pk: int) -> dict[str, str]:
    """What the form of an entry starts with."""
    row = Mediator.objects.select_related("unit").get(pk=pk)
    codes = row.speciality_codes()
    return {
        "name": row.name,
        "kind": row.kind,
        "title": row.title,
        "studio": row.studio,
        "unit": row.unit.code,
        "user": str(row.user_id or ""),
        "groups": [code for code in codes if code in GROUPS],  # type: ignore[dict-item]  # a multiple choice
        "finer": "、".join(KINDS[code].label for code in codes if code in KINDS),
        "woman": "1" if row.woman else "",
        "since": moments.iso_day(row.since),
        "until": moments.iso_day(row.until) if row.until else "",
    }


def accounts(pk: int | None) -> list[tuple[str, str]]:
    """Sign-ins of nobody else in the register."""
    free = User.objects.filter(Q(mediator=None) | Q(mediator__pk=pk), is_active=True, posts__until=None)
    rows = free.exclude(posts=None).distinct().order_by("name")
    return [(str(user.pk), f"{user.name}（{user.username}）") for user in rows]


def roster_sheet(*, now: datetime) -> tuple[bytes, int]:
    """The roster as the justice bureau reports it to the basic court (People's Mediation Act art. 10)."""
    today = snapshot().calendar.local(now).date()
    people = list(serving(today=today).prefetch_related("seats"))
    hours = _hours(people, today=today)
    rows = []
    for person in people:
        seats = [seat for seat in person.seats.all() if seat.until is None]
        rows.append(
            (
                person.name,
                "女" if person.woman else "",
                person.unit.name,
                MediatorKind.label_of(person.kind),
                MediatorTitle.label_of(person.title) if person.title else "",
                person.studio,
                "、".join(SeatPosition.label_of(seat.position) for seat in seats),
                "、".join(moments.iso_day(corps.term_ends(seat.since)) for seat in seats),
                "、".join(corps.speciality_label(code) for code in person.speciality_codes()),
                person.since,
                hours[person.pk],
            )
        )
    buffer = io.BytesIO()
    write_xlsx(buffer, headers=HEADERS, rows=rows, sheet="人民调解员名册")
    return buffer.getvalue(), len(rows)


def _rows(people: list[Mediator], *, seen: CaseQuery, now: datetime) -> list[RosterRow]:
    today = snapshot().calendar.local(now).date()
    users = [person.user_id for person in people if person.user_id]
    held = seen.filter(handler__in=users, state__in=OPEN).order_by()
    load = dict(held.values_list("handler").annotate(n=Count("pk")))
    sessions = _sessions(people, seen=seen, today=today)
    hours = _hours(people, today=today)
    return [
        RosterRow(
            id=person.pk,
            name=person.name,
            unit=person.unit.name,
            kind=MediatorKind.label_of(person.kind),
            title=MediatorTitle.label_of(person.title) if person.title else "",
            studio=person.studio,
            specialities=tuple(corps.speciality_label(code) for code in person.speciality_codes()),
            open=load.get(person.user_id or 0, 0),
            sessions=sessions[person.pk],
            hours=hours[person.pk],
            url=address("mediator", person.pk),
        )
        for person in people
    ]


def _sessions(people: list[Mediator], *, seen: CaseQuery, today: date) -> Counter[int]:
    """Sessions of this calendar month, held or to come."""
    zone = snapshot().calendar.zone
    begins = datetime(today.year, today.month, 1, tzinfo=zone)
    ends = (begins + timedelta(days=32)).replace(day=1)
    rows = MediationSession.objects.filter(
        on_one_of(seen), mediator__in=people, begins_at__gte=begins, begins_at__lt=ends
    )
    kept = rows.exclude(state=SessionState.CANCELLED).order_by()
    return Counter(dict(kept.values_list("mediator").annotate(n=Count("pk"))))


def _hours(people: list[Mediator], *, today: date) -> Counter[int]:
    """Hours of training this calendar year."""
    hours: Counter[int] = Counter()
    rows = Training.objects.filter(mediator__in=people, on__year=today.year)
    for pk, n in rows.values_list("mediator_id", "hours"):
        hours[pk] += n
    return hours
