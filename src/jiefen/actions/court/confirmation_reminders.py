"""Reminders that thirty days are running in which both parties may ask a court: at the agreement, day 7, 20 and 27.

Level-triggered: whoever comes late tells only the step that is reached now, once; nothing after the last day.
"""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.messages.notices import tell
from jiefen.actions.messages.party_messages import tell_party
from jiefen.domain.clocks.warnings import is_quiet
from jiefen.domain.common import moments
from jiefen.domain.court.confirmation import NUDGES
from jiefen.store.common.reference import snapshot
from jiefen.store.court import agreement_in_force, must_ask, why_not
from jiefen.store.models import Clock, Notice, Party
from jiefen.store.people.able import who_handles


def remind_of_confirmation(*, at: datetime) -> int:
    """Tell the parties and who handles the case. Answers how many were told of anew; none in quiet hours."""
    days = snapshot().calendar
    if is_quiet(at, calendar=days):
        return 0
    today = days.local(at).date()
    running = Clock.objects.filter(rule="RT-02", stopped_at=None, due__gt=at)
    steps = {
        clock: f"confirm:{clock.pk}:{_step((today - days.local(clock.started_at).date()).days)}"
        for clock in running.select_related("case__holder")
    }
    known = set(Notice.objects.filter(event__in=steps.values()).values_list("event", flat=True))
    clocks = [clock for clock, event in steps.items() if event not in known]
    return sum(_tell(clock, event=steps[clock], at=at) for clock in clocks)


def _step(age: int) -> int:
    return max(step for step in NUDGES if step <= max(age, 0))


def _tell(clock: Clock, *, event: str, at: datetime) -> bool:
    case, agreement = clock.case, agreement_in_force(clock.case)
    if agreement is None or clock.due is None or why_not(case, now=at):
        return False
    until = moments.short_day_in_words(clock.due)
    people = {agreement.mediator_id} | who_handles(case, now=at)
    text = f"司法确认还没有申请，{until}前双方一起向法院递交：{case.title[:80]}"
    tell(people, event=event, case=case, text=text, at=at)
    words = f"您自己的一项期限到{until}为止，请查看进度页，或者联系承办单位。"
    for party in Party.objects.filter(pk__in=must_ask(agreement)).select_related("secret"):
        tell_party(party, event=event, text=words, at=at)
    return True
