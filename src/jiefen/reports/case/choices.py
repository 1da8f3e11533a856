"""What a verb's select boxes offer for one case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import F

from jiefen.domain.agreement.words import AuditWhy, TermState
from jiefen.domain.clocks import engine as clocks
from jiefen.domain.clocks.limits import party_rules
from jiefen.domain.common.tracks import MEDIATION
from jiefen.domain.common.words import PartySide, ProceedingState, Track
from jiefen.domain.documents.volume_check import choices as document_choices
from jiefen.domain.documents.words import DataAbout
from jiefen.domain.oversight.words import BookingState, PromiseState
from jiefen.domain.oversight.words_disagreement import AppealAbout
from jiefen.domain.safety.words import DutyKind, Stance
from jiefen.reports.common.reference import Choices, people_of_holder, units_below, units_that_take_cases
from jiefen.reports.mediation.choices import OFFERS as MEDIATION_OFFERS
from jiefen.store.agreement import PRINCIPALS, standing_agreement, terms_in_force, unsigned_parties
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Assignment, Case, ClockPause, DataRequest
from jiefen.store.oversight.independence import outsiders
from jiefen.store.people.in_office import leaders_over, sittings_with_a_seat
from jiefen.store.safety import stand_of


def for_ask(kind: str, *, verb: str, case: Case, now: datetime) -> Choices:
    """`kind`: unit, units, person, running, clock, paused, or one of `OFFERS`."""
    if kind in ("unit", "units"):
        return _units(verb, case=case)
    if kind in OFFERS:
        return OFFERS[kind](case, now)
    if kind == "person":
        return people_of_holder(case)
    if kind == "running":
        rows = case.proceedings.filter(state=ProceedingState.RUNNING)
        return [(str(row.pk), Track.label_of(row.track)) for row in rows]
    running = case.clocks.filter(stopped_at__isnull=True)
    standing = ClockPause.objects.filter(clock__case=case, until__isnull=True).values("clock_id")
    running = running.filter(pk__in=standing) if kind == "paused" else running.exclude(pk__in=standing)
    return [(row.rule, clocks.rule(row.rule).label) for row in running]


def _units(verb: str, *, case: Case) -> Choices:
    if verb == "forward":
        return units_below(case)
    if verb == "drop_co":
        rows = Assignment.objects.filter(case=case, lead=False, until__isnull=True).select_related("unit")
        return [(row.unit.code, row.unit.name) for row in rows]
    return units_that_take_cases()


def units_above(case: Case, _now: datetime) -> Choices:
    """Units above the holder that take cases, the nearest first."""
    found = [
        unit
        for unit in snapshot().units.values()
        if unit.takes_cases and case.holder.path.startswith(unit.path) and unit.pk != case.holder_id
    ]
    return [(unit.code, unit.name) for unit in sorted(found, key=lambda unit: -len(unit.path))]


def open_appeals(case: Case, _now: datetime) -> Choices:
    rows = case.appeals.filter(answered_at=None)
    return [(str(row.pk), f"{row.made_at:%Y-%m-%d} {AppealAbout.label_of(row.about)}") for row in rows]


def extendable(case: Case, _now: datetime) -> Choices:
    """Running limits that may be lengthened and have not been."""
    running = case.clocks.filter(stopped_at=None, extension=0)
    rules = [clocks.rule(row.rule) for row in running]
    return [
        (rule.id, f"{rule.label}（最多 {rule.extension} {rule.unit.label}，{rule.extended_by}）")
        for rule in rules
        if rule.extension
    ]


def sittings(_case: Case, now: datetime) -> Choices:
    local = snapshot().calendar.local
    rows = sittings_with_a_seat(now=now).values_list(
        "pk", "begins_at", "leader__name", "room", F("seats") - F("taken")
    )
    return [
        (str(pk), f"{local(begins):%m月%d日 %H:%M} {leader}接访，{room}，余 {left} 个名额")
        for pk, begins, leader, room, left in rows[:60]
    ]


def bookings(case: Case, _now: datetime) -> Choices:
    local = snapshot().calendar.local
    rows = case.bookings.filter(state=BookingState.BOOKED).select_related("reception__leader")
    return [
        (str(row.pk), f"{local(row.reception.begins_at):%m月%d日 %H:%M} {row.reception.leader.name}")
        for row in rows
    ]


def promises(case: Case, _now: datetime) -> Choices:
    rows = case.promises.filter(state=PromiseState.OPEN)
    return [(str(row.pk), f"{row.due_on:%m月%d日}前：{row.text[:40]}") for row in rows]


def tracks(case: Case, _now: datetime) -> Choices:
    """What may be started; nothing that mediates where somebody's safety forbids it."""
    barred = MEDIATION if stand_of(case).stance is Stance.NONE else frozenset()
    return [(track.value, track.label) for track in Track if track not in barred]


