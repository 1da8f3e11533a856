"""What the select boxes about mediation offer for one case."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.common.words import PartySide
from jiefen.domain.mediation.rules import half_hours
from jiefen.domain.mediation.words import ExpertState, MediatorKind, MediatorTitle
from jiefen.reports.common.reference import Choices
from jiefen.store.mediation import (
    barred_mediators,
    may_advise,
    may_mediate,
    name_of,
    planned,
    when_of,
    where_of,
)
from jiefen.store.models import Case, Invitation, Mediator, Room


def parties(case: Case, _now: datetime) -> Choices:
    rows = case.parties.order_by("position")
    return [(str(row.pk), f"{name_of(row)}（{PartySide.label_of(row.side)}）") for row in rows]


def _who(row: Mediator) -> str:
    title = f"，{MediatorTitle.label_of(row.title)}" if row.title else ""
    return f"{row.name}（{row.unit.name}，{MediatorKind.label_of(row.kind)}{title}）"


def mediators(case: Case, now: datetime) -> Choices:
    """Whoever handles the case, then those of the holding unit, then the others; each group by name."""
    rows = sorted(
        may_mediate(case, now=now),
        key=lambda row: (
            row.user_id is None or row.user_id != case.handler_id,
            row.unit_id != case.holder_id,
        ),
    )
    return [(str(row.pk), _who(row)) for row in rows]


def experts(case: Case, now: datetime) -> Choices:
    return [(str(row.pk), _who(row)) for row in may_advise(case, now=now)]


def barrable(case: Case, now: datetime) -> Choices:
    """Whoever handles the case first; then everybody who might mediate it or advise."""
    rows = {row.pk: row for row in [*may_mediate(case, now=now), *may_advise(case, now=now)]}
    mine = Mediator.objects.filter(user=case.handler_id).select_related("unit") if case.handler_id else ()
    rows |= {row.pk: row for row in mine}
    out = barred_mediators(case)
    found = sorted(
        (row for row in rows.values() if row.pk not in out),
        key=lambda row: (
            row.user_id is None or row.user_id != case.handler_id,
            row.unit_id != case.holder_id,
        ),
    )
    handler = case.handler
    first = [(f"u{handler.pk}", f"{handler.name}（承办人）")] if handler and not mine else []
    return first + [(f"m{row.pk}", _who(row)) for row in found]


def rooms(_case: Case, _now: datetime) -> Choices:
    rows = Room.objects.filter(closed_on=None).select_related("unit").order_by("unit__path", "pk")
    return [(str(row.pk), f"{row.name}（{row.unit.name}，{row.seats} 座）") for row in rows]


def times(_case: Case, _now: datetime) -> Choices:
    return [(f"{at:%H:%M}", f"{at:%H:%M}") for at in half_hours()]


def sessions(case: Case, _now: datetime) -> Choices:
    return [(str(row.pk), f"{when_of(row)} {where_of(row)}") for row in planned(case)]


def all_sessions(case: Case, _now: datetime) -> Choices:
    rows = case.sessions.select_related("room").order_by("begins_at")
    return [(str(row.pk), f"{when_of(row)} {where_of(row)}") for row in rows]


def invitations(case: Case, _now: datetime) -> Choices:
    rows = Invitation.objects.filter(session__in=planned(case)).select_related("party", "session")
    return [(str(row.pk), f"{name_of(row.party)}：{when_of(row.session)}") for row in rows.order_by("pk")]


def questions(case: Case, _now: datetime) -> Choices:
    rows = case.expert_questions.filter(state=ExpertState.ASKED).select_related("expert")
    return [(str(row.pk), f"{row.expert.name}：{row.question[:30]}") for row in rows]


OFFERS = {
    "parties": parties,
    "mediator": mediators,
    "expert": experts,
    "barrable": barrable,
    "room": rooms,
    "half_hour": times,
    "planned": sessions,
    "session": all_sessions,
    "invitation": invitations,
    "expert_question": questions,
}
