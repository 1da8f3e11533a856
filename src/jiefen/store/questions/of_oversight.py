"""Objections, who may judge them, leaders, receptions and what was promised there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jiefen.domain.common import moments
from jiefen.domain.common.reading import whole_number
from jiefen.domain.oversight.words import BookingState, PromiseState
from jiefen.domain.oversight.words_disagreement import AppealAbout
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Appeal, Booking, Case, Reception, User
from jiefen.store.oversight.independence import insiders, outsiders
from jiefen.store.people.in_office import leaders_over, sittings_with_a_seat
from jiefen.store.questions.kind import QuestionKind


def _open_appeals(case: Case, _now: datetime) -> QuerySet[Appeal]:
    return case.appeals.filter(answered_at=None).select_related("party")


def _appeal(row: Appeal) -> str:
    made_on = snapshot().calendar.local(row.made_at).date()
    name = row.party.name if row.party else ""
    return f"{made_on} {name} {AppealAbout.label_of(row.about)}"


def _no_judge(key: str, case: Case) -> str:
    person = User.objects.filter(pk=int(key)).first() if whole_number(key) is not None else None
    if person is not None and person.pk in insiders(case):
        return f"{person.name}经手过这件事，不能复核；请选没有经手过的人。"
    return "请从列表中选择一位没有经手过这件事的审核人、督办员或领导。"


def _sitting(row: Reception) -> str:
    begins = snapshot().calendar.local(row.begins_at)
    left = row.seats - row.taken  # type: ignore[attr-defined]  # counted by the queryset
    return f"{moments.short_minute_in_words(begins)} {row.leader.name}接访，{row.room}，余 {left} 个名额"


def _booking(row: Booking) -> str:
    begins = snapshot().calendar.local(row.reception.begins_at)
    return f"{moments.short_minute_in_words(begins)} {row.reception.leader.name}"


_NO_APPEAL = "这件异议已经答复或不在本案，请从列表中选择。"
KINDS: dict[str, QuestionKind[Any]] = {
    "appeal": QuestionKind(_open_appeals, _appeal, _NO_APPEAL),
    # Offered to whoever may answer; the look-up also asks whether this person was named for it.
    "my_appeal": QuestionKind(_open_appeals, _appeal, _NO_APPEAL),
    "outsider": QuestionKind(lambda case, _now: outsiders(case), lambda row: row.name, _no_judge),
    "leader": QuestionKind(
        lambda case, _now: leaders_over(case),
        lambda row: row.name,
        "请从列表中选择一位承办单位的上级领导。",
    ),
    "reception": QuestionKind(
        lambda _case, now: sittings_with_a_seat(now=now),
        _sitting,
        "这一场已经约满、已开始或已取消，请从列表中另选一场。",
    ),
    "booking": QuestionKind(
        lambda case, _now: case.bookings.filter(state=BookingState.BOOKED).select_related(
            "reception__leader"
        ),
        _booking,
        "本案没有这个等待接访的预约，请从列表中选择。",
    ),
    "promise": QuestionKind(
        lambda case, _now: case.promises.filter(state=PromiseState.OPEN).select_related("booking__reception"),
        lambda row: f"{moments.short_day_in_words(row.due_on)}前：{row.text[:40]}",
        "这项承诺已经登记过结果，请从列表中选择。",
    ),
}
