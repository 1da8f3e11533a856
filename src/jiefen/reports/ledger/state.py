"""How the store stands, in numbers: what waits, since when, and how old the last good thing is."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from jiefen.store.models import BreakGlass, Checkpoint, Clock, Delivery, Entry, Heartbeat, Outbox

NEVER = -1.0


@dataclass(frozen=True)
class Figure:
    """A gauge. `value` is -1 where there is nothing yet."""

    name: str
    what: str
    value: float


@dataclass(frozen=True)
class LastBackup:
    at: datetime
    folder: str


def state_of_the_store(*, at: datetime) -> list[Figure]:
    """Ages in seconds, sizes in bytes, counts."""
    backup = last_backup()
    waiting = Entry.objects.filter(log_index__isnull=True)
    sending = Outbox.objects.filter(done_at__isnull=True)
    running = Clock.objects.filter(stopped_at__isnull=True, due__lt=at)
    written = waiting.order_by("id").values_list("at", flat=True).first()
    queued = sending.order_by("id").values_list("next_at", flat=True).first()
    signed = Checkpoint.objects.order_by("-id").values_list("at", flat=True).first()
    glass = BreakGlass.objects.filter(until__gt=at)
    messages = Delivery.objects.filter(state="waiting")
    return [
        Figure("entries", "Entries of the history", Entry.objects.count()),
        Figure("ledger_waiting", "Entries not in the log yet", waiting.count()),
        Figure("ledger_lag_seconds", "Age of the oldest of them", _age(written, at=at)),
        Figure("checkpoint_age_seconds", "Since the last signed checkpoint", _age(signed, at=at)),
        Figure("outbox_waiting", "Notices not passed on yet", sending.count()),
        Figure("outbox_age_seconds", "Age of the oldest of them", _age(queued, at=at)),
        Figure("messages_waiting", "SMS and e-mail waiting", messages.count()),
        Figure("deadlines_late", "Running limits past their day", running.count()),
        Figure("break_glass_open", "Cases opened out of turn now", glass.count()),
        Figure("worker_age_seconds", "Since the worker's last sign of life", _age(_beat(), at=at)),
        Figure(
            "backup_age_seconds", "Since the last good backup", _age(backup.at if backup else None, at=at)
        ),
        Figure("disk_free_bytes", "Free where the home lies", shutil.disk_usage(settings.HOME.root).free),
        Figure("wal_bytes", "Size of the database's write-ahead log (SQLite)", _wal()),
    ]


def _age(moment: datetime | None, *, at: datetime) -> float:
    return NEVER if moment is None else round((at - moment).total_seconds(), 1)


def _beat() -> datetime | None:
    return Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()


def last_backup() -> LastBackup | None:
    """What `jiefen backup` noted when it had read its copy back."""
    path: Path = settings.HOME.root / "last_backup.json"
    if not path.exists():
        return None
    noted = json.loads(path.read_bytes())
    return LastBackup(datetime.fromisoformat(noted["at"]), noted["folder"])


def _wal() -> int:
    if connection.vendor != "sqlite":
        return 0
    path = Path(f"{connection.settings_dict['NAME']}-wal")
    return path.stat().st_size if path.exists() else 0
