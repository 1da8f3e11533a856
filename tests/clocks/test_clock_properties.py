"""What must hold of every limit, whatever the dates: more time never ends sooner, and nobody is held to a day off."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.domain.clocks.calendar import from_tables
from jiefen.domain.clocks.engine import Limit, LimitKind, Pause, TimeUnit, due, may_extend, may_pause, rule
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import PauseReason
from jiefen.profiles.calendars import notices, shipped

CALENDAR = shipped()
QUARTER = timedelta(minutes=15)
FIRST = datetime(2023, 12, 1, tzinfo=ZONE)

starts = st.integers(0, 96 * 365 * 3).map(lambda n: FIRST + QUARTER * n)
budgets = st.integers(1, 40)
units = st.sampled_from(list(TimeUnit))
day_units = st.sampled_from([TimeUnit.DAYS, TimeUnit.MONTHS, TimeUnit.WORK_DAYS])


@cache
def limit(budget: int, unit: TimeUnit) -> Limit:
    return Limit("T", 1, "试", budget, unit, LimitKind.STATUTORY, "某法第1条", "S")


def end(budget: int, unit: TimeUnit, start: datetime, pauses=(), *, extension: int = 0) -> datetime:
    at = due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=pauses, extension=extension).at
    assert at is not None
    return at


@st.composite
def held(draw: st.DrawFn, *, most: int = 3) -> list[tuple[int, int]]:
    """Pauses as quarters of an hour: from the start, and how long."""
    one = st.tuples(st.integers(-200, 1500), st.integers(0, 600))
    return draw(st.lists(one, max_size=most))


def pauses_from(start: datetime, held: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(start + QUARTER * since, start + QUARTER * (since + length), "x") for since, length in held]


@given(starts, st.integers(0, 3000), budgets, units)
def test_who_starts_later_never_ends_sooner(start: datetime, later: int, budget: int, unit: TimeUnit) -> None:
    assert end(budget, unit, start) <= end(budget, unit, start + QUARTER * later)


@given(starts, budgets, st.integers(1, 20), units, held())
def test_a_longer_limit_never_ends_sooner_and_an_extension_is_a_longer_limit(
    start: datetime, budget: int, more: int, unit: TimeUnit, held: list[tuple[int, int]]
) -> None:
    pauses = pauses_from(start, held)
    longer = end(budget + more, unit, start, pauses)
    assert end(budget, unit, start, pauses) <= longer
    assert end(budget, unit, start, pauses, extension=more) == longer


@given(starts, budgets, units, held())
def test_a_pause_never_brings_the_end_nearer(
    start: datetime, budget: int, unit: TimeUnit, held: list[tuple[int, int]]
) -> None:
    pauses = pauses_from(start, held)
    for fewer in range(len(pauses)):
        assert end(budget, unit, start, pauses[:fewer]) <= end(budget, unit, start, pauses)


@given(starts, budgets, units, st.integers(-200, 1500), st.tuples(*[st.integers(0, 300)] * 3))
def test_overlapping_pauses_are_one(
    start: datetime, budget: int, unit: TimeUnit, since: int, lengths: tuple[int, int, int]
) -> None:
    """Three that overlap or touch, in any order, against one from the first to the last."""
    lead, shared, tail = lengths
    parts = [(since, lead + shared), (since + lead, shared), (since + lead + shared, tail)]
    whole = pauses_from(start, [(since, lead + shared + tail)])
    expected = end(budget, unit, start, whole)
    assert end(budget, unit, start, pauses_from(start, parts)) == expected
    assert end(budget, unit, start, pauses_from(start, parts[::-1])) == expected


@given(starts, budgets, units, st.integers(1, 500), st.integers(0, 500))
def test_a_pause_outside_the_course_changes_nothing(
    start: datetime, budget: int, unit: TimeUnit, length: int, away: int
) -> None:
    plain = end(budget, unit, start)
    before = Pause(start - QUARTER * (away + length), start - QUARTER * away, "x")
    after = Pause(plain + timedelta(seconds=1) + QUARTER * away, None, "x")
    assert end(budget, unit, start, [before, after]) == plain


@given(starts, budgets, day_units, held())
def test_the_last_day_is_never_a_day_off_and_ends_with_its_hours(
    start: datetime, budget: int, unit: TimeUnit, held: list[tuple[int, int]]
) -> None:
    at = end(budget, unit, start, pauses_from(start, held))
    assert CALENDAR.is_workday(at.date())
    assert f"{at:%H:%M:%S}" == ("17:30:00" if unit is TimeUnit.WORK_DAYS else "23:59:59")
    assert at.date() > start.date()


@given(starts, budgets)
def test_hours_run_through_nights_and_holidays(start: datetime, budget: int) -> None:
    assert end(budget, TimeUnit.HOURS, start) == start + timedelta(hours=budget)


@given(starts, st.integers(1, 240))
def test_months_end_on_the_corresponding_day_or_the_months_last(start: datetime, months: int) -> None:
    at = end(months, TimeUnit.MONTHS, start).date()
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    nominal = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    assert at >= nominal
    between = ((nominal + timedelta(days=n)) for n in range((at - nominal).days))
    assert not any(CALENDAR.is_workday(day) for day in between), "moved over days off only"


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        ("2023-12-31", 2, "2024-02-29"),  # a leap year's last of February, a Thursday
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),  # no 31st, no 29th; a Friday
        ("2024-02-29", 12, "2025-02-28"),  # no 29 February a year on
        ("2023-02-28", 12, "2024-02-28"),  # the corresponding day, not the last of the month
        ("2020-02-29", 48, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-29"),
        ("2025-08-31", 6, "2026-02-28"),  # a Saturday worked by 调休: it does not move
        ("2024-03-31", 1, "2024-04-30"),
    ],
)
def test_the_end_of_a_month_and_the_leap_day(start: str, months: int, ends: str) -> None:
    moment = datetime.fromisoformat(f"{start} 10:00").replace(tzinfo=ZONE)
    assert end(months, TimeUnit.MONTHS, moment).date() == date.fromisoformat(ends)


@given(starts, st.integers(1, 60))
def test_counting_back_leaves_as_many_working_days_as_counting_forward(start: datetime, budget: int) -> None:
    back = Limit("T", 1, "试", budget, TimeUnit.WORK_DAYS, LimitKind.STATUTORY, "某法第1条", "S", before=True)
    at = due(back, start=start, calendar=CALENDAR).at
    assert at is not None
    assert at == CALENDAR.closing(at.date())
    assert CALENDAR.is_workday(at.date())
    assert (
        CALENDAR.workdays_between(at.date() - timedelta(days=1), upto=start.date() - timedelta(days=1))
        == budget
    )


def test_counting_back_says_what_it_did_and_is_in_working_days_alone() -> None:
    hearing = datetime(2026, 2, 26, 9, 0, tzinfo=ZONE)
    answer = due(rule("LB-03-HEARING"), start=hearing, calendar=CALENDAR)
    assert answer.at == datetime(2026, 2, 12, 17, 30, tzinfo=ZONE)
    assert "自 2026年2月26日 09:00 往前数，当日不计入。" in answer.steps
    assert "跳过：2月15日至23日 春节（9 天）。" in answer.steps
    for wrong in (
        {"unit": TimeUnit.DAYS},
        {"pauses": frozenset(PauseReason)},
        {"extension": 1, "extended_by": "某人"},
    ):
        row = {"unit": TimeUnit.WORK_DAYS} | wrong
        with pytest.raises(ValueError, match="往前数"):
            Limit("T", 1, "试", 5, kind=LimitKind.STATUTORY, source="x", confidence="S", before=True, **row)


@given(starts, budgets, units)
def test_a_year_without_its_notice_is_provisional_and_the_notice_settles_it(
    start: datetime, budget: int, unit: TimeUnit
) -> None:
    """Without 2026: the same answer as with it, or it was said that the answer may change."""
    without = from_tables([table for table in notices() if table["year"] != 2026], version="cn-2021..2025")
    early = due(limit(budget, unit), start=start, calendar=without)
    late = due(limit(budget, unit), start=start, calendar=CALENDAR)
    assert early.provisional or early.at == late.at


@given(starts, st.integers(-12, 14))
def test_the_clock_on_the_wall_elsewhere_does_not_matter_and_ours_is_never_put_forward(
    start: datetime, hours: int
) -> None:
    elsewhere = start.astimezone(timezone(timedelta(hours=hours)))
    assert end(3, TimeUnit.WORK_DAYS, elsewhere) == end(3, TimeUnit.WORK_DAYS, start)
    assert start.utcoffset() == timedelta(hours=8)


@given(starts, budgets, units, st.integers(1, 400))
def test_an_impossible_pause_is_refused_whatever_else_is_right(
    start: datetime, budget: int, unit: TimeUnit, length: int
) -> None:
    backwards = Pause(start + QUARTER * length, start, "x")
    with pytest.raises(ValueError, match="早于开始时间"):
        due(limit(budget, unit), start=start, calendar=CALENDAR, pauses=[backwards])


@given(st.sampled_from(["XF-05", "LB-04", "MD-01", "C-MAJOR"]), starts, st.integers(1, 3000))
def test_what_is_over_is_not_extended(rule_id: str, start: datetime, late: int) -> None:
    row = rule(rule_id)
    at = due(row, start=start, calendar=CALENDAR).at
    assert at is not None
    may_extend(row, due=at, now=at, extended=0, by=row.extension)
    with pytest.raises(ValueError, match="已经到期"):
        may_extend(row, due=at, now=at + QUARTER * late, extended=0, by=row.extension)
    with pytest.raises(ValueError, match="已经延长过"):
        may_extend(row, due=at, now=start, extended=1, by=row.extension)
    with pytest.raises(ValueError, match="最多延长"):
        may_extend(row, due=at, now=start, extended=0, by=row.extension + 1)


def test_reasons_are_the_articles_own() -> None:
    may_pause(rule("MD-01"), reason=PauseReason.APPRAISAL)
    for reason in set(PauseReason) - {PauseReason.APPRAISAL}:
        with pytest.raises(ValueError, match="只能因下列事由暂停：鉴定期间"):
            may_pause(rule("MD-01"), reason=reason)
    with pytest.raises(ValueError, match="不能暂停"):
        may_pause(rule("RT-01"), reason=PauseReason.APPRAISAL)
