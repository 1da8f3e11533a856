"""Many people who want an SMS, each with one case, for drills on a throw-away home only."""

from __future__ import annotations

from datetime import datetime

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import recorded
from jiefen.actions.demo.cases import NotForReal
from jiefen.domain.common.words import Role
from jiefen.domain.messages.words import Medium
from jiefen.store.models import Case, Centre, Post, User
from jiefen.store.people.contact import sealed

CHUNK = 1_000


def hand_out(n: int, *, at: datetime) -> int:
    """The first `n` cases get a handler each, whom nobody can sign in as. Answers how many."""
    if not Centre.objects.filter(demo=True).exists():
        raise NotForReal("只能在演示数据目录里批量造人。")
    cases = list(Case.objects.order_by("pk")[:n])
    with recorded(by=system_actor(), at=at):
        people = [
            User(username=f"drill-{case.pk}", name=f"演练{case.pk}", password="!", by_sms=True)  # noqa: S106
            for case in cases
        ]
        User.objects.bulk_create(people, batch_size=CHUNK)
        for case, user in zip(cases, people, strict=True):
            case.handler = user
            user.phone_sealed = sealed(f"138{user.pk:08}", medium=Medium.SMS, user_id=user.pk)
        User.objects.bulk_update(people, ["phone_sealed"], batch_size=CHUNK)
        Case.objects.bulk_update(cases, ["handler"], batch_size=CHUNK)
        posts = [
            Post(user=user, unit_id=case.holder_id, role=Role.MEDIATOR, since=at)
            for case, user in zip(cases, people, strict=True)
        ]
        # nobody is told of a case that is not theirs to see
        Post.objects.bulk_create(posts, batch_size=CHUNK)
    return len(cases)
