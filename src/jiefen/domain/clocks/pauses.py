"""When a clock stood still, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.sentences import moment_text


@dataclass(frozen=True)
class Pause:
    """The clock stands still from `since` up to, not including, `until`; None: it still does. Both aware."""

    since: datetime
    until: datetime | None
    reason: str


def merged(pauses: Iterable[Pause], *, start: datetime, calendar: WorkCalendar) -> tuple[Pause, ...]:
    """In order, in local time, clipped to `start`, overlapping or touching ones as one with the reasons joined."""
    result: list[Pause] = []
    for pause in sorted(
        (_local(interval, calendar=calendar) for interval in pauses), key=lambda one: one.since
    ):
        if pause.until is not None and pause.until <= max(start, pause.since):
            continue
        pause = Pause(max(pause.since, start), pause.until, pause.reason)
        last = result[-1] if result else None
        if last is None or (last.until is not None and last.until < pause.since):
            result.append(pause)
            continue
        ends = None if last.until is None or pause.until is None else max(last.until, pause.until)
        reasons = dict.fromkeys([*last.reason.split("、"), pause.reason])
        result[-1] = Pause(last.since, ends, "、".join(filter(None, reasons)))
    return tuple(result)


def _local(pause: Pause, *, calendar: WorkCalendar) -> Pause:
    since = calendar.local(pause.since)
    until = None if pause.until is None else calendar.local(pause.until)
    if until is not None and until < since:
        raise ValueError(f"暂停的结束时间（{moment_text(until)}）早于开始时间（{moment_text(since)}）。")
    return Pause(since, until, pause.reason)
