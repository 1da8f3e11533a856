"""The engine against a slow oracle: it walks in quarter-hours, knows its own holidays and shares no arithmetic."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.domain.calendar import ZONE
from jiefen.domain.clocks import Kind, Pause, Rule, Unit, due
from jiefen.profiles.calendars import shipped

CALENDAR = shipped()
QUARTER = timedelta(minutes=15)
OFF_2026 = "1-1 1-2 2-16 2-17 2-18 2-19 2-20 2-23 4-6 5-1 5-4 5-5 6-19 9-25 10-1 10-2 10-5 10-6 10-7"
WORKED_2026 = "1-4 2-14 2-28 5-9 9-20 10-10"


def works(day):
    key, known = f"{day.month}-{day.day}", day.year == 2026
    if known and key in WORKED_2026.split():
        return True
    return day.weekday() < 5 and not (known and key in OFF_2026.split())


def open_at(moment):
    clock = moment.hour * 4 + moment.minute // 15
    return works(moment.date()) and (34 <= clock < 48 or 56 <= clock < 70)


def paused_at(moment, pauses):
    return any(one.since <= moment and (one.until is None or moment < one.until) for one in pauses)


def oracle_hours(budget, start, pauses, *, business):
    left, moment = budget * 4, start
    while left:
        if moment - start > timedelta(days=200):
            return None
        left -= (not business or open_at(moment)) and not paused_at(moment, pauses)
        moment += QUARTER
    return moment


def oracle_days(budget, start, pauses, *, business):
    day, left = start.replace(hour=0, minute=0), budget

    def stands(day):
        quarters = (day + QUARTER * n for n in range(96))
        return any(
            one >= start and paused_at(one, pauses) for one in quarters if not business or open_at(one)
        )

    while left or (not business and (not works(day.date()) or stands(day))):
        day += timedelta(days=1)
        if day - start > timedelta(days=200):
            return None
        if left and not (business and not works(day.date())) and not stands(day):
            left -= 1
    return day.replace(hour=17, minute=30) if business else day.replace(hour=23, minute=59, second=59)


def limit(budget, unit):
    return Rule("T", 1, "试", budget, unit, Kind.STATUTORY, "某法第1条", "S")


moments = st.integers(0, 4 * 24 * 285).map(lambda n: datetime(2026, 1, 1, tzinfo=ZONE) + QUARTER * n)


@st.composite
def runs(draw):
    start, pauses = draw(moments), []
    for _ in range(draw(st.integers(0, 3))):
        since = start + QUARTER * draw(st.integers(-100, 600))
        length = draw(
            st.one_of(
                st.integers(0, 300), st.integers(0, 8), st.none() if draw(st.booleans()) else st.just(4)
            )
        )
        pauses.append(Pause(since, None if length is None else since + QUARTER * length, "x"))
    return start, pauses


@settings(max_examples=400, deadline=None)
@given(runs(), st.integers(1, 12), st.sampled_from([Unit.HOURS, Unit.WORK_HOURS, Unit.DAYS, Unit.WORK_DAYS]))
def test_the_engine_agrees_with_a_slow_oracle(run, budget, unit):
    start, pauses = run
    oracle = oracle_hours if unit in (Unit.HOURS, Unit.WORK_HOURS) else oracle_days
    expected = oracle(budget, start, pauses, business=unit in (Unit.WORK_HOURS, Unit.WORK_DAYS))
    assert due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=pauses).at == expected


@settings(max_examples=200, deadline=None)
@given(runs(), st.integers(1, 12), st.sampled_from(list(Unit)))
def test_more_budget_or_one_more_pause_never_ends_sooner(run, budget, unit):
    start, pauses = run
    closed = [one for one in pauses if one.until]
    ends = due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=closed).at
    assert ends >= due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=closed[:1]).at
    assert ends <= due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=closed, extension=1).at
    assert ends == due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=closed[::-1]).at
    assert ends > start
