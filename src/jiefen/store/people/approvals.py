"""Who may decide what waits for a second person: by their posts over the unit, never whoever asked or is concerned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Role
from jiefen.domain.people.powers import CARRIED_OUT_LATER, DECIDERS, INSTEAD
from jiefen.domain.people.words import ApprovalKind, ApprovalState
from jiefen.store.models import Approval, Post, Unit, User
from jiefen.store.people.able import day_of, here
from jiefen.store.people.in_office import in_office


def deciders(row: Approval, *, now: datetime) -> set[int]:
    """Ids of those who may decide now. Empty: there is nobody."""
    kind = ApprovalKind(row.kind)
    first = _at_work(DECIDERS[kind], row=row, now=now)
    return first or _at_work(INSTEAD.get(kind, frozenset()), row=row, now=now)


def _at_work(roles: Collection[Role], *, row: Approval, now: datetime) -> set[int]:
    posts = here(over(row.unit, roles=roles), today=day_of(now))
    return set(posts.values_list("user_id", flat=True)) - {row.asked_by_id, row.person_id or 0}


def over(unit: Unit, *, roles: Collection[Role]) -> QuerySet[Post]:
    """Posts with these roles in the unit or above it, held by somebody who can sign in."""
    return in_office(*roles).filter(unit__code__in=unit.codes_down_to_here)


def asked_of(actor: Actor, *, now: datetime) -> list[Approval]:
    """What waits for this person's decision, the first to run out first."""
    waiting = _rows().filter(state=ApprovalState.WAITING, until__gt=now).exclude(asked_by=actor.user_id)
    paths = [post.path for post in actor.posts]
    near = [row for row in waiting.order_by("until") if any(row.unit.path.startswith(path) for path in paths)]
    return [row for row in near if actor.user_id in deciders(row, now=now)]


def asked_by(actor: Actor, *, limit: int) -> list[Approval]:
    """What this person asked for, the newest first."""
    return list(_rows().filter(asked_by=actor.user_id).order_by("-pk")[:limit])


def in_the_hands_of(actor: Actor, *, pk: int, now: datetime) -> Approval | None:
    """A request for whoever asked, may decide or decided, and for the auditors over the unit."""
    row = _rows().filter(pk=pk).first()
    if row is None:
        return None
    auditor = any(post.role is Role.AUDITOR and row.unit.path.startswith(post.path) for post in actor.posts)
    concerned = actor.user_id in (row.asked_by_id, row.decided_by_id)
    return row if concerned or auditor or actor.user_id in deciders(row, now=now) else None


def is_open(row: Approval, *, now: datetime) -> bool:
    """Whether it still waits: for the second person, or for whoever asked to carry it out."""
    later = row.state == ApprovalState.AGREED and row.kind in CARRIED_OUT_LATER
    return row.until > now and (row.state == ApprovalState.WAITING or later)


def state_in_words(row: Approval, *, now: datetime) -> str:
    never_done = row.state in (ApprovalState.WAITING, ApprovalState.AGREED) and row.done_at is None
    return "已过期" if never_done and row.until <= now else ApprovalState.label_of(row.state)


def _rows() -> QuerySet[Approval]:
    return Approval.objects.select_related("unit", "person", "case", "asked_by", "decided_by")


def person_units(user: User) -> list[Unit]:
    """Units in which the person holds a post now; where they last did, when they hold none."""
    held = Post.objects.filter(user=user).select_related("unit").order_by("pk")
    posts = list(held.filter(until=None)) or list(held)[-1:]
    return list({post.unit_id: post.unit for post in posts}.values())
