"""What a drill of the messages is judged by: the due moments of the rows against what the gateway says it was handed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from jiefen.domain.messages.words import Medium
from jiefen.store.models import Clock, Delivery
from jiefen.store.people.contact import kept

Handed = tuple[str, datetime]  # to whom, and when by the gateway's own clock


def message_counts(handed: Iterable[Handed], *, now: datetime) -> dict[str, int]:
    """`fired`: due clocks whose handler's gateway was handed a message; `duplicates`: messages beyond the first;
    `early`: messages handed over before the clock was due. `uncertain`: marked as being sent, the end not known;
    `lost`: those of them that the gateway never saw. Each handler has one case with one clock."""
    moments: dict[str, list[datetime]] = defaultdict(list)
    for to, at in handed:
        moments[to].append(at)
    clocks = Clock.objects.filter(stopped_at=None, case__handler__by_sms=True).select_related("case__handler")
    due = fired = early = 0
    for clock in clocks:
        assert clock.due is not None
        assert clock.case.handler is not None
        times = moments[kept(clock.case.handler, medium=Medium.SMS)]
        due += clock.due <= now
        fired += clock.due <= now and bool(times)
        early += sum(at < clock.due for at in times)
    open_end = Delivery.objects.filter(state__in=["sending", "uncertain"]).select_related("user")
    unknown = [kept(row.user, medium=Medium.SMS) for row in open_end]
    return {
        "due": due,
        "fired": fired,
        "duplicates": sum(max(0, len(messages) - 1) for messages in moments.values()),
        "early": early,
        "uncertain": len(unknown),
        "lost": sum(not moments[to] for to in unknown),
    }
