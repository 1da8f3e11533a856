"""One round of everything that runs in the background, in order; each part is idempotent."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from jiefen.actions import calendars, drafts, notices, sequence, tick
from jiefen.actions.heartbeat import beat
from jiefen.actions.imports import continue_waiting
from jiefen.actions.settle import system_actor

ROWS = 200
logger = logging.getLogger("jiefen.worker")


def often(at: datetime) -> dict[str, int]:
    """Every second or so: messages, log, imports."""
    done = {
        "notices": notices.deliver(at=at),
        "sequenced": sequence.sequence(),
        "imported": continue_waiting(at=at, rows=ROWS),
    }
    if sequence.seal_is_due(at=at):
        _seal(at)
    return done


def seldom(at: datetime) -> dict[str, int]:
    """Every few seconds: clocks; and what may wait a day but does no harm more often."""
    told = tick.tick(at=at)
    moved = calendars.settle_provisional(by=system_actor(), at=at)
    beat("worker", at=at)
    return told | {"recomputed": moved.seen, "drafts_forgotten": drafts.forget_old(at=at)}


def at_the_end(at: datetime) -> None:
    """At shutdown: number what is there and seal it."""
    sequence.sequence()
    _seal(at)


def _seal(at: datetime) -> None:
    folder = Path(settings.CHECKPOINT_EXPORT) if settings.CHECKPOINT_EXPORT else None
    try:
        sequence.seal(at=at, export=folder)
    except sequence.ExportProblem as problem:
        logger.error("%s", problem)
