"""A person's own imports: the list, the progress of one, its first problems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiefen.channels.intake.mapping import NoMapping, load, shipped
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import DESK_ACTIONS
from jiefen.domain.common.errors import Unseen
from jiefen.reports.common.actors import actor_of
from jiefen.reports.common.addresses import address
from jiefen.store.common import vault
from jiefen.store.models import Heartbeat, ImportBatch, ImportProblem, Post

LISTED = 50
SHOWN = 8
FRESH = timedelta(seconds=60)
STATES = {
    "waiting": ("排队中", ""),
    "running": ("导入中", "info"),
    "done": ("已完成", "ok"),
    "failed": ("没有完成", "bad"),
}


@dataclass(frozen=True)
class ImportLine:
    name: str
    mapping: str
    at: datetime
    by: str
    state: str
    state_tone: str
    good: int
    bad: int
    url: str


@dataclass(frozen=True)
class ImportExample:
    row: int
    field: str
    text: str
    remedy: str


@dataclass(frozen=True)
class ImportItem:
    """One import. `percent` 0–100; `rate` in rows a second since the upload; `problem`: why it stopped.

    `unread`: columns of which no field is made; `remarks`: what was done with rows and sheets.
    """

    id: int
    name: str
    mapping: str
    state: str
    state_tone: str
    finished: bool
    percent: int
    total: int
    good: int
    bad: int
    repeated: int
    rate: int
    url: str
    error_file_url: str
    examples: list[ImportExample]
    unread: list[str]
    remarks: list[str]
    problem: str


def imports(actor: Actor) -> list[ImportLine]:
    """What this person uploaded, newest first."""
    batches = ImportBatch.objects.filter(by_id=actor.user_id).select_related("by").order_by("-pk")[:LISTED]
    return [
        ImportLine(
            name=batch.name,
            mapping=label_of(batch.mapping),
            at=batch.at,
            by=batch.by.name,
            state=_state(batch)[0],
            state_tone=_state(batch)[1],
            good=batch.made,
            bad=batch.refused,
            url=address("import", batch.pk),
        )
        for batch in batches
    ]


def item(actor: Actor, *, pk: int, now: datetime) -> ImportItem:
    """Raises Unseen for an import that somebody else uploaded: its rows are their parties' data."""
    batch = own(actor, pk=pk)
    finished = batch.state in ("done", "failed")
    settled = batch.made + batch.known + batch.refused
    seconds = ((batch.finished_at or now) - batch.at).total_seconds()
    whole = 100 if batch.state == "done" else 0
    return ImportItem(
        id=batch.pk,
        name=batch.name,
        mapping=label_of(batch.mapping),
        state=_state(batch)[0],
        state_tone=_state(batch)[1],
        finished=finished,
        percent=min(100, settled * 100 // batch.total) if batch.total and not whole else whole,
        total=batch.total or 0,
        good=batch.made,
        bad=batch.refused,
        repeated=batch.known,
        rate=round(settled / seconds) if seconds > 0 else 0,
        url=address("import", batch.pk),
        error_file_url=address("import_problems", batch.pk) if batch.refused else "",
        examples=_examples(batch),
        unread=batch.unread.splitlines(),
        remarks=batch.remarks.splitlines(),
        problem=batch.problem,
    )


def own(actor: Actor, *, pk: int) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=pk, by_id=actor.user_id).first()
    if batch is None:
        raise Unseen("没有找到这次导入，或者它是别人上传的。")
    return batch


def problems(batch: ImportBatch) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Refused rows in order: row number, remark, cells as they came; one at a time, for files of any length."""
    for problem in ImportProblem.objects.filter(batch=batch).order_by("row").iterator(chunk_size=500):
        yield (
            problem.row,
            problem.remark,
            json.loads(vault.unseal_here(bytes(problem.sealed), place="import.row")),
        )


def worker_is_fresh(*, now: datetime) -> bool:
    """Whether the background process has been round in the last minute; without it nothing is imported."""
    return Heartbeat.objects.filter(name="worker", at__gt=now - FRESH).exists()


def importer(username: str, *, at: datetime) -> Actor | None:
    """In whose name a command line imports: the person named, else the first one who may; None when nobody is."""
    posts = Post.objects.filter(until__isnull=True, user__is_active=True, unit__closed_on__isnull=True)
    posts = posts.filter(role__in=DESK_ACTIONS["import"]).select_related("user").order_by("pk")
    post = (posts.filter(user__username=username) if username else posts).first()
    return actor_of(post.user_id, name=post.user.name, at=at, source="job") if post else None


def formats() -> list[tuple[str, str]]:
    return [(name, load(name).label) for name in shipped()]


def label_of(name: str) -> str:
    try:
        return load(name).label
    except NoMapping:
        return name


def _state(batch: ImportBatch) -> tuple[str, str]:
    label, tone = STATES.get(batch.state, (batch.state, ""))
    return ("已完成，有退回", "warn") if batch.state == "done" and batch.refused else (label, tone)


def _examples(batch: ImportBatch) -> list[ImportExample]:
    """The first problems, each remark taken apart into column, problem and remedy."""
    examples = [
        _example(line, row=row)
        for row, remark in batch.problems.order_by("row").values_list("row", "remark")[:SHOWN]
        for line in remark.split("\n")
    ]
    return examples[:SHOWN]


def _example(line: str, *, row: int) -> ImportExample:
    column, colon, sentence = line.partition("”：")
    field, text = (column.removeprefix("“"), sentence) if colon and line.startswith("“") else ("整行", line)
    said, ask, remedy = text.partition("请")
    if not ask or not said:
        return ImportExample(row=row, field=field, text=text, remedy="照左边的说明改好。")
    return ImportExample(row=row, field=field, text=said.rstrip("，。；（"), remedy=ask + remedy)
