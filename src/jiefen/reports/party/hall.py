"""What somebody without an account sees of the hall: what a number is for, the slip, the screen, half hours left."""

from __future__ import annotations

from datetime import datetime

from jiefen.reports.intake.hall import ScreenView, TakenView, bookable_slots, screen_view, taken_view
from jiefen.store.intake import bookable, businesses

__all__ = ["ScreenView", "TakenView", "businesses", "free_slots", "screen_view", "taken_view"]


def free_slots(*, now: datetime) -> list[tuple[str, str]]:
    return bookable_slots(bookable(at=now))
