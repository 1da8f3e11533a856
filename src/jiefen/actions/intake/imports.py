"""Imports: a file becomes cases row by row, in chunks that commit whole, with the cursor in the same transaction.

Killed anywhere, an import goes on exactly behind the last row that was settled: a chunk's cases, its refused rows and
its cursor are there together or not at all. Who registers is the person who uploaded.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.history import History
from jiefen.actions.intake import import_files
from jiefen.actions.intake.import_chunk import Chunk, lines_with
from jiefen.actions.intake.import_files import Reader, StoredFile
from jiefen.actions.intake.import_rows import RefusedRow, cells_to_keep
from jiefen.actions.intake.register_many import Incoming, Settled, register_many
from jiefen.channels.intake.mapping import NoMapping, load
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.moments import ZONE
from jiefen.lib.tables import Row, TableProblem
from jiefen.store.common import vault
from jiefen.store.common.place_names import codes_by_name
from jiefen.store.common.reference import snapshot
from jiefen.store.models import ImportBatch, ImportProblem
from jiefen.store.people.posts import held_by

ROWS = 100
UNFINISHED = ("waiting", "running")
logger = logging.getLogger("jiefen.imports")
_readers: dict[int, Reader] = {}  # at most one: the file this process is in the middle of


def begin(
    chunks: Iterable[bytes], *, name: str, mapping: str, by: Actor, at: datetime, key: str = ""
) -> ImportBatch:
    """Store the file and put it in the queue. Raises Invalid (field `file` or `mapping`), NotAllowed."""
    by.require("import")
    try:
        format = load(mapping)
    except NoMapping as problem:
        raise Invalid(fields={"mapping": str(problem)}) from problem
    kept = import_files.keep(chunks, name=name, format=format)
    try:
        answer = _begin(
            kept=(kept.name, kept.digest),
            kept_apart=(kept.unread, kept.sheets),
            mapping=mapping,
            stored=_Stored(kept),
            by=by,
            at=at,
            key=key,
        )
    except BaseException:
        import_files.forget(kept.stored)
        raise
    if answer.replayed:
        import_files.forget(kept.stored)
    return ImportBatch.objects.get(pk=answer.more["batch"])


class _Stored:
    """Where the file is; differs with every delivery, so it has no part in telling whether two are the same."""

    def __init__(self, kept: StoredFile) -> None:
        self.name = kept.stored

    def __str__(self) -> str:
        return ""


@in_one_transaction("begin_import")
def _begin(
    command: Command,
    *,
    kept: tuple[str, str],
    kept_apart: tuple[tuple[str, ...], ...],
    mapping: str,
    stored: _Stored,
) -> Answer:
    (name, digest), (unread, sheets) = kept, kept_apart
    batch = ImportBatch(
        source=load(mapping).source,
        mapping=mapping,
        name=name[:160],
        digest=digest,
        path=stored.name,
        unread="\n".join(unread),
        remarks="\n".join(
            f"工作表“{sheet}”没有读：一次读一张，请把它另存为一个文件再传。" for sheet in sheets
        ),
        by_id=command.by.user_id,
        at=command.at,
    )
    ImportBatch.objects.bulk_create([batch])
    facts = {"batch": batch.pk, "mapping": mapping, "digest": digest}
    command.history.add_to_stream("system", verb="begin_import", facts=facts)
    return Answer(sentence=f"{name} 已收到，正在排队导入。", more={"batch": batch.pk})


def continue_waiting(*, at: datetime, rows: int = ROWS) -> int:
    """Settle the next rows of the oldest unfinished import. Answers how many; 0 when there is nothing to do."""
    batch = ImportBatch.objects.filter(state__in=UNFINISHED).order_by("pk").first()
    return step(batch, at=at, rows=rows) if batch else 0


def run_to_end(
    batch: ImportBatch,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[ImportBatch], None] = lambda _batch: None,
) -> ImportBatch:
    """Settle every row, in this process; `progress` is called after each chunk."""
    while batch.state in UNFINISHED:
        step(batch, at=clock())
        batch.refresh_from_db()
        progress(batch)
    return batch


def step(batch: ImportBatch, *, at: datetime, rows: int = ROWS) -> int:
    """Settle the next rows in one transaction. Answers how many (when the file ends, at least 1)."""
    try:
        reader = _reader(batch)
        chunk = reader.after(batch.cursor, count=rows)
    except TableProblem as problem:
        _stop(batch, problem=str(problem), at=at)
        return 1
    by = _uploader(batch)
    if by is None:
        _stop(batch, problem=_GONE, at=at)
        return 1
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.cursor != batch.cursor or locked.state not in UNFINISHED:
            return 1  # somebody else has settled these rows meanwhile
        _import_chunk(chunk, batch=locked, by=by, at=at)
        ended = len(chunk) < rows
        if ended:
            _finish(locked, by=by, at=at)
    if ended:
        _put_away(batch)
    return max(len(chunk), 1)


_GONE = (
    "上传人现在没有可以导入的岗位，剩下的行没有入库。请由在岗的受理员重新上传这个文件，已入库的行不会重复。"
)


def _reader(batch: ImportBatch) -> Reader:
    """The file where we left it; the first time, its rows are counted for the progress bar."""
    format = load(batch.mapping)
    if batch.total is None:
        total = sum(1 for _ in import_files.rows(batch.path, name=batch.name, format=format))
        with transaction.atomic():
            ImportBatch.objects.filter(pk=batch.pk, total=None).update(total=total, state="running")
    known = _readers.get(batch.pk)
    if known is None or known.stored != batch.path:
        _readers.clear()
        known = _readers[batch.pk] = Reader(batch.path, name=batch.name, format=format)
    return known


def _uploader(batch: ImportBatch) -> Actor | None:
    """The person who uploaded, with the posts of now; None when they may not import any more."""
    user = batch.by
    actor = Actor(user_id=user.pk, name=user.name, posts=held_by(user.pk), source="import")
    return actor if user.is_active and actor.may("import") else None


def _import_chunk(chunk: Sequence[Row], *, batch: ImportBatch, by: Actor, at: datetime) -> None:
    format, today = load(batch.mapping), at.astimezone(ZONE).date()
    told = Chunk(format=format, places=codes_by_name(snapshot().places), today=today, begun=batch.at)
    for row in chunk:
        told.add(row)
    answers = _register([matter for _, matter in told.incoming], by=by, at=at)
    told.settle(answers)
    _keep_refused(told.refused, batch=batch)
    ImportBatch.objects.filter(pk=batch.pk).update(
        cursor=chunk[-1].number if chunk else batch.cursor,
        made=F("made") + told.made,
        known=F("known") + told.known,
        refused=F("refused") + len(told.refused),
        unread=lines_with(batch.unread, more=told.unread),
        remarks=lines_with(batch.remarks, more=told.remarks),
        state="running",
    )


def _register(incoming: list[Incoming], *, by: Actor, at: datetime) -> list[Settled]:
    """All at once; when the database refuses something of it, one by one, so that a bad row costs only itself."""
    try:
        return _attempt(incoming, by=by, at=at)
    except OperationalError:
        raise
    except Exception:
        logger.info("a chunk was refused as a whole; its %d rows go one by one", len(incoming), exc_info=True)
    return [_alone(matter, by=by, at=at) for matter in incoming]


def _alone(one: Incoming, *, by: Actor, at: datetime) -> Settled:
    try:
        try:
            return _attempt([one], by=by, at=at)[0]
        except IntegrityError:  # the same row came in by another way at this moment: now it is known
            return _attempt([one], by=by, at=at)[0]
    except OperationalError:
        raise
    except Exception:
        ref = secrets.token_hex(4)
        logger.exception("unexpected failure of an import row ref=%s", ref)
        sentence = f"系统没能登记这一行（编号 {ref}）。请把编号告诉系统管理员，处理后再传这一行。"
        return Settled(refusal=RuleError(sentence))


def _attempt(incoming: list[Incoming], *, by: Actor, at: datetime) -> list[Settled]:
    with transaction.atomic():
        return register_many(incoming, command=Command(by=by, at=at, history=History(by=by, at=at)))


def _keep_refused(refused: list[RefusedRow], *, batch: ImportBatch) -> None:
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                batch=batch, row=refusal.row.number, remark=refusal.remark, sealed=_sealed(refusal.row)
            )
            for refusal in sorted(refused, key=lambda one: one.row.number)
        ]
    )


def _sealed(row: Row) -> bytes:
    return vault.seal_here(json.dumps(cells_to_keep(row), ensure_ascii=False), place="import.row")


def _finish(batch: ImportBatch, *, by: Actor, at: datetime) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state="done", finished_at=at)
    batch.refresh_from_db()
    _tell(batch, by=by, at=at, made=batch.made, known=batch.known, refused=batch.refused)


def _stop(batch: ImportBatch, *, problem: str, at: datetime) -> None:
    """The file itself cannot be used any further; what was settled stays."""
    with transaction.atomic():
        rows = ImportBatch.objects.filter(pk=batch.pk, state__in=UNFINISHED)
        if rows.update(state="failed", problem=problem, finished_at=at):
            user = batch.by
            _tell(
                batch,
                by=Actor(user_id=user.pk, name=user.name, posts=(), source="import"),
                at=at,
                failed=True,
            )
    _put_away(batch)


def _tell(batch: ImportBatch, *, by: Actor, at: datetime, **facts: Any) -> None:
    history = History(by=by, at=at)
    history.add_to_stream("system", verb="end_import", facts={"batch": batch.pk} | facts)
    history.write()


def _put_away(batch: ImportBatch) -> None:
    _readers.pop(batch.pk, None)
    import_files.forget(batch.path)
