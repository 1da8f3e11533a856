"""A sign of life of a background job."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiefen.store.models import Heartbeat


def beat(name: str, *, at: datetime) -> None:
    with transaction.atomic():
        Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
