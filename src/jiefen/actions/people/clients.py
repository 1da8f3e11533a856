"""Tokens for connected systems: random, shown once, stored as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import History
from jiefen.store.models import ApiClient
from jiefen.store.people.persons import persons


def make_client(name: str, *, username: str, at: datetime, until: datetime | None = None) -> str:
    """A bearer token that acts with the posts of `username`. Raises User.DoesNotExist."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        user = persons().get(username=username)
        ApiClient.objects.create(
            name=name,
            user=user,
            token_digest=hashlib.sha256(token.encode()).hexdigest(),
            made_at=at,
            until=until,
        )
        history = History(by=system_actor(), at=at)
        history.add_to_stream("system", verb="client", facts={"name": name, "user": user.pk})
        history.write()
    return token
