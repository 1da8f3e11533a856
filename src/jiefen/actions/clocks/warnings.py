"""The clock job: level-triggered and idempotent. Whatever rung is reached and not yet told is told once, however late we come.

A clock carries the moment of its next rung, so a round with nothing to tell is one look at an index. Claiming a rung,
telling it and moving the clock on to its next one are one transaction, a batch of clocks at a time: two workers share
the work and never tell twice. Lateness is never stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.db.models import Q

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import recorded
from jiefen.actions.messages.notices import put
from jiefen.domain.case.actor import Actor
from jiefen.domain.clocks import engine
from jiefen.domain.clocks import warnings as clock_warnings
from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.limits import rules_in_force
from jiefen.domain.common.words import Role
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Clock, ClockPause, ClockRung, Notice, Post
from jiefen.store.people.able import unheld
from jiefen.store.people.sight import who_sees

BATCH = 250
URGENT = tuple(rule.id for rule in rules_in_force() if rule.urgent)


class Propose(Protocol):
    """What takes up the level of supervision that a rung proposes. Answers whether anything was proposed anew."""

    def __call__(self, case: Case, *, level: str, rule: str, at: datetime) -> bool: ...


def tick(*, at: datetime, propose: Propose, limit: int = 1_000_000) -> dict[str, int]:
    """Tell every rung reached and not yet told; in quiet hours only what is urgent. Answers how many of each.

    `propose` takes up what a rung proposes; `limit`: at most about so many clocks.
    """
    counts: Counter[str] = Counter(dict.fromkeys(clock_warnings.RUNGS, 0))
    days = snapshot().calendar
    quiet = clock_warnings.is_quiet(at, calendar=days)
    while limit > 0:
        size = _batch(at, only=URGENT if quiet else None, days=days, told=counts, propose=propose)
        limit -= size
        if size < BATCH:
            break
    return dict(counts)


def _batch(
    at: datetime, *, only: Sequence[str] | None, days: WorkCalendar, told: Counter[str], propose: Propose
) -> int:
    """One transaction's worth of clocks; answers how many were looked at."""
    reached = Q(stopped_at__isnull=True, next_rung_at__lte=at)
    if only is not None:
        reached &= Q(rule__in=only)
    if not Clock.objects.filter(reached).order_by().exists():
        return 0
    with recorded(by=system_actor(), at=at):
        rows = Clock.objects.filter(reached).order_by("next_rung_at")
        if connection.vendor == "postgresql":
            rows = rows.select_for_update(of=("self",), skip_locked=True)
        clocks = list(rows.select_related("case__holder")[:BATCH])
        _tell(clocks, at=at, days=days, told=told, propose=propose)
    return len(clocks)


def _tell(
    clocks: list[Clock], *, at: datetime, days: WorkCalendar, told: Counter[str], propose: Propose
) -> None:
    pauses: dict[int, list[engine.Pause]] = {clock.pk: [] for clock in clocks}
    for row in ClockPause.objects.filter(clock__in=pauses):
        pauses[row.clock_id].append(engine.Pause(row.since, row.until, row.reason))
    known = set(ClockRung.objects.filter(clock__in=pauses).values_list("clock_id", "rung"))
    people, rungs, notices, urgent = (
        People(_lost(clocks, at=at)),
        list[ClockRung](),
        list[Notice](),
        set[str](),
    )
    for clock in clocks:
        rule = engine.rule(clock.rule)
        assert clock.due is not None  # a standing clock has no next rung
        steps = clock_warnings.moments(
            rule, start=clock.started_at, due=clock.due, calendar=days, pauses=pauses[clock.pk]
        )
        rung = clock_warnings.reached(steps, now=at)
        clock.next_rung_at = clock_warnings.following(steps, now=at)
        if not rung or (clock.pk, rung) in known:
            continue
        rungs.append(ClockRung(clock=clock, rung=rung, due=clock.due, at=at))
        fresh = _notices(clock, rung=clock_warnings.RUNGS[rung], people=people, at=at, days=days)
        notices += fresh
        urgent |= {notice.event for notice in fresh if rule.urgent}
        told[rung] += 1
        if level := clock_warnings.RUNGS[rung].proposes:
            propose(clock.case, level=level, rule=clock.rule, at=at)
    ClockRung.objects.bulk_create(rungs)
    put(notices, urgent=urgent)
    Clock.objects.bulk_update(clocks, ["next_rung_at"])


def _notices(
    clock: Clock, *, rung: clock_warnings.WarningRung, people: People, at: datetime, days: WorkCalendar
) -> list[Notice]:
    rule = engine.rule(clock.rule)
    value = engine.value_text(clock.due, now=at, rule=rule, calendar=days)
    whose = "当事人的期限 " if rule.whose == "party" else ""
    text = f"{rung.label}：{clock.case.title[:80]} · {whose}{rule.label} {value}"[:300]
    event = f"clock:{clock.pk}:{rung.name}"
    return [
        Notice(user_id=user, event=event, case_id=clock.case_id, text=text, at=at)
        for user in sorted(people.seeing(clock.case, told=rung.told))
    ]


class People:
    """Who is told of a case; asked once per unit in a batch."""

    def __init__(self, lost: frozenset[int]) -> None:
        """`lost`: cases whose handler cannot go on; their unit is told instead."""
        self._lost = lost
        self._known: dict[tuple[int, str], frozenset[int]] = {}
        self._actors: dict[int, Actor] = {}

    def seeing(self, case: Case, *, told: Sequence[str]) -> set[int]:
        """Those of them who may see it; where none of them may, the holder's own people, so that no limit passes unsaid."""
        who = self.of(case, told=told)
        return who_sees(case, people=who, actors=self._actors) or self.of(case, told=("holder",))

    def of(self, case: Case, *, told: Sequence[str]) -> set[int]:
        people: set[int] = set()
        for kind in told:
            if kind == "holder" and case.handler_id is not None and case.pk not in self._lost:
                people.add(case.handler_id)
            else:
                people |= self._of_unit(case, kind=kind)
        return people

    def _of_unit(self, case: Case, *, kind: str) -> frozenset[int]:
        key = (case.holder_id, kind)
        if key not in self._known:
            posts = Post.objects.filter(_WHO[kind](case), until__isnull=True, user__is_active=True)
            self._known[key] = frozenset(posts.values_list("user_id", flat=True))
        return self._known[key]


def _lost(clocks: Sequence[Clock], *, at: datetime) -> frozenset[int]:
    cases = Case.objects.filter(unheld(now=at), pk__in={clock.case_id for clock in clocks})
    return frozenset(cases.values_list("pk", flat=True))


def _above(case: Case, role: Role) -> Q:
    return Q(unit__code__in=case.holder.codes_down_to_here, role=role)


_WHO: dict[str, Callable[[Case], Q]] = {
    "holder": lambda case: Q(
        unit_id=case.holder_id, role__in=(Role.HANDLER, Role.MEDIATOR, Role.DISPATCHER, Role.CLERK)
    ),
    "heads": lambda case: _above(case, Role.REVIEWER),
    "desk": lambda case: _above(case, Role.DISPATCHER),
    "supervisors": lambda case: _above(case, Role.SUPERVISOR),
}
