"""What stands over a case, on the tab 监督与异议: objections, joint groups, reviews, supervision, correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from jiefen.reports import overseeing, responsibility
from jiefen.reports.case_steps import Button
from jiefen.reports.panels import Panel
from jiefen.reports.responsibility import other_ways
from jiefen.store.models import Case

PANELS: list[Callable[[Case], Sequence[Panel]]] = [*overseeing.PANELS, *responsibility.PANELS]


def panels_of(case: Case, *, buttons: Sequence[Button], now: datetime) -> list[Panel]:
    """Newest first, each with those of the person's buttons that belong to it."""
    told = [*(panel for tell in PANELS for panel in tell(case)), *other_ways(case, now=now)]
    found = sorted(told, key=lambda panel: panel.at, reverse=True)
    return [
        replace(panel, buttons=tuple(button for button in buttons if button.verb in panel.verbs))
        for panel in found
    ]
