"""Where a person is signed in, and the devices on which they have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session

from jiefen.domain.case.actor import Actor
from jiefen.store.models import KnownDevice, OpenSession, User


@dataclass(frozen=True)
class SignedIn:
    """One sign-in that goes on. `here`: the one that asks."""

    id: int
    label: str
    since: datetime
    used_at: datetime
    here: bool


@dataclass(frozen=True)
class Device:
    id: int
    label: str
    since: datetime
    used_at: datetime


def signed_in(actor: Actor, *, key: str, now: datetime) -> list[SignedIn]:
    """This one first, then the latest. What an administrator ended, or has expired, is not there."""
    epoch = User.objects.values_list("epoch", flat=True).get(pk=actor.user_id)
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = OpenSession.objects.filter(user_id=actor.user_id, epoch=epoch, key__in=alive).order_by("-used_at")
    found = [SignedIn(row.pk, row.label, row.since, row.used_at, row.key == key) for row in rows]
    return sorted(found, key=lambda row: not row.here)


def given_up(actor: Actor) -> list[SignedIn]:
    """Sign-ins that ended by themselves because there were too many, the latest first; `used_at` is when."""
    rows = OpenSession.objects.filter(user_id=actor.user_id, key__startswith=OpenSession.GIVEN_UP)
    return [
        SignedIn(row.pk, row.label, row.since, row.used_at, here=False)
        for row in rows.order_by("-used_at", "-pk")
    ]


def known_devices(actor: Actor) -> list[Device]:
    """The latest first."""
    rows = KnownDevice.objects.filter(user_id=actor.user_id).order_by("-used_at")
    return [Device(row.pk, row.label, row.since, row.used_at) for row in rows]
