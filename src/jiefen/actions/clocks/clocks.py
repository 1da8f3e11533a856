"""Starting, stopping, pausing clocks inside a command. Arithmetic is the rulebook's; rows are kept here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from jiefen.domain.clocks import engine
from jiefen.domain.clocks import warnings as clock_warnings
from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.party_limits import HEADS, is_ours, lasts
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.common.words import ClockEnd, PauseReason
from jiefen.store.common.insert import insert
from jiefen.store.common.prepared import Param, Prepared, ReadyUpdate
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Clock, ClockPause

_RUNNING = Prepared(
    lambda: (
        Clock.objects.filter(case=Param("case"), stopped_at__isnull=True)
        .annotate(paused=Exists(ClockPause.objects.filter(clock=OuterRef("pk"), until__isnull=True)))
        .order_by("pk")
        .values_list("pk", "rule", "due", "paused")
    )
)
_END_PAUSE = ReadyUpdate(
    lambda: ClockPause.objects.filter(clock=Param("clock"), until__isnull=True), until=Param("at")
)
_STOP = ReadyUpdate(
    lambda: Clock.objects.filter(pk=Param("clock")), stopped_at=Param("at"), ended=Param("ended")
)


@dataclass
class Running:
    """The clocks running on a case: read once in a command, kept true by `start` and `stop`.

    `rows`: id, due moment, and whether it is paused, by rule; a rule runs at most once on a case.
    """

    case: Case
    rows: dict[str, tuple[int, datetime | None, bool]]


def running_on(case: Case) -> Running:
    return Running(case, {rule: (pk, due, paused) for pk, rule, due, paused in _RUNNING.rows(case=case)})


def start(running: Running, *, since: Mapping[str, datetime], proceeding: int | None = None) -> list[str]:
    """Start a clock per rule, from its moment; answers those started. One that runs already goes on: nothing is reset.

    `proceeding`: the one that brought its own limits with it.
    """
    wanted = [rule for rule in since if rule not in running.rows]
    if wanted:
        days = snapshot().calendar
        fresh = [prepare(running.case, rule_id=rule, at=since[rule], days=days) for rule in wanted]
        for clock in fresh:
            clock.proceeding_id = proceeding if engine.rule(clock.rule).tracks else None
        insert(fresh)
        running.rows |= {clock.rule: (clock.pk, clock.due, False) for clock in fresh}
    return wanted


def stop(running: Running, *, rules: Iterable[str] | None, at: datetime, ended: ClockEnd) -> list[str]:
    """Stop running clocks of these rules (None: all that end with the case). Answers the rules stopped."""
    wanted = {rule for rule in running.rows if not lasts(rule)} if rules is None else set(rules)
    stopped = [rule for rule in running.rows if rule in wanted]
    for rule in stopped:
        clock, _, paused = running.rows.pop(rule)
        if paused:
            _END_PAUSE(clock=clock, at=at)
        _STOP(clock=clock, at=at, ended=ended)
    return stopped


def next_due(running: Running) -> datetime | None:
    """Earliest due moment among what the holder has to keep: not a party's own limit, not an outside body's."""
    return min(
        (due for rule, (_, due, _) in running.rows.items() if due is not None and is_ours(rule)), default=None
    )


def prepare(case: Case, *, rule_id: str, at: datetime, days: WorkCalendar) -> Clock:
    """An unsaved clock, its due moment computed."""
    rule = engine.rule(rule_id)
    due = engine.due(rule, start=at, calendar=days)
    return Clock(
        case=case,
        rule=rule.id,
        rule_version=rule.version,
        calendar=days.version,
        started_at=at,
        due=due.at,
        provisional=due.provisional,
        explanation="\n".join(due.steps),
        next_rung_at=_first_rung(rule, start=at, due=due.at, days=days),
    )


def _first_rung(
    rule: engine.Limit,
    *,
    start: datetime,
    due: datetime | None,
    days: WorkCalendar,
    pauses: Sequence[engine.Pause] = (),
) -> datetime | None:
    """When a limit is first told of; a standing clock is not."""
    if due is None:
        return None
    return clock_warnings.moments(rule, start=start, due=due, calendar=days, pauses=pauses)[0][0]


def pause(case: Case, *, rule_id: str, reason: str, at: datetime) -> Clock:
    """Open a pause, for a reason for which this limit may stand still. Raises Invalid, RuleError."""
    clock = case.clocks.filter(stopped_at__isnull=True, rule=rule_id).first()
    if clock is None:
        raise Invalid(fields={"clock": "这个时限现在没有在走，不能暂停。"})
    try:
        engine.may_pause(engine.rule(clock.rule), reason=reason)
    except ValueError as problem:
        raise RuleError(str(problem)) from problem
    if clock.pauses.filter(until__isnull=True).exists():
        raise RuleError("这个时限已经是暂停状态。")
    ClockPause.objects.bulk_create([ClockPause(clock=clock, since=at, reason=reason)])
    return recompute(clock)


def resume(case: Case, *, rule_id: str, at: datetime) -> Clock:
    """End the open pause and move the due moment by what it took."""
    clock = case.clocks.filter(stopped_at__isnull=True, rule=rule_id).first()
    if clock is None or not clock.pauses.filter(until__isnull=True).update(until=at):
        raise Invalid(fields={"clock": "这个时限没有暂停，不用恢复。"})
    return recompute(clock)


def recompute(clock: Clock) -> Clock:
    """Due moment and explanation anew, from the ledger of pauses and the calendar of today."""
    days = snapshot().calendar
    pauses = [
        engine.Pause(since=row.since, until=row.until, reason=PauseReason.label_of(row.reason))
        for row in clock.pauses.order_by("since")
    ]
    rule = engine.rule(clock.rule)
    due = engine.due(rule, start=clock.started_at, calendar=days, pauses=pauses, extension=clock.extension)
    clock.due, clock.provisional, clock.calendar = due.at, due.provisional, days.version
    clock.rule_version = rule.version
    head = [told for told in HEADS if clock.explanation.startswith(told)]
    clock.explanation = "\n".join([*head, *due.steps])
    clock.next_rung_at = _first_rung(rule, start=clock.started_at, due=due.at, days=days, pauses=pauses)
    Clock.objects.filter(pk=clock.pk).update(
        next_rung_at=clock.next_rung_at,
        due=clock.due,
        provisional=clock.provisional,
        calendar=clock.calendar,
        rule_version=clock.rule_version,
        explanation=clock.explanation,
    )
    return clock


def swap(case: Case, *, old: Iterable[str], new: str, at: datetime) -> None:
    """Change one limit for another (weight changed): the new one runs from the old one's start, with its pauses."""
    clock = case.clocks.filter(stopped_at__isnull=True, rule__in=tuple(old)).first()
    if clock is None or clock.rule == new:
        return
    pauses = list(clock.pauses.values("since", "until", "reason"))
    stop(running_on(case), rules=[clock.rule], at=at, ended=ClockEnd.VOID)
    fresh = prepare(case, rule_id=new, at=clock.started_at, days=snapshot().calendar)
    insert([fresh])
    ClockPause.objects.bulk_create([ClockPause(clock=fresh, **row) for row in pauses])
    recompute(fresh)


def extend(case: Case, *, rule_id: str, more: int, at: datetime, by: int) -> Clock:
    """Lengthen a running limit, once, within what its rule allows. Raises Invalid."""
    clock = case.clocks.filter(stopped_at__isnull=True, rule=rule_id).first()
    if clock is None:
        raise Invalid(fields={"clock": "这个时限现在没有在走，不能延长。"})
    rule = engine.rule(clock.rule)
    try:
        engine.may_extend(rule, due=clock.due, now=at, extended=clock.extension, by=more)
    except ValueError as problem:
        raise Invalid(fields={"more": str(problem)}) from problem
    clock.extension, clock.extended_at, clock.extended_by_id = more, at, by
    Clock.objects.filter(pk=clock.pk).update(extension=more, extended_at=at, extended_by=by)
    return recompute(clock)
