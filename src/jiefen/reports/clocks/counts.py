"""What a drill of the clock job is judged by."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from jiefen.store.models import Clock, ClockRung, Notice

READING = timedelta(seconds=2)


def clock_counts(*, now: datetime) -> dict[str, int]:
    """`fired`: due clocks that were told and whose people heard it; `duplicates`: told or heard twice; `early`: before due.

    `now` is the asker's own clock, not the job's: a job that believes a wrong one is early by this, but for the
    moment that reading takes.
    """
    due = Clock.objects.filter(stopped_at=None, due__lte=now)
    rungs = ClockRung.objects.filter(clock__in=due)
    heard = Notice.objects.filter(event__startswith="clock:")
    again = heard.values("user", "event").annotate(n=Count("pk")).filter(n__gt=1).count()
    clocks = rungs.values("clock").annotate(n=Count("pk"))
    silent = rungs.count() - heard.values("event").distinct().count()
    return {
        "due": due.count(),
        "fired": clocks.count() - silent,
        "duplicates": clocks.filter(n__gt=1).count() + again,
        "early": ClockRung.objects.filter(Q(at__lt=F("due")) | Q(due__gt=now + READING)).count(),
    }