def parties_of_case(case: Case, _now: datetime, **fits: object) -> Choices:
    rows = case.parties.filter(side__in=PRINCIPALS, **fits).order_by("position")
    return [(str(row.pk), f"{row.name or '（姓名待补）'}（{PartySide.label_of(row.side)}）") for row in rows]


def unsigned(case: Case, now: datetime) -> Choices:
    """Parties whom the offered agreement binds and who have not signed."""
    row = standing_agreement(case)
    return [] if row is None else parties_of_case(case, now, pk__in=unsigned_parties(row))


def unrated(case: Case, now: datetime) -> Choices:
    rated = case.ratings.values_list("party", flat=True)
    return [one for one in parties_of_case(case, now) if int(one[0]) not in set(rated)]


def materials(case: Case, _now: datetime) -> Choices:
    rows = case.attachments.order_by("-pk")[:60]
    return [(str(row.pk), f"{row.name}（{row.added_at:%m-%d}）") for row in rows]


def open_terms(case: Case, _now: datetime) -> Choices:
    rows = terms_in_force(case).exclude(state=TermState.PERFORMED)
    return [
        (str(row.pk), f"第 {row.position} 项：{row.giver.name}，{row.text[:40]}（{row.due_on} 前）")
        for row in rows
    ]


def issued_papers(case: Case, _now: datetime) -> Choices:
    rows = case.papers.filter(revoked_at=None).order_by("-pk")
    return [(str(row.pk), f"{row.title}（{row.at:%Y-%m-%d}）") for row in rows]


def open_audits(case: Case, _now: datetime) -> Choices:
    rows = case.audits.filter(finding="").select_related("draw")
    return [(str(row.pk), f"{row.draw.month:%Y 年 %m 月}，{AuditWhy.label_of(row.why)}") for row in rows]


# What is offered for other types of ask, by type.
def data_requests(case: Case, _now: datetime) -> Choices:
    rows = DataRequest.objects.filter(party__case=case, answered_at=None).select_related("party")
    return [(str(row.pk), f"{row.party.name} {DataAbout.label_of(row.about)}") for row in rows.order_by("pk")]


OFFERS: dict[str, Callable[[Case, datetime], Choices]] = {
    "unit_above": units_above,
    "appeal": open_appeals,
    "my_appeal": open_appeals,
    "outsider": lambda case, _now: [(str(one.pk), one.name) for one in outsiders(case)],
    "extendable": extendable,
    "leader": lambda case, _now: [(str(one.pk), one.name) for one in leaders_over(case)],
    "reception": sittings,
    "booking": bookings,
    "promise": promises,
    "data_request": data_requests,
    "track": tracks,
    "duty": lambda case, _now: [
        (str(row.pk), DutyKind.label_of(row.kind)) for row in case.duties.filter(done_at=None).order_by("pk")
    ],
    "party": parties_of_case,
    "party_with_phone": lambda case, now: parties_of_case(case, now, phone_sealed__gt=b""),
    "unsigned": unsigned,
    "unrated": unrated,
    "scan": materials,
    "open_term": open_terms,
    "open_audit": open_audits,
    "issued": issued_papers,
    "document": lambda _case, _now: document_choices(),
    **MEDIATION_OFFERS,
    "party_rule": lambda _case, _now: [(rule.id, f"{rule.label}（{rule.source}）") for rule in party_rules()],
}


def offered(number: str, *, kind: str, now: datetime) -> Choices:
    """The same by number, for jobs that act as a window does."""
    return OFFERS[kind](Case.objects.select_related("holder", "handler").get(number=number), now)
