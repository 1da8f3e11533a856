"""When each rung is reached, against the colour that a person sees, and who is never blamed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.domain.clocks import warnings as clock_warnings
from jiefen.domain.clocks.engine import Pause, colour, due
from jiefen.domain.clocks.limits import RULES, rule
from jiefen.domain.common.moments import ZONE
from jiefen.profiles.calendars import shipped

CALENDAR = shipped()
FIRST, LAST = (datetime(2025, 1, 5), datetime(2026, 6, 1))  # noqa: DTZ001  (the zone comes beside them)
STARTS = st.datetimes(FIRST, LAST, timezones=st.just(ZONE))
OURS = [one for one in RULES if one.whose == "body" and one.kind != "watch" and one.budget <= 60]


def steps_of(one, start, *pauses):
    end = due(one, start=start, calendar=CALENDAR, pauses=pauses).at
    return end, clock_warnings.moments(one, start=start, due=end, calendar=CALENDAR, pauses=pauses)


@given(STARTS, st.sampled_from(OURS), st.floats(0, 1.2))
def test_the_stored_moment_of_a_rung_is_the_moment_the_colour_changes(start, one, share):
    end, steps = steps_of(one, start)
    now = start + (end - start) * share
    seen = colour(end, start=start, now=now, rule=one, calendar=CALENDAR)
    told = clock_warnings.reached(steps, now=now)
    expected = {"green": "", "yellow": "yellow", "red": "red"}[seen]
    if now >= end:
        assert told in ("due", "over1", "over3", "over5")
    else:
        close = any(abs(now - at) < timedelta(seconds=2) for at, _ in steps)
        assert told == expected or close or (told == "" and expected == "yellow" and now == start)


@given(STARTS, st.sampled_from(list(RULES)))
def test_rungs_come_in_order_and_the_next_one_is_always_ahead(start, one):
    _, steps = steps_of(one, start)
    assert [at for at, _ in steps] == sorted(at for at, _ in steps)
    now = start
    while (ahead := clock_warnings.following(steps, now=now)) is not None:
        assert ahead > now
        assert clock_warnings.reached(steps, now=ahead)
        now = ahead
    assert clock_warnings.reached(steps, now=now) == steps[-1][1]


def test_a_pause_moves_the_warning_with_the_due_moment():
    start = datetime(2026, 6, 8, 9, 0, tzinfo=ZONE)
    held = Pause(datetime(2026, 6, 9, 9, 0, tzinfo=ZONE), datetime(2026, 6, 12, 9, 0, tzinfo=ZONE), "鉴定")
    _, plain = steps_of(rule("C-LARGER"), start)
    _, moved = steps_of(rule("C-LARGER"), start, held)
    assert moved[0][0] - plain[0][0] >= timedelta(days=3)


@pytest.mark.parametrize("name", ["LB-02", "AR-01", "RT-02", "XF-06-ASK"])
def test_a_partys_own_limit_is_warned_of_seven_days_before_and_never_called_late(name):
    _, steps = steps_of(rule(name), datetime(2026, 1, 12, 9, 0, tzinfo=ZONE))
    assert [rung for _, rung in steps] == ["week", "ended"]


def test_an_outside_bodys_limit_is_reminded_of_and_never_claimed():
    watched = next(one for one in RULES if one.kind == "watch" and one.whose == "body")
    _, steps = steps_of(watched, datetime(2026, 1, 12, 9, 0, tzinfo=ZONE))
    assert [rung for _, rung in steps] == ["yellow", "red", "ended"]


@pytest.mark.parametrize(
    ("clock", "quiet"), [("20:59", False), ("21:00", True), ("3:00", True), ("7:29", True), ("7:30", False)]
)
def test_nobody_is_disturbed_at_night(clock, quiet):
    hour, minute = map(int, clock.split(":"))
    assert (
        clock_warnings.is_quiet(datetime(2026, 6, 8, hour, minute, tzinfo=ZONE), calendar=CALENDAR) is quiet
    )
