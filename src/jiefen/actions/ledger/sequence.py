"""The one log: entries get their number in it, and its root is signed and carried off the machine.

Numbering happens after the commit of the entries themselves, so that no command waits for another one; the log's
order is the order of numbering. Source: RFC 6962 § 2.1, trust.md § 3.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from jiefen.lib import checkpoint, durable, witness
from jiefen.lib.merkle import CompactRange, leaf_hash
from jiefen.store.common import vault
from jiefen.store.models import Centre, Checkpoint, Entry, LogState

BATCH = 4_000  # under 50 ms with the write ticket in hand
ONLY_ROW = 1
SEAL_EVERY = timedelta(minutes=10)


class ExportProblem(Exception):
    """The checkpoint is safe here but could not be carried off; the message is a sentence for the administrator."""


def sequence(*, limit: int = 10_000_000) -> int:
    """Number waiting entries, at most `limit`, in batches of one transaction each. Answers how many."""
    done = 0
    while done < limit and Entry.objects.filter(log_index__isnull=True).exists():
        taken = _batch(min(BATCH, limit - done))
        done += taken
        if not taken:
            break
    return done


def seal(*, at: datetime, export: Path | None) -> Checkpoint | None:
    """Sign the log's root if the log has grown since the last time, and write it to files here and in `export`.

    Files that an earlier call could not write are written now. Raises ExportProblem when only `export` failed.
    """
    row = None
    if LogState.objects.filter(size__gt=F("sealed_size")).exists():
        with transaction.atomic():
            state = _locked_state()
            row = _sign(state, at=at) if state.size > state.sealed_size else None
    latest = row or Checkpoint.objects.order_by("-size", "-id").first()
    if latest is not None:
        _publish(latest, folder=settings.HOME.checkpoints)
        if export is not None:
            _carry_off(latest, folder=export)
    return row


def seal_is_due(*, at: datetime) -> bool:
    """Whether the log has grown and the last checkpoint is ten minutes old, or there is none yet."""
    state = LogState.objects.first()
    if state is None or state.size == state.sealed_size:
        return False
    return state.sealed_at is None or at - state.sealed_at >= SEAL_EVERY


def _batch(size: int) -> int:
    with transaction.atomic():
        state = _locked_state()
        waiting = Entry.objects.filter(log_index__isnull=True).order_by("id")
        rows = list(waiting.values_list("id", "digest")[:size])
        if not rows:
            return 0
        growing = CompactRange.from_bytes(bytes(state.ranges)) if state.ranges else CompactRange()
        first = growing.size
        for _, digest in rows:
            growing.append(leaf_hash(bytes(digest)))
        _number([pk for pk, _ in rows], first=first)
        LogState.objects.filter(pk=ONLY_ROW).update(size=growing.size, ranges=growing.to_bytes())
    return len(rows)


def _locked_state() -> LogState:
    LogState.objects.bulk_create([LogState(pk=ONLY_ROW)], ignore_conflicts=True)
    return LogState.objects.select_for_update().get(pk=ONLY_ROW)


def _number(keys: list[int], *, first: int) -> None:
    """One statement on PostgreSQL, one prepared statement on SQLite; `bulk_update` is forty times slower."""
    indexes = range(first, first + len(keys))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE store_entry SET log_index = given.place"
                " FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, place) WHERE store_entry.id = given.id",
                [keys, list(indexes)],
            )
        else:
            cursor.executemany(
                "UPDATE store_entry SET log_index = %s WHERE id = %s", list(zip(indexes, keys, strict=True))
            )


def _sign(state: LogState, *, at: datetime) -> Checkpoint:
    growing = CompactRange.from_bytes(bytes(state.ranges))
    centre = Centre.objects.first()
    text = checkpoint.compose(
        origin=f"jiefen/{centre.division if centre else '000000'}",
        size=growing.size,
        root=growing.root(),
        at=at,
        private_key=vault.installation_key("checkpoint"),
    )
    row = Checkpoint(size=growing.size, root=growing.root(), at=at, text=text)
    Checkpoint.objects.bulk_create([row])
    LogState.objects.filter(pk=ONLY_ROW).update(sealed_size=growing.size, sealed_at=at)
    return row


def _carry_off(row: Checkpoint, *, folder: Path) -> None:
    try:
        _publish(row, folder=folder)
    except OSError as error:
        raise ExportProblem(
            f"检查点（{row.size} 条）没能写到机外目录 {folder}（{error.strerror}）。本机已保存；请检查该目录是否挂载、"
            "是否可写。恢复后会自动补写。"
        ) from error


def _publish(row: Checkpoint, *, folder: Path) -> None:
    """The checkpoint and the digests it covers, each if it is not there yet. The checkpoint comes last."""
    path = folder / checkpoint.file_name(row.size)
    if path.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    first = witness.covered(folder)
    if first < row.size:
        durable.write(folder / witness.file_name(first, end=row.size), _digests(first, end=row.size))
    durable.write(path, row.text.encode())


def _digests(first: int, *, end: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(log_index__gte=first, log_index__lt=end).order_by("log_index")
    for digest in rows.values_list("digest", flat=True).iterator(chunk_size=2_000):
        yield bytes(digest)
