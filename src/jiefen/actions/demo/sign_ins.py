"""For the drill of many sign-ins: a password for one person, and how many tries were counted against accounts."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Sum

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import recorded
from jiefen.actions.common.passwords import fresh_password
from jiefen.store.models import Throttle, User


def give_password(username: str, *, at: datetime) -> str:
    password = fresh_password()
    with recorded(by=system_actor(), at=at):
        User.objects.filter(username=username).update(password=make_password(password))
    return password


def checked() -> int:
    """Tries of strangers that were reserved and not given back."""
    counted: int | None = Throttle.objects.filter(key__startswith="account:").aggregate(all=Sum("count"))[
        "all"
    ]
    return counted or 0
