"""One dated example of a limit: when it starts, what comes in between, when it is due. Dates were counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jiefen.domain.clocks.pauses import Pause
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import PauseReason

Case = Literal["ordinary", "holiday", "suspension", "extension"]


@dataclass(frozen=True)
class Example:
    """`asked`: suspensions somebody asked for; whether they are granted is the rule's to say (`may_pause`).

    `extension`: in the rule's own unit. `due`: as counted by hand, with no help of the engine. `remark`: for a lawyer.
    """

    rule: str
    case: Case
    start: datetime
    due: datetime
    remark: str
    asked: tuple[Pause, ...] = ()
    extension: int = 0


def example(
    rule: str, case: Case, start: str, due: str, remark: str, *, asked: str = "", extension: int = 0
) -> Example:
    """Moments as `2026-02-24 09:00`, local; `asked` as `appraisal 2026-03-04 09:00 / 2026-03-06 17:30`."""
    pauses: tuple[Pause, ...] = ()
    if asked:
        reason, _, span = asked.partition(" ")
        since, until = span.split(" / ")
        pauses = (Pause(_moment(since), _moment(until), PauseReason(reason)),)
    return Example(rule, case, _moment(start), _moment(due), remark, pauses, extension)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)
