"""Two actors without a person: the background, and whoever holds the right code of a case."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from jiefen.domain.case.actor import Actor
from jiefen.store.models import User


def make_actors() -> None:
    """The rows of both, when a centre is opened; inside a transaction that is recorded."""
    for username, name in (("system", "系统"), ("party", "当事人")):
        User.objects.get_or_create(
            username=username, defaults={"name": name, "is_active": False, "password": make_password(None)}
        )


def system_actor() -> Actor:
    """The background's own person: it can be named in the history, it cannot sign in."""
    user = User.objects.get(username="system")
    return Actor(user_id=user.pk, name=user.name, posts=(), source="system")


def party_actor() -> Actor:
    """Whoever holds the right code of a case: named in the history as the party, with no post and no sign-in."""
    user = User.objects.get(username="party")
    return Actor(user_id=user.pk, name=user.name, posts=(), source="portal")
