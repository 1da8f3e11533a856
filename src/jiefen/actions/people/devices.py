"""Devices on which a person has signed in, and the sign-ins that are open there: remembered, and ended by their owner."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from jiefen.actions.common.history import History
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Unseen
from jiefen.store.models import KnownDevice, OpenSession, User

MOST = 20  # devices of one person; the one used longest ago is forgotten for a new one
MOST_OPEN = 5  # sign-ins of one person side by side; the one used longest ago is given up for a new one
TOLD = timedelta(days=7)  # for how long a sign-in that was given up stands in its owner's list


def known_device(user: User, *, token: str) -> int | None:
    """The id of this person's device whose browser holds the token."""
    if not token:
        return None
    rows = KnownDevice.objects.filter(user=user, digest=_digest(token))
    return rows.values_list("pk", flat=True).first()


def remember(user: User, *, old: str, new: str, label: str, at: datetime) -> None:
    """A right sign-in: the browser's token is exchanged for a new one, for everybody who uses this browser."""
    with transaction.atomic():
        if old:
            KnownDevice.objects.filter(digest=_digest(old)).update(digest=_digest(new))
        KnownDevice.objects.update_or_create(
            user=user,
            digest=_digest(new),
            defaults={"label": label, "used_at": at},
            create_defaults={"label": label, "since": at, "used_at": at},
        )
        ids = KnownDevice.objects.filter(user=user).order_by("-used_at", "-pk").values_list("pk", flat=True)
        KnownDevice.objects.filter(pk__in=list(ids[MOST:])).delete()


def opened(user: User, *, key: str, label: str, by: Actor, at: datetime) -> list[str]:
    """A sign-in begins. `key`: of its row in the session table. Answers on which devices another was given up for it.

    Two that begin at once are counted one after the other.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = OpenSession(user=user, key=key, epoch=user.epoch, label=label, since=at, used_at=at)
        row.save(force_insert=True)
        alive = Session.objects.filter(expire_date__gt=at).values("session_key")
        others = OpenSession.objects.filter(user=user, epoch=user.epoch, key__in=alive).exclude(pk=row.pk)
        too_many = list(others.order_by("-used_at", "-pk")[MOST_OPEN - 1 :])
        Session.objects.filter(pk__in=[other.key for other in too_many]).delete()
        for other in too_many:
            OpenSession.objects.filter(pk=other.pk).update(key=_given_up(other.key), used_at=at)
        if too_many:
            _note(by, at=at, verb="end_session", count=len(too_many), most=MOST_OPEN)
    return [other.label for other in too_many]


def was_given_up(*, key: str) -> bool:
    """Whether the sign-in with this key ended because there were too many."""
    return OpenSession.objects.filter(key=_given_up(key)).exists()


def moved(*, old: str, new: str, epoch: int) -> None:
    """A sign-in goes on under another key."""
    OpenSession.objects.filter(key=old).update(key=new, epoch=epoch)


def used(*, key: str, at: datetime) -> None:
    OpenSession.objects.filter(key=key).update(used_at=at)


def closed(*, key: str) -> None:
    """Signed out."""
    OpenSession.objects.filter(key=key).delete()


def end_session(*, session: int, by: Actor, at: datetime) -> str:
    """End one of one's own sign-ins; its next request is nobody's. Answers what it was. Raises Unseen."""
    row = _going_on(by).filter(pk=session).first()
    if row is None:
        raise Unseen("这个登录已经结束了。")
    _end([row], by=by, at=at)
    return row.label


def end_others(*, key: str, by: Actor, at: datetime) -> int:
    """End every sign-in of one's own but the one with this key."""
    rows = list(_going_on(by).exclude(key=key))
    _end(rows, by=by, at=at)
    return len(rows)


def forget_device(*, device: int, by: Actor, at: datetime) -> str:
    """A browser is as unknown again as any. Raises Unseen."""
    row = KnownDevice.objects.filter(pk=device, user=by.user_id).first()
    if row is None:
        raise Unseen("这台设备已经不在名单里了。")
    with transaction.atomic():
        row.delete()
        _note(by, at=at, verb="forget_device")
    return row.label


def forget_ended(*, at: datetime) -> int:
    """Session rows that have expired, and what was kept of them; one that was given up when it has been told long enough."""
    with transaction.atomic():
        gone: int = Session.objects.filter(expire_date__lte=at).delete()[0]
        over = OpenSession.objects.exclude(key__in=Session.objects.values("session_key"))
        over.exclude(key__startswith=OpenSession.GIVEN_UP, used_at__gt=at - TOLD).delete()
    return gone


def _going_on(by: Actor) -> QuerySet[OpenSession]:
    return OpenSession.objects.filter(user=by.user_id).exclude(key__startswith=OpenSession.GIVEN_UP)


def _given_up(key: str) -> str:
    return f"{OpenSession.GIVEN_UP}{key}"[:40]


def _end(rows: list[OpenSession], *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        Session.objects.filter(pk__in=[row.key for row in rows]).delete()
        OpenSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
        if rows:
            _note(by, at=at, verb="end_session", count=len(rows))


def _note(by: Actor, *, at: datetime, verb: str, **facts: object) -> None:
    history = History(by=by, at=at)
    history.add_to_stream("system", verb=verb, facts={"user": by.user_id} | facts)
    history.write()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
