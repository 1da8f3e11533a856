"""Who and what stands over a case and may be chosen: leaders above its holder, sittings with a free seat."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.common.words import Role
from jiefen.domain.oversight.words import BookingState
from jiefen.store.models import Case, Checklist, Post, Reception, User


def in_office(*roles: Role) -> QuerySet[Post]:
    """Posts with these roles that somebody holds now and may work in."""
    return Post.objects.filter(role__in=roles, until__isnull=True, user__is_active=True)


def leaders_over(case: Case) -> list[User]:
    """Leaders of the holding unit and of those above it, by name."""
    codes = case.holder.codes_down_to_here
    posts = in_office(Role.LEADER).filter(unit__code__in=codes)
    return list(User.objects.filter(pk__in=posts.values("user_id")).order_by("name", "pk"))


def sittings_with_a_seat(*, now: datetime) -> QuerySet[Reception]:
    """Sittings still to come that are not full, the next first."""
    taken = Count("bookings", filter=~Q(bookings__state=BookingState.CANCELLED))
    coming = Reception.objects.filter(begins_at__gt=now, cancelled_at__isnull=True)
    return (
        coming.annotate(taken=taken)
        .filter(taken__lt=F("seats"))
        .select_related("leader")
        .order_by("begins_at", "pk")
    )


def checklists_of(actor: Actor) -> QuerySet[Checklist]:
    """Lists of the units in which this person keeps lists, and of those below."""
    mine = Q(pk__in=[])
    for post in actor.posts:
        if post.role in DESK_ACTIONS["check_off"]:
            mine |= Q(unit__path__startswith=post.path)
    return Checklist.objects.filter(mine).select_related("unit")
