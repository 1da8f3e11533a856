"""Supervision, correction, reception and return visits as panels of a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.domain.clocks import engine as clocks
from jiefen.domain.common import moments
from jiefen.domain.common.words import PartySide
from jiefen.domain.oversight.supervision import steps_from
from jiefen.domain.oversight.words import (
    BookingState,
    Content,
    CorrectionKind,
    CorrectionLevel,
    CorrectionResult,
    PromiseState,
    SupervisionLevel,
    SupervisionState,
    VisitSource,
)
from jiefen.reports.common.panels import Panel, PanelLine
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Booking, Case, Correction, CorrectionStep, Supervision, SupervisionStep

STATE_TONES = {
    SupervisionState.PROPOSED: "warn",
    SupervisionState.STANDING: "bad",
    SupervisionState.ANSWERED: "info",
}
CONTENT_TONES = {Content.DISSATISFIED: "bad", Content.UNREACHED: "warn"}


def _lines(steps: Iterable[SupervisionStep | CorrectionStep]) -> list[PanelLine]:
    return [PanelLine(step.at, BY_NAME[step.verb].label, step.by.name, step.text) for step in steps]


def _supervisions(case: Case, _now: datetime) -> list[Panel]:
    rows = case.supervisions.select_related("leader").prefetch_related("steps__by").order_by("pk")
    return [_supervision(row) for row in rows]


def _supervision(row: Supervision) -> Panel:
    state, level = SupervisionState(row.state), SupervisionLevel(row.level)
    lines = _lines(sorted(row.steps.all(), key=lambda step: step.pk))
    if row.rule:
        label = clocks.rule(row.rule).label
        lines.insert(0, PanelLine(row.made_at, f"按规则建议{level.label}：“{label}”超期", "规则"))
    leader = f"：{row.leader.name}" if row.leader else ""
    return Panel(
        icon="gavel",
        heading=f"{level.label}{leader}",
        state="已提醒" if level is SupervisionLevel.URGE else state.label,
        tone=STATE_TONES.get(state, "done"),
        at=row.made_at,
        lines=tuple(lines),
        verbs=steps_from(state),
    )


def _corrections(case: Case, _now: datetime) -> list[Panel]:
    rows = case.corrections.select_related("unit").prefetch_related("steps__by").order_by("pk")
    return [_correction(row) for row in rows]


def _correction(row: Correction) -> Panel:
    waiting = "已说明，待核实" if row.replied_at else "待说明"
    return Panel(
        icon="alert-triangle",
        heading=f"纠偏：{CorrectionKind.label_of(row.kind)}（{CorrectionLevel.label_of(row.level)}，{row.unit.name}）",
        state=CorrectionResult.label_of(row.result) if row.ended_at else waiting,
        tone="done" if row.ended_at else "warn",
        at=row.made_at,
        lines=tuple(_lines(sorted(row.steps.all(), key=lambda step: step.pk))),
        verbs=() if row.ended_at else ("reply_correction", "raise_correction", "end_correction"),
    )


def _receptions(case: Case, _now: datetime) -> list[Panel]:
    rows = case.bookings.select_related("reception__leader", "by").prefetch_related("promises__settled_by")
    return [_reception(row) for row in rows.order_by("pk")]


def _reception(row: Booking) -> Panel:
    when = snapshot().calendar.local(row.reception.begins_at)
    lines = [PanelLine(row.made_at, "预约", row.by.name, row.wish)]
    if row.reception.link and row.state == BookingState.BOOKED:
        lines.append(PanelLine(row.made_at, "线上链接", "", row.reception.link))
    if row.received_at:
        label = BookingState.label_of(row.state)
        lines.append(PanelLine(row.received_at, label, row.reception.leader.name, row.talk))
    open_promise = False
    for promise in row.promises.all():
        lines.append(
            PanelLine(row.received_at or row.made_at, f"承诺 {promise.due_on} 前办到", "", promise.text)
        )
        open_promise |= promise.state == PromiseState.OPEN
        if promise.settled_at and promise.settled_by:
            label = PromiseState.label_of(promise.state)
            lines.append(PanelLine(promise.settled_at, label, promise.settled_by.name, promise.finding))
    booked = row.state == BookingState.BOOKED
    return Panel(
        icon="users",
        heading=f"领导接访：{row.reception.leader.name}，{moments.iso_minute(when)}，{row.reception.room}",
        state="承诺待兑现" if open_promise else BookingState.label_of(row.state),
        tone="warn" if open_promise else "info" if booked else "done",
        at=row.made_at,
        lines=tuple(lines),
        verbs=("receive",) if booked else ("settle_promise",) if open_promise else (),
    )


def open_booking(number: str) -> str:
    """Id of the booking that waits, for jobs that act as a window does."""
    return str(Booking.objects.get(case__number=number, state=BookingState.BOOKED).pk)


def _visits(case: Case, _now: datetime) -> list[Panel]:
    return [
        Panel(
            icon="phone",
            heading=f"回访{PartySide.label_of(row.side)}（{VisitSource.label_of(row.source)}）",
            state=Content.label_of(row.content),
            tone=CONTENT_TONES.get(Content(row.content), "ok"),
            at=row.at,
            lines=(
                PanelLine(
                    row.at, "回访" if row.source == VisitSource.CENTRE else "登记", row.by.name, row.said
                ),
            ),
        )
        for row in case.visits.select_related("by").order_by("pk")
    ]


PANELS = (_supervisions, _corrections, _receptions, _visits)
