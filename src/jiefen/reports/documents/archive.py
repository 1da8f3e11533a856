"""The archive 档案室: where files lie, what is lent, whose time is over, and the lists by which they are destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.words import State
from jiefen.domain.documents.words import ListState, Retention
from jiefen.domain.intake.numbering import display
from jiefen.reports.common.addresses import case_address
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import over
from jiefen.store.models import Case, DestructionList, Loan, Volume

PAGE = 100
UNPLACED = "还没有上架"


@dataclass(frozen=True)
class Shelf:
    name: str
    count: int
    current: bool


@dataclass(frozen=True)
class FileLine:
    id: int
    number: str
    case: str
    url: str
    pages: int
    kept: str
    place: str
    state: str
    tone: str


@dataclass(frozen=True)
class LoanLine:
    number: str
    url: str
    borrower: str
    purpose: str
    due_on: date
    late: bool


@dataclass(frozen=True)
class ListLine:
    """`mine`: made by who looks, who therefore may not approve it."""

    id: int
    title: str
    state: str
    tone: str
    by: str
    made_at: datetime
    settled: str
    reason: str
    numbers: list[str]
    waiting: bool
    approved: bool
    mine: bool


@dataclass(frozen=True)
class ArchiveView:
    shelves: list[Shelf]
    shelf: str
    files: list[FileLine]
    more: bool
    loans: list[LoanLine]
    over: list[FileLine]
    lists: list[ListLine]
    held: int
    unbound: int


def archive(actor: Actor, *, shelf: str, now: datetime) -> ArchiveView:
    """Only files of cases that the person may see; lists name numbers and nothing else."""
    today = snapshot().calendar.local(now).date()
    rows = Volume.objects.filter(case__in=Case.objects.visible_to(actor))
    there = rows.filter(destroyed_at=None)
    shown = list(
        _full(there.filter(shelf="" if shelf == UNPLACED else shelf) if shelf else there)[: PAGE + 1]
    )
    listed = DestructionList.objects.filter(state__in=("", ListState.APPROVED)).values("items__volume")
    ended = _full(there.filter(over(today)).exclude(pk__in=listed))
    return ArchiveView(
        shelves=_shelves(there, shelf=shelf),
        shelf=shelf,
        files=[_line(row, today=today) for row in shown[:PAGE]],
        more=len(shown) > PAGE,
        loans=_loans(there, today=today),
        over=[_line(row, today=today) for row in ended[:PAGE]],
        lists=[_list(row, actor=actor) for row in _lists()],
        held=there.filter(kept_until__lt=today, case__holds__until=None, case__holds__isnull=False).count(),
        unbound=Case.objects.visible_to(actor)
        .filter(state__in=(State.CLOSED, State.ARCHIVED), volume=None)
        .count(),
    )


def _full(rows: QuerySet[Volume]) -> QuerySet[Volume]:
    return rows.select_related("case").order_by("kept_until", "pk")


def _shelves(rows: QuerySet[Volume], *, shelf: str) -> list[Shelf]:
    counts = rows.order_by("shelf").values("shelf").annotate(n=Count("pk"))
    names = [(row["shelf"] or UNPLACED, row["n"]) for row in counts]
    return [Shelf(name, n, name == shelf) for name, n in names]


def _line(row: Volume, *, today: date) -> FileLine:
    lent = row.loans.filter(back_at=None).exists()
    held = row.case.holds.filter(until=None).exists()
    state, tone = ("已冻结", "bad") if held else ("借出未还", "warn") if lent else ("在库", "ok")
    until = f"，{row.kept_until} 届满" if row.kept_until else ""
    return FileLine(
        id=row.pk,
        number=row.number,
        case=display(row.case.number, snapshot().centre.short),
        url=case_address(row.case, tab="files"),
        pages=row.pages,
        kept=f"{Retention.label_of(row.retention)}{until}",
        place=f"{row.box} 盒，{row.shelf} 架" if row.placed_at else UNPLACED,
        state=state if row.placed_at or tone != "ok" else "未上架",
        tone=tone if row.placed_at or tone != "ok" else "info",
    )


def _loans(rows: QuerySet[Volume], *, today: date) -> list[LoanLine]:
    loans = Loan.objects.filter(volume__in=rows, back_at=None).select_related("volume__case")
    return [
        LoanLine(
            number=row.volume.number,
            url=case_address(row.volume.case, tab="files"),
            borrower=row.borrower,
            purpose=row.purpose,
            due_on=row.due_on,
            late=row.due_on < today,
        )
        for row in loans.order_by("due_on", "pk")[:PAGE]
    ]


def _lists() -> QuerySet[DestructionList]:
    rows = DestructionList.objects.select_related("by", "settled_by").prefetch_related("items__volume")
    return rows.order_by("-pk")[:20]


def _list(row: DestructionList, *, actor: Actor) -> ListLine:
    state = ListState(row.state)
    settled = (
        f"{row.settled_by.name} {moments.iso_day(row.settled_at)}"
        if row.settled_by and row.settled_at
        else ""
    )
    return ListLine(
        id=row.pk,
        title=row.title,
        state=state.label,
        tone={"": "warn", "approved": "bad", "done": "done"}.get(state, "info"),
        by=row.by.name,
        made_at=row.made_at,
        settled=settled,
        reason=row.reason,
        numbers=[item.volume.number for item in row.items.all()],
        waiting=state is ListState.PROPOSED,
        approved=state is ListState.APPROVED,
        mine=row.by_id == actor.user_id,
    )
