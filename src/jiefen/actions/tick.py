"""The clock job: level-triggered and idempotent. Whatever is due and not yet told is told once, however late we come.

A rung is reached when the clock's colour says so at the moment of asking; its row is the proof that it was told, written
in the same transaction as the notices. Lateness is never stored.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from jiefen.actions.notices import tell
from jiefen.domain import clocks as engine
from jiefen.domain.words import Role
from jiefen.store.models import Case, Clock, ClockRung, Post
from jiefen.store.reference import snapshot

BATCH = 500
AHEAD = timedelta(days=10)  # the longest limit is 30 days: its yellow begins 7.5 days before it is due


def tick(*, at: datetime, limit: int = 100_000) -> dict[str, int]:
    """Tell what has become yellow, red or due. Answers how many of each."""
    told = {"yellow": 0, "red": 0, "due": 0}
    last = 0
    while limit > 0:
        clocks = list(_near(at, after=last)[:BATCH])
        if not clocks:
            break
        last = clocks[-1].pk
        limit -= len(clocks)
        for rung, n in _tell(clocks, at=at).items():
            told[rung] += n
    return told


def _near(at: datetime, *, after: int) -> QuerySet[Clock]:
    """Running clocks that could have reached a rung: due within the horizon, not yet told that they are due."""
    told_due = ClockRung.objects.filter(rung="due").values("clock_id")
    return (
        Clock.objects.filter(stopped_at__isnull=True, due__lt=at + AHEAD, pk__gt=after)
        .exclude(pk__in=told_due)
        .select_related("case")
        .order_by("pk")
    )


def _tell(clocks: list[Clock], *, at: datetime) -> dict[str, int]:
    calendar = snapshot().calendar
    known = set(ClockRung.objects.filter(clock__in=clocks).values_list("clock_id", "rung"))
    counted = {"yellow": 0, "red": 0, "due": 0}
    for clock in clocks:
        rule = engine.rule(clock.rule)
        colour = engine.colour(clock.due, start=clock.started_at, now=at, rule=rule, calendar=calendar)
        rung = "due" if clock.due is not None and clock.due <= at else colour
        if rung == "green" or (clock.pk, rung) in known:
            continue
        with transaction.atomic():
            still = Clock.objects.filter(pk=clock.pk, stopped_at__isnull=True, due=clock.due).exists()
            if still and _claim(clock, rung=rung, at=at):
                value = engine.value_text(clock.due, now=at, rule=rule, calendar=calendar)
                people = _people(clock.case)
                text = (
                    f"{'超期' if rung == 'due' else '将到期'}：{clock.case.title[:80]} · {rule.label} {value}"
                )
                tell(people, event=f"clock:{clock.pk}:{rung}", case=clock.case, text=text, at=at)
                counted[rung] += 1
    return counted


def _claim(clock: Clock, *, rung: str, at: datetime) -> bool:
    if ClockRung.objects.select_for_update().filter(clock=clock, rung=rung).exists():
        return False
    ClockRung.objects.bulk_create([ClockRung(clock=clock, rung=rung, at=at)])
    return True


def _people(case: Case) -> set[int]:
    """The holder; for a case without a person, the holding unit's people and the desk's dispatchers."""
    if case.handler_id:
        return {case.handler_id}
    roles = (Role.HANDLER, Role.MEDIATOR, Role.DISPATCHER, Role.REVIEWER)
    posts = Post.objects.filter(until__isnull=True, user__is_active=True)
    here = Q(unit_id=case.holder_id, role__in=roles) | Q(unit__code="centre", role=Role.DISPATCHER)
    return set(posts.filter(here).values_list("user_id", flat=True))
