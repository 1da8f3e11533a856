"""Running limits computed anew because what they are computed from has changed: a year's holidays, or a rule.

From the same start, with the same pauses and extension; what is stopped never moves. Each clock is computed once, in
order of its id and a chunk at a time, so that a crash leaves the rest to the next call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from jiefen.actions.clocks import clocks
from jiefen.actions.common.history import History
from jiefen.domain.case.actor import Actor
from jiefen.domain.clocks.limits import rules_in_force
from jiefen.domain.common.words import Audience
from jiefen.store.models import Case, Clock

CHUNK = 100


@dataclass(frozen=True)
class Moved:
    """`seen` clocks were computed anew, `moved` of them are due at another moment now."""

    seen: int
    moved: int


def apply_new_rules(*, by: Actor, at: datetime) -> Moved:
    """Running clocks of a rule that has a newer version, by that version; called when a release begins to work."""
    changed = [rule for rule in rules_in_force() if rule.version > 1]
    if not changed:
        return Moved(seen=0, moved=0)
    older = reduce(or_, (Q(rule=rule.id, rule_version__lt=rule.version) for rule in changed))
    return recompute(Clock.objects.filter(older), verb="rule_change", facts={}, by=by, at=at)


def recompute(found: QuerySet[Clock], *, verb: str, facts: dict[str, Any], by: Actor, at: datetime) -> Moved:
    """The running ones among `found`. A moved due moment is told in its case's history, as `verb` with `facts`."""
    seen = moved = last = 0
    while True:
        rows = found.filter(stopped_at__isnull=True, pk__gt=last).order_by("pk")
        ids = list(rows.values_list("pk", "case_id")[:CHUNK])
        if not ids:
            return Moved(seen=seen, moved=moved)
        last = ids[-1][0]
        history = History(by=by, at=at)
        with transaction.atomic():
            moved += _chunk([pk for pk, _ in ids], {case for _, case in ids}, history, verb=verb, facts=facts)
            history.write()
        seen += len(ids)


def _chunk(ids: list[int], cases: set[int], history: History, *, verb: str, facts: dict[str, Any]) -> int:
    """Cases locked first, then clocks."""
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk")
    by_id, by_case, moved = {case.pk: case for case in locked}, dict[int, list[str]](), 0
    for clock in Clock.objects.filter(pk__in=ids, stopped_at__isnull=True):
        before = clock.due
        if clocks.recompute(clock).due != before:
            by_case.setdefault(clock.case_id, []).append(clock.rule)
            moved += 1
    for pk, rules in by_case.items():
        Case.objects.filter(pk=pk).update(next_due=clocks.next_due(clocks.running_on(by_id[pk])))
        more = {"moved": sorted(rules), **facts}
        history.add(by_id[pk], verb=verb, facts=more, audience=Audience.INTERNAL)
    return moved
