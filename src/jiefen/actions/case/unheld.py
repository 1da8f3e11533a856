"""A case that nobody can go on with is told to those who may give it to somebody else, once per assignment."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.messages.notices import tell
from jiefen.domain.case.permissions import granted
from jiefen.domain.common.words import Confidentiality, Role
from jiefen.store.models import Case, Notice
from jiefen.store.people.able import hands_of, held_by_nobody, why_unheld
from jiefen.store.people.in_office import in_office


def tell_of_unheld(*, at: datetime) -> int:
    """Idempotent: looked for anew each round, whatever the cause. Answers how many cases were told of now."""
    cases = {f"unheld:{lead.pk}": lead.case for lead in held_by_nobody(now=at)}
    known = set(Notice.objects.filter(event__in=cases).values_list("event", flat=True))
    fresh = {event: case for event, case in cases.items() if event not in known}
    for event, case in fresh.items():
        why = why_unheld(case, now=at)
        who = f"{case.handler.name}{why}" if case.handler and why else f"{case.holder.name}没有能签收的人"
        text = f"没有人能办，请换承办人或改派：{case.title[:80]}（{who}）"
        tell(_reassigning(case) | hands_of(case, now=at), event=event, case=case, text=text, at=at)
    return len(fresh)


def _reassigning(case: Case) -> set[int]:
    """Reviewers and dispatchers who may hand this case over, in its unit or, where it is open to them, above."""
    level = Confidentiality(case.confidentiality)
    people: set[int] = set()
    for role in (Role.REVIEWER, Role.DISPATCHER):
        relations = granted("hand_over", role=role, confidentiality=level)
        posts = in_office(role).filter(unit__code__in=case.holder.codes_down_to_here)
        if "below" not in relations:
            posts = posts.filter(unit_id=case.holder_id)
        people |= set(posts.values_list("user_id", flat=True))
    return people
