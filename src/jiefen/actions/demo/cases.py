"""Many invented cases at once, for benchmarks on a throw-away home only: rows as `register` leaves them, in bulk.

The history of these cases is one entry or two, chained and macked like any other, so that `verify` has real work too.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction

from jiefen.actions.common.command import Command
from jiefen.actions.common.history import History
from jiefen.actions.intake.register import Fresh, draw, place_of, prepare, series, write
from jiefen.domain.case.actor import Actor, Held
from jiefen.domain.common.words import Role, State
from jiefen.domain.intake.registration import read
from jiefen.profiles.demo import Matter, matters
from jiefen.store.common import numbers
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Centre, Unit, User

CHUNK = 1000
OPEN_SHARE = 0.03


class NotForReal(Exception):
    """Asked to invent cases in a centre that is not a demonstration."""


def fill(n: int, *, at: datetime, seed: int) -> str:
    """Add `n` cases spread over three years before `at`, most of them closed. Answers one open case's number."""
    if not Centre.objects.filter(demo=True).exists():
        raise NotForReal("只能在演示数据目录里批量造案件。")
    chance = random.Random(seed)  # noqa: S311
    pool = list(matters(500, now=at, division=snapshot().centre.division))
    clerk, mediator = User.objects.get(username="clerk"), User.objects.get(username="mediator")
    window, held = Unit.objects.get(code="window-1"), Unit.objects.get(code="mediation")
    post = Held(role=Role.CLERK, unit_id=window.pk, unit_name=window.name, path=window.path)
    by = Actor(user_id=clerk.pk, name=clerk.name, posts=(post,), source="job")
    number = ""
    for start in range(0, n, CHUNK):
        size = min(CHUNK, n - start)
        moments = sorted(
            at - timedelta(days=1095 * (1 - (start + offset) / n), minutes=chance.randint(1, 200))
            for offset in range(size)
        )
        number = _chunk(
            [(chance.choice(pool), when, chance.random() > OPEN_SHARE) for when in moments],
            by=by,
            held=held,
            handler=mediator,
        )
    return number


def _chunk(rows: list[tuple[Matter, datetime, bool]], *, by: Actor, held: Unit, handler: User) -> str:
    """Registered as ever; the closed ones then get the columns that closing would have left."""
    fresh: list[Fresh] = []
    with transaction.atomic():
        now = snapshot()
        history = History(by=by, at=rows[-1][1])
        for matter, when, closed in rows:
            command = Command(by=by, at=when, history=history)
            facts = read(matter.fields | {"happened_on": ""}, today=when.date())
            serial = numbers.next_serial(series(when))
            filing = prepare(
                facts,
                drawn=draw(facts),
                command=command,
                post=by.posts[0],
                now=now,
                place=place_of(facts, now=now),
                serial=serial,
            )
            if closed:
                filing.case.state, filing.case.holder, filing.case.handler = State.CLOSED, held, handler
                filing.case.ended_at, filing.case.next_due = when + timedelta(days=6), None
                filing.clocks[0].stopped_at, filing.clocks[0].ended = when + timedelta(minutes=50), "met"
            fresh.append(filing)
        write(fresh, command=Command(by=by, at=rows[-1][1], history=history))
        history.write()
        closing = History(by=by, at=rows[-1][1])
        for filing in fresh:
            if filing.case.state == State.CLOSED:
                changes = {"state": str(State.CLOSED), "holder": held.code, "handler": handler.pk}
                closing.add(filing.case, verb="close", changes=changes)
        closing.write()
    waiting = [filing.case.number for filing in fresh if filing.case.state == State.REGISTERED]
    return waiting[-1] if waiting else fresh[-1].case.number
