"""Many running clocks at once, for benchmarks and drills on a throw-away home only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiefen.actions.common.actors import system_actor
from jiefen.actions.common.history import recorded
from jiefen.actions.demo.cases import NotForReal
from jiefen.domain.clocks.limits import Limit, rules_in_force
from jiefen.store.common.insert import insert_plain
from jiefen.store.models import Case, Centre, Clock, ClockRung, Notice

CHUNK = 5_000
DRILL_RULE = "DV-01-COURT"  # by the hour, and told at night too


def wind_up(n: int, *, due: int, at: datetime) -> int:
    """`n` running clocks over the cases there are, every rule at most once a case; `due` of them are due at `at`.

    Answers how many there are. They stand on the last rung before the due moment, as clocks of long standing do.
    """
    if not Centre.objects.filter(demo=True).exists():
        raise NotForReal("只能在演示数据目录里批量造时限。")
    by = system_actor()
    with recorded(by=by, at=at):
        Clock.objects.all().delete()
    rules = [rule for rule in rules_in_force() if not rule.before and rule.whose == "body"]
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    pairs = ((case, rule) for case in cases for rule in rules)
    made = 0
    for start in range(0, n, CHUNK):
        chunk = [pair for pair, _ in zip(pairs, range(min(CHUNK, n - start)), strict=False)]
        late = timedelta(minutes=5)
        rows = _rows(chunk, first=start, due=due, over=at - late, later=at + timedelta(days=30))
        with recorded(by=by, at=at):
            insert_plain(Clock, rows=rows)
        made += len(rows)
    return made


def _rows(
    pairs: Iterable[tuple[int, Limit]], *, first: int, due: int, over: datetime, later: datetime
) -> list[dict[str, object]]:
    return [
        _row(case, rule=rule.id, due=over if at < due else later + timedelta(seconds=at % 86_400))
        for at, (case, rule) in enumerate(pairs, start=first)
    ]


def _row(case: int, *, rule: str, due: datetime) -> dict[str, object]:
    return {
        "case_id": case,
        "rule": rule,
        "calendar": "drill",
        "started_at": due - timedelta(days=40),
        "due": due,
        "next_rung_at": due,
        "explanation": "",
    }


def set_alarms(n: int, *, first: datetime, seconds: float) -> int:
    """One hour-clock on each of `n` cases, their due moments spread over `seconds` from `first`. Answers how many."""
    if not Centre.objects.filter(demo=True).exists():
        raise NotForReal("只能在演示数据目录里批量造时限。")
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True)[:n])
    moments = [first + timedelta(seconds=seconds * at / len(cases)) for at in range(len(cases))]
    with recorded(by=system_actor(), at=first):
        ClockRung.objects.all().delete()
        Notice.objects.all().delete()
        Clock.objects.all().delete()
        insert_plain(
            Clock,
            rows=[_row(case, rule=DRILL_RULE, due=due) for case, due in zip(cases, moments, strict=True)],
        )
    return len(cases)
