"""The engine against the hand count, over three years with their notices and the years around them (trust.md R-16).

JIEFEN_ORACLE_RUNS=20000 for the full run; a few hundred otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import hand
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jiefen.domain.clocks import engine as clocks
from jiefen.domain.clocks.calendar import WorkCalendar
from jiefen.domain.clocks.engine import Due, Limit, LimitKind, Pause, TimeUnit
from jiefen.profiles.calendars import shipped

RUNS = int(os.environ.get("JIEFEN_ORACLE_RUNS", "400"))
FIRST = datetime(2023, 11, 1, tzinfo=hand.LOCAL)
LAST_QUARTER = 96 * 365 * 3 + 96 * 90  # to the end of January 2027: a year without its notice
EDGES = [  # month's ends, the leap day, the eve of each Spring Festival, weekends worked
    date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 9), date(2024, 2, 29), date(2024, 9, 29), date(2025, 1, 26),
    date(2025, 8, 31), date(2025, 9, 30), date(2026, 1, 31), date(2026, 2, 14), date(2026, 2, 28), date(2026, 10, 10),
]  # fmt: skip
Engine = Callable[..., Due]

anywhere = st.integers(0, LAST_QUARTER).map(lambda n: FIRST + hand.QUARTER * n)
at_an_edge = st.tuples(st.sampled_from(EDGES), st.integers(0, 95)).map(
    lambda edge: (
        datetime(edge[0].year, edge[0].month, edge[0].day, tzinfo=hand.LOCAL) + hand.QUARTER * edge[1]
    )
)


@st.composite
def runs(draw: st.DrawFn) -> dict[str, Any]:
    """A rule, its start, an extension, and up to three pauses, some of them overlapping and some never ended."""
    unit, start = draw(st.sampled_from(list(TimeUnit))), draw(st.one_of(anywhere, at_an_edge))
    back = unit is TimeUnit.WORK_DAYS and draw(st.integers(0, 4)) == 0
    most = 14 if unit is TimeUnit.MONTHS else 40 if unit in (TimeUnit.DAYS, TimeUnit.WORK_DAYS) else 16
    budget = draw(st.integers(1, most))
    held: list[Pause] = []
    for _ in range(0 if back else draw(st.integers(0, 3))):
        since = start + hand.QUARTER * draw(st.integers(-100, 1200))
        if draw(st.booleans()):  # about where it would end: on the day it moves to, or just after
            ends = hand.count(budget, unit.value, start)
            assert ends is not None
            since = max(ends.replace(minute=0, second=0) - hand.QUARTER * draw(st.integers(0, 100)), start)
        length = draw(st.one_of(st.integers(0, 8), st.integers(0, 700), st.none()))
        held.append(Pause(since, None if length is None else since + hand.QUARTER * length, "x"))
    rule = Limit("T", 1, "试", budget, unit, LimitKind.STATUTORY, "某法第1条", "S", before=back)
    extension = 0 if back else draw(st.sampled_from([0, 0, 1, 5]))
    return {"rule": rule, "start": start, "pauses": held, "extension": extension}


def agree(run: dict[str, Any], *, engine: Engine = clocks.due, calendar: WorkCalendar | None = None) -> bool:
    rule: Limit = run["rule"]
    held = [(pause.since, pause.until) for pause in run["pauses"]]
    amount = rule.budget + run["extension"]
    by_hand = hand.count(amount, rule.unit.value, run["start"], held, back=rule.before)
    found = engine(
        rule,
        start=run["start"],
        calendar=calendar or shipped(),
        pauses=run["pauses"],
        extension=run["extension"],
    )
    return found.at == by_hand


@settings(max_examples=RUNS, deadline=None)
@given(runs())
def test_the_engine_agrees_with_the_hand_count(run: dict[str, Any]) -> None:
    assert agree(run)


def counts_the_first_day(rule: Limit, *, start: datetime, **more: Any) -> Due:
    return clocks.due(rule, start=start - timedelta(days=1), **more)


def knows_no_pauses(rule: Limit, *, pauses: Any, **more: Any) -> Due:
    return clocks.due(rule, **more)


def stops_at_the_first_pause(rule: Limit, *, pauses: list[Pause], **more: Any) -> Due:
    return clocks.due(rule, pauses=pauses[:1], **more)


def takes_a_month_for_thirty_days(rule: Limit, *, extension: int, **more: Any) -> Due:
    if rule.unit is TimeUnit.MONTHS:
        rule, extension = replace(rule, unit=TimeUnit.DAYS, budget=rule.budget * 30), extension * 30
    return clocks.due(rule, extension=extension, **more)


def forgets_the_extension(rule: Limit, *, extension: int, **more: Any) -> Due:
    return clocks.due(rule, **more)


def counts_back_as_forward(rule: Limit, **more: Any) -> Due:
    return clocks.due(replace(rule, before=False), **more)


def works_on_no_weekend() -> WorkCalendar:
    return replace(shipped(), workdays=frozenset())


def keeps_only_the_festivals_proper() -> WorkCalendar:
    return replace(shipped(), holidays=shipped().statutory)


def misses_one_day() -> WorkCalendar:
    """春节 2026 a day short."""
    return replace(shipped(), holidays=shipped().holidays - {date(2026, 2, 23)})


@pytest.mark.parametrize(
    "engine",
    [
        counts_the_first_day, knows_no_pauses, stops_at_the_first_pause, takes_a_month_for_thirty_days,
        forgets_the_extension, counts_back_as_forward,
    ],
)  # fmt: skip
def test_a_broken_engine_is_caught(engine: Engine) -> None:
    assert caught(lambda run: agree(run, engine=engine))


@pytest.mark.parametrize("broken", [works_on_no_weekend, keeps_only_the_festivals_proper, misses_one_day])
def test_a_broken_calendar_is_caught(broken: Callable[[], WorkCalendar]) -> None:
    calendar = broken()
    assert caught(lambda run: agree(run, calendar=calendar))


def caught(agrees: Callable[[dict[str, Any]], bool]) -> bool:
    """Whether the comparison above fails, within as many runs as an ordinary round makes."""

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(runs())
    def compare(run: dict[str, Any]) -> None:
        assert agrees(run)

    try:
        compare()
    except AssertionError:
        return True
    return False
