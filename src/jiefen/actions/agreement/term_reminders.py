"""Promises that come near their day, and what follows when it has come. Level-triggered: late or twice does no harm."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from jiefen.actions.agreement.performance import fell_due
from jiefen.actions.common.actors import system_actor
from jiefen.actions.messages.notices import tell
from jiefen.actions.messages.party_messages import tell_party
from jiefen.domain.agreement.reminders import FIRST, WINDOW, reminder
from jiefen.domain.agreement.words import AgreementState, TermState
from jiefen.domain.clocks.warnings import is_quiet
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Term
from jiefen.store.people.able import who_handles


def remind_of_terms(*, at: datetime) -> int:
    """Tell both sides and who handles the case, once per step; plan the visit once the day is over. Answers how many
    promises are near or past their day and still open."""
    calendar = snapshot().calendar
    today = calendar.local(at).date()
    for row in _open(today).filter(due_on__lt=today, fell_due_at=None):
        fell_due(case=row.agreement.case_id, term=row.pk, by=system_actor(), at=at, key=f"fell_due:{row.pk}")
    if is_quiet(at, calendar=calendar):
        return 0
    rows = list(_open(today))
    for row in rows:
        _remind(row, today=today, at=at)
    return len(rows)


def _open(today: date) -> QuerySet[Term]:
    """Promises of agreements in force, due within three days or past their day, neither performed nor long ago."""
    rows = Term.objects.filter(
        state__in=(TermState.OPEN, TermState.REPORTED, TermState.DEFAULTED),
        due_on__lte=today - timedelta(days=FIRST),
        due_on__gte=today - WINDOW,
        agreement__state=AgreementState.EFFECTIVE,
        agreement__ended_at=None,
    )
    return rows.select_related("agreement__case", "giver__secret", "taker__secret").order_by("pk")


def _remind(row: Term, *, today: date, at: datetime) -> None:
    step = reminder(row.due_on, today=today)
    if step is None:
        return
    event, case = f"term:{row.pk}:{step.name}", row.agreement.case
    if step.giver and row.state == TermState.OPEN:
        tell_party(row.giver, event=event, text=step.giver, at=at)
    if step.taker:
        tell_party(row.taker, event=event, text=step.taker, at=at)
    if step.handler:
        tell(
            who_handles(case, now=at),
            event=event,
            case=case,
            text=f"{step.handler}：第 {row.position} 项",
            at=at,
        )
