"""What stands over a case: supervision, correction, objections, joint groups, extensions — one panel per thing.

Each kind of thing registers how it is told in `PANELS`; the tab 监督与异议 shows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jiefen.reports.case_steps import Button
from jiefen.store.models import Case


@dataclass(frozen=True)
class Line:
    """One step in the life of a panel: when, who, what; `note` is what was written."""

    at: datetime
    what: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """One supervision, correction, objection or group. `verbs` names the buttons that belong to it."""

    icon: str
    heading: str
    state: str
    tone: str
    at: datetime
    lines: tuple[Line, ...]
    due: datetime | None = None
    verbs: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


PANELS: list[Callable[[Case], Sequence[Panel]]] = []


def panels_of(case: Case, *, buttons: Sequence[Button]) -> list[Panel]:
    """Newest first, each with those of the person's buttons that belong to it."""
    found = sorted(
        (panel for tell in PANELS for panel in tell(case)), key=lambda panel: panel.at, reverse=True
    )
    return [
        replace(panel, buttons=tuple(button for button in buttons if button.verb in panel.verbs))
        for panel in found
    ]
