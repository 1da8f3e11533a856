"""Where this machine's clocks are read, and what time it is for a deed done here."""

from __future__ import annotations

import ctypes
import functools
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jiefen.actions.common.command import Answer
from jiefen.actions.ledger import time_guard
from jiefen.actions.ledger.time_guard import Moment
from jiefen.domain.case.actor import Actor
from jiefen.lib.trusted_time import ClockReading, GuardState

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# Without it (not Linux) a suspended machine looks like a step of the wall clock, which is held: safe, not convenient.
_SINCE_BOOT: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_TIMEX_BYTES, _UNSYNCHRONISED = 512, 5  # struct timex is 208 bytes and may grow; TIME_ERROR, adjtimex(2)


def now() -> datetime:
    """What a person's deed is dated with: trusted time where a worker keeps it, else the wall clock."""
    reading = this_machine()
    state = time_guard.peek(reading, file=settings.HOME.clock)
    return datetime.fromtimestamp(state.stamp if state else reading.wall, tz=UTC)


def look() -> Moment:
    """For the background: now, and whether anything irreversible may be done by it."""
    return time_guard.look(_witnesses, file=settings.HOME.clock)


def confirm(*, reason: str, by: Actor) -> Answer:
    return time_guard.confirm(_witnesses, file=settings.HOME.clock, reason=reason, by=by)


def peek() -> tuple[ClockReading, GuardState | None]:
    reading = this_machine()
    return reading, time_guard.peek(reading, file=settings.HOME.clock)


def this_machine() -> ClockReading:
    return ClockReading(
        boot_id=_boot_id(),
        boottime=time.clock_gettime(_SINCE_BOOT),
        wall=timezone.now().timestamp(),
        synced=_is_synchronised(),
    )


def _witnesses() -> ClockReading:
    return time_guard.beside_peer(this_machine())


@functools.cache
def _boot_id() -> str:
    """One per boot; where the system has none, one per process, so that each start counts as a reboot."""
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return str(uuid.uuid4())


def _is_synchronised() -> bool:
    """Whether the kernel says that NTP steers the wall clock; no, where it cannot be asked."""
    try:
        state: int = _system().adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))  # modes 0: only read
    except (AttributeError, OSError):
        return False
    return 0 <= state < _UNSYNCHRONISED


@functools.cache
def _system() -> ctypes.CDLL:
    """The functions of the C library that this program has loaded."""
    return ctypes.CDLL(None)
