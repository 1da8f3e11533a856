"""Who is asking: posts are read anew at each request, so that a change of rights holds from the next click on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from jiefen.domain.case.actor import Actor, Held
from jiefen.domain.common.words import Role
from jiefen.store.models import BreakGlass, Post, User
from jiefen.store.people import posts
from jiefen.store.people.posts import held_by


def actor_of(user_id: int, *, name: str, at: datetime, source: str = "web") -> Actor:
    """The person with their open posts (open units only) and the cases they may look into for now."""
    return _actor(user_id, name=name, held=held_by(user_id), at=at, source=source)


def _actor(user_id: int, *, name: str, held: tuple[Held, ...], at: datetime, source: str) -> Actor:
    glass: frozenset[int] = frozenset()
    if any(post.role in (Role.SUPERVISOR, Role.LEADER) for post in held):
        glass = frozenset(
            BreakGlass.objects.filter(user_id=user_id, until__gt=at, ended_at=None).values_list(
                "case_id", flat=True
            )
        )
    return Actor(user_id=user_id, name=name, posts=held, source=source, glass=glass)


def actor_of_token(token: str, *, at: datetime) -> Actor | None:
    """The connected system behind a bearer token, or None. Only the token's digest is stored."""
    client = posts.client_of(hashlib.sha256(token.encode()).hexdigest(), at=at)
    if client is None:
        return None
    source = f"api:{client.id}"
    return _actor(client.user_id, name=client.name, held=client.held, at=at, source=source)


def person(user_id: int) -> User | None:
    """An active person."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def actor_by_username(username: str, *, at: datetime) -> Actor:
    """For jobs that act in a person's name. Raises User.DoesNotExist."""
    user = User.objects.get(username=username)
    return actor_of(user.pk, name=user.name, at=at, source="job")


def active_by_username(username: str, *, at: datetime) -> Actor | None:
    """The same for whoever gives a name on a command line; None when there is no such active person."""
    user = User.objects.filter(username=username, is_active=True).first()
    return actor_of(user.pk, name=user.name, at=at, source="job") if user else None


def actor_in_unit(code: str, *, roles: Iterable[Role], at: datetime) -> Actor | None:
    """Somebody with one of these posts in the unit."""
    post = (
        Post.objects.filter(unit__code=code, until__isnull=True, role__in=tuple(roles))
        .select_related("user")
        .first()
    )
    return actor_by_username(post.user.username, at=at) if post else None


def user_named(username: str) -> User:
    """Raises User.DoesNotExist."""
    return User.objects.get(username=username)
