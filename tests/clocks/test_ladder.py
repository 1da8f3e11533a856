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


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


def test_what_is_late_is_told_of_after_one_three_and_five_working_days():
    """Due on a Wednesday; Friday is 端午节."""
    steps = clock_warnings.moments(
        rule("C-LARGER"), start=at("06-10 09:00"), due=at("06-17 23:59"), calendar=CALENDAR
    )
    assert [(f"{moment:%m-%d %H:%M}", rung) for moment, rung in steps[2:]] == [
        ("06-17 23:59", "due"),
        ("06-18 17:30", "over1"),
        ("06-23 17:30", "over3"),
        ("06-25 17:30", "over5"),
    ]


@pytest.mark.parametrize(
    ("pauses", "yellow", "red"),
    [
        ([], "06-09 03:00", "06-09 06:36"),
        ([("06-08 10:00", "06-08 20:00")], "06-09 05:30", "06-09 07:36"),
        ([("06-08 10:00", "06-08 15:00"), ("06-08 16:00", "06-08 21:00")], "06-09 05:30", "06-09 07:36"),
        ([("06-09 04:00", None)], "06-09 04:15", "06-09 07:06"),
        ([("06-09 04:00", "06-30 09:00")], "06-09 04:15", "06-09 07:06"),
        ([("06-01 10:00", "06-08 19:00")], "06-09 05:30", "06-09 07:36"),
    ],
)
def test_time_that_stood_still_is_no_running_time(pauses, yellow, red):
    """24 hours from nine to nine: a quarter and a tenth of what is left of them beside the pauses."""
    row = next(one for one in RULES if one.unit == "hours" and one.whose == "body" and one.kind != "watch")
    held = [Pause(at(since), at(until) if until else None, "鉴定") for since, until in pauses]
    steps = clock_warnings.moments(
        row, start=at("06-08 09:00"), due=at("06-09 09:00"), calendar=CALENDAR, pauses=held
    )
    assert [f"{moment:%m-%d %H:%M}" for moment, _ in steps[:2]] == [yellow, red]


def test_a_pause_of_working_time_is_measured_in_working_time():
    """Eight hours of business from Monday to Tuesday, of which Monday afternoon stood still."""
    row = next(
        one for one in RULES if one.unit == "work_hours" and one.whose == "body" and one.kind != "watch"
    )
    held = [Pause(at("06-08 12:00"), at("06-08 20:00"), "鉴定")]
    steps = clock_warnings.moments(
        row, start=at("06-08 11:00"), due=at("06-09 11:30"), calendar=CALENDAR, pauses=held
    )
    assert [f"{moment:%m-%d %H:%M}" for moment, _ in steps[:2]] == ["06-09 10:30", "06-09 11:06"]
