"""The page of one small form: what it does, its fields, and what others did since it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiefen.gate.forms import TypedForm
    from jiefen.reports.case.next_step import DoFirst
    from jiefen.reports.case.review import Evidence
    from jiefen.reports.common.rows import CaseRow
    from jiefen.reports.common.timeline import TimelineEntry


@dataclass(frozen=True)
class VerbPage:
    """`case` None: it is about no case. `since`: after a clash with what somebody else did. `evidence`: what a
    reviewer decides by. `first`: what must be done before this can be sent.
    """

    label: str
    text: str
    submit: str
    form: TypedForm
    back_url: str
    tone: str = "primary"
    case: CaseRow | None = None
    since: tuple[TimelineEntry, ...] = ()
    evidence: Evidence | None = None
    first: DoFirst | None = None
