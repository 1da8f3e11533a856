"""What a step has left on a case: its last entry, its limits, its lead."""

from __future__ import annotations

import json
from typing import Any

from jiefen.store.models import Assignment, Clock, Entry


def last(number: str) -> Entry:
    return Entry.objects.filter(case__number=number).latest("seq")


def said(number: str) -> dict[str, Any]:
    """The body of the last entry."""
    told: dict[str, Any] = json.loads(last(number).body)
    return told


def running(number: str) -> set[str]:
    return set(Clock.objects.filter(case__number=number, stopped_at=None).values_list("rule", flat=True))


def ended(number: str) -> dict[str, str]:
    """How each limit that is over has ended."""
    return dict(
        Clock.objects.filter(case__number=number).exclude(stopped_at=None).values_list("rule", "ended")
    )


def lead(number: str) -> Assignment:
    return Assignment.objects.get(case__number=number, lead=True, until=None)
