"""Mediators, experts, who may be barred, rooms, sessions and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.common import moments
from jiefen.domain.common.reading import whole_number
from jiefen.domain.common.words import PartySide
from jiefen.domain.mediation.rules import half_hours
from jiefen.domain.mediation.words import ExpertState, MediatorKind, MediatorTitle
from jiefen.store.mediation import (
    barred_mediators,
    barred_users,
    may_advise,
    may_mediate,
    name_of,
    planned,
    when_of,
    where_of,
)
from jiefen.store.models import Case, Invitation, MediationSession, Mediator, Room, User
from jiefen.store.questions.kind import QuestionKind


def _who(row: Mediator) -> str:
    title = f"，{MediatorTitle.label_of(row.title)}" if row.title else ""
    return f"{row.name}（{row.unit.name}，{MediatorKind.label_of(row.kind)}{title}）"


def _near_first(rows: list[Mediator], *, case: Case) -> list[Mediator]:
    """Whoever handles the case, then those of the holding unit, then the others; each group as it was."""
    return sorted(
        rows,
        key=lambda row: (
            row.user_id is None or row.user_id != case.handler_id,
            row.unit_id != case.holder_id,
        ),
    )


def _barrable(case: Case, now: datetime) -> list[Mediator | User]:
    """Whoever handles the case first; then everybody who might mediate it or advise."""
    rows = {row.pk: row for row in [*may_mediate(case, now=now), *may_advise(case, now=now)]}
    own = Mediator.objects.filter(user=case.handler_id).select_related("unit") if case.handler_id else ()
    rows |= {row.pk: row for row in own}
    out = barred_mediators(case)
    handler = case.handler
    unlisted = handler is not None and not own and handler.pk not in barred_users(case)
    first: list[Mediator | User] = [handler] if handler is not None and unlisted else []
    return [*first, *_near_first([row for row in rows.values() if row.pk not in out], case=case)]


def _key_of_barrable(row: Mediator | User) -> str:
    """`m7` an entry of the register, `u5` a handler who is not in it."""
    return f"{'u' if isinstance(row, User) else 'm'}{row.pk}"


def _barrable_in_words(row: Mediator | User) -> str:
    return f"{row.name}（承办人）" if isinstance(row, User) else _who(row)


def _not_barrable(key: str, case: Case) -> str:
    pk = int(key[1:]) if whole_number(key[1:]) is not None else 0
    name = None
    if key[:1] == "m" and pk in barred_mediators(case):
        name = Mediator.objects.values_list("name", flat=True).get(pk=pk)
    elif key[:1] == "u" and pk in barred_users(case):
        name = User.objects.values_list("name", flat=True).get(pk=pk)
    return f"{name}已经回避本案。" if name else "请从列表中选择回避的人。"


def _session(row: MediationSession) -> str:
    return f"{when_of(row)} {where_of(row)}"


_OVER = "这场调解会已经开过或取消，请从列表中选择。"
KINDS: dict[str, QuestionKind[Any]] = {
    "parties": QuestionKind(
        lambda case, _now: case.parties.order_by("position"),
        lambda row: f"{name_of(row)}（{PartySide.label_of(row.side)}）",
        "请从本案当事人中选择。",
        many=True,
    ),
    "mediator": QuestionKind(
        lambda case, now: _near_first(list(may_mediate(case, now=now)), case=case),
        _who,
        "这个人不能调解本案（已回避、当事人不接受或不在册），请从列表中另选。",
    ),
    "expert": QuestionKind(
        lambda case, now: may_advise(case, now=now),
        _who,
        "请从专家库中选择；已回避或调解过本案的不能再作专家。",
    ),
    "barrable": QuestionKind(_barrable, _barrable_in_words, _not_barrable, key=_key_of_barrable),
    "expert_question": QuestionKind(
        lambda case, _now: case.expert_questions.filter(state=ExpertState.ASKED).select_related("expert"),
        lambda row: f"{row.expert.name}：{row.question[:30]}",
        "这个请教已经有回复，请从列表中选择。",
    ),
    "room": QuestionKind(
        lambda _case, _now: (
            Room.objects.filter(closed_on=None).select_related("unit").order_by("unit__path", "pk")
        ),
        lambda row: f"{row.name}（{row.unit.name}，{row.seats} 座）",
        "请从列表中选择一间在用的调解室。",
    ),
    "half_hour": QuestionKind(
        lambda _case, _now: half_hours(),
        lambda at: moments.clock(at),
        "请从列表中选择一个整点或半点。",
        key=lambda at: moments.clock(at),
    ),
    "planned": QuestionKind(lambda case, _now: planned(case), _session, _OVER),
    "session": QuestionKind(
        lambda case, _now: case.sessions.select_related("room").order_by("begins_at"),
        _session,
        "本案没有这场调解会。",
    ),
    "invitation": QuestionKind(
        lambda case, _now: (
            Invitation.objects.filter(session__in=planned(case))
            .select_related("party", "session")
            .order_by("pk")
        ),
        lambda row: f"{name_of(row.party)}：{when_of(row.session)}",
        _OVER,
    ),
}
