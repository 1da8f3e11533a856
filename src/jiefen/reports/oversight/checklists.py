"""Checklists as their keepers see them: which are due, what is on each, what was reported last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Unseen
from jiefen.domain.intake.numbering import display
from jiefen.reports.common.addresses import address, case_address
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Checklist, ChecklistItem
from jiefen.store.people.in_office import checklists_of

OUT_OF_SIGHT = "（不在您的职责范围内）"


@dataclass(frozen=True)
class ChecklistLine:
    title: str
    unit: str
    url: str
    every_days: int
    next_on: date
    open: int
    done: int
    state: str
    tone: str


@dataclass(frozen=True)
class Round:
    on: date
    report: str
    by: str


@dataclass(frozen=True)
class ChecklistEntry:
    id: int
    title: str
    sub: str
    url: str
    task: str
    since: datetime
    done_at: datetime | None
    rounds: list[Round]


@dataclass(frozen=True)
class ListView:
    line: ChecklistLine
    open: list[ChecklistEntry]
    done: list[ChecklistEntry]
    closed: bool


def checklists(actor: Actor, *, now: datetime) -> list[ChecklistLine]:
    """Those still open by their next day, then the finished ones."""
    rows = checklists_of(actor).annotate(
        open=Count("items", filter=Q(items__done_at=None)),
        done=Count("items", filter=~Q(items__done_at=None)),
    )
    lines = [
        (row.closed_at is not None, _line(row, open_=row.open, done=row.done, now=now))
        for row in rows.order_by("next_on", "pk")
    ]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _line(row: Checklist, *, open_: int, done: int, now: datetime) -> ChecklistLine:
    days = (row.next_on - snapshot().calendar.local(now).date()).days
    state = f"{-days} 天前应调度" if days < 0 else "今天调度" if days == 0 else f"{days} 天后"
    return ChecklistLine(
        title=row.title,
        unit=row.unit.name,
        url=address("checklist", row.pk),
        every_days=row.every_days,
        next_on=row.next_on,
        open=open_,
        done=done,
        state="已结束" if row.closed_at else state,
        tone="done" if row.closed_at else "bad" if days < 0 else "warn" if days == 0 else "info",
    )


def checklist(actor: Actor, *, pk: int, now: datetime) -> ListView:
    """Raises Unseen. A case out of this person's sight keeps its place without its title."""
    row = checklists_of(actor).filter(pk=pk).first()
    if row is None:
        raise Unseen("没有找到这份清单，或者它不在您的职责范围内。")
    rows = row.items.select_related("case__holder").prefetch_related("rounds__by").order_by("pk")
    ids = [item.case_id for item in rows]
    seen = set(Case.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    items = [_item(item, visible=item.case_id in seen) for item in rows]
    open_items = [item for item in items if item.done_at is None]
    done = [item for item in items if item.done_at is not None]
    line = _line(row, open_=len(open_items), done=len(done), now=now)
    return ListView(line=line, open=open_items, done=done, closed=row.closed_at is not None)


def _item(row: ChecklistItem, *, visible: bool) -> ChecklistEntry:
    number = display(row.case.number, snapshot().centre.short)
    return ChecklistEntry(
        id=row.pk,
        title=row.case.title if visible else OUT_OF_SIGHT,
        sub=f"{number} · {row.case.holder.name}" if visible else "",
        url=case_address(row.case) if visible else "",
        task=row.task,
        since=row.since,
        done_at=row.done_at,
        rounds=[
            Round(report.on, report.report, report.by.name)
            for report in sorted(row.rounds.all(), key=lambda one: -one.pk)
        ],
    )
