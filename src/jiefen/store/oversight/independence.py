"""Who has had a hand in a case: they never judge an objection to it (mission row F9)."""

from __future__ import annotations

from django.db.models import Q

from jiefen.domain.case.lifecycle import EVENT_BY_NAME
from jiefen.domain.common.words import Role, Track
from jiefen.store.models import Case, Post, User

# Taking note of an objection, answering one, or looking over the handling is not handling the matter.
NOT_HANDLING = tuple(event.name for event in EVENT_BY_NAME.values() if not event.makes_insider)
REVIEWS = (Track.PETITION_REVIEW, Track.PETITION_REREVIEW)
JUDGES = (Role.REVIEWER, Role.SUPERVISOR, Role.LEADER)


def insiders(case: Case) -> set[int]:
    """Everybody who ever held the case or took a step on it."""
    took = case.entries.exclude(verb__in=NOT_HANDLING).exclude(actor=None).values_list("actor_id", flat=True)
    held = case.assignments.exclude(person=None).values_list("person_id", flat=True)
    ran = case.proceedings.exclude(track__in=REVIEWS).values_list("person_id", flat=True)
    return {*took, *held, *ran} | {pk for pk in (case.handler_id, case.recorded_by_id) if pk is not None}


def outsiders(case: Case) -> list[User]:
    """People above the case who may judge and never had a hand in it, by name."""
    codes = case.holder.codes_down_to_here
    posts = Post.objects.filter(until__isnull=True, role__in=JUDGES, unit__code__in=codes)
    users = User.objects.filter(Q(pk__in=posts.values("user_id")), is_active=True)
    return list(users.exclude(pk__in=insiders(case)).order_by("name", "pk"))
