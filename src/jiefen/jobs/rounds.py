"""One round of everything that runs in the background, in order; each part is idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from jiefen.actions import drafts, imports, notices, sequence, tick
from jiefen.store.models import Heartbeat, LogState

SEAL_EVERY = 600


def export_folder() -> Path | None:
    return Path(settings.CHECKPOINT_EXPORT) if settings.CHECKPOINT_EXPORT else None


def often(at: datetime) -> dict[str, int]:
    """Every second or so: messages, log, imports."""
    done = {"notices": notices.deliver(at=at), "sequenced": sequence.sequence(), "imported": imports.continue_waiting(at=at, rows=200)}
    if done["sequenced"] and _seal_due(at):
        sequence.seal(at=at, export=export_folder())
    return done


def seldom(at: datetime) -> dict[str, int]:
    """Every few seconds: clocks; and what may wait a day but does no harm more often."""
    told: dict[str, Any] = tick.tick(at=at)
    with transaction.atomic():
        Heartbeat.objects.update_or_create(name="worker", defaults={"at": at})
    return told | {"drafts_forgotten": drafts.forget_old(at=at)}


def at_the_end(at: datetime) -> None:
    """At shutdown: number what is there and seal it."""
    sequence.sequence()
    sequence.seal(at=at, export=export_folder())


def _seal_due(at: datetime) -> bool:
    state = LogState.objects.first()
    return state is None or state.sealed_at is None or (at - state.sealed_at).total_seconds() >= SEAL_EVERY


