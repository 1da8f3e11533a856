"""Proceedings that end with what happens to their case."""

from __future__ import annotations

from collections.abc import Collection

from jiefen.actions.common.step import Step
from jiefen.domain.clocks.limits import for_track
from jiefen.domain.common.words import Outcome, ProceedingState, Track
from jiefen.store.models import Proceeding


def end_running(step: Step, *, outcome: Outcome, tracks: Collection[Track] = tuple(Track)) -> None:
    """No proceeding goes on without somebody who holds the case for it. `tracks`: only these."""
    running = Proceeding.objects.filter(case=step.case, state=ProceedingState.RUNNING, track__in=tracks)
    for track in running.values_list("track", flat=True):
        step.stops |= set(for_track(Track(track)))
    running.update(state=ProceedingState.FINISHED, outcome=outcome, finished_at=step.command.at)
