"""Every limit of the pack has dated examples; the engine and the hand count both come to each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand import count

from jiefen.domain.clocks.engine import due, may_extend, may_pause, rule
from jiefen.domain.clocks.examples import EXAMPLES, Example, examples_of
from jiefen.domain.clocks.limits import RULES, rules_in_force
from jiefen.profiles.calendars import shipped

CALENDAR = shipped()


def named(one: Example) -> str:
    return f"{one.rule} {one.case} {one.start:%Y-%m-%d}"


def granted(one: Example) -> tuple:
    """The suspensions asked for that this limit's own article allows."""
    return tuple(pause for pause in one.asked if pause.reason in rule(one.rule).pauses)


@pytest.mark.parametrize("rule_id", [row.id for row in rules_in_force()])
def test_every_limit_has_an_ordinary_example_one_over_a_holiday_and_one_with_a_suspension(
    rule_id: str,
) -> None:
    found = examples_of(rule_id)
    assert {one.case for one in found} >= {"ordinary", "holiday", "suspension"}
    assert any(one.case == "extension" for one in found) == bool(rule(rule_id).extension)
    assert len({(one.case, one.start) for one in found}) == len(found)


def test_no_example_is_of_a_limit_that_is_not_in_the_pack() -> None:
    assert {one.rule for one in EXAMPLES} == {row.id for row in RULES}


@pytest.mark.parametrize("one", EXAMPLES, ids=named)
def test_the_engine_comes_to_the_day_that_was_counted_by_hand(one: Example) -> None:
    answer = due(
        rule(one.rule),
        start=one.start,
        calendar=CALENDAR,
        pauses=granted(one),
        extension=one.extension,
    )
    assert answer.at == one.due
    assert not answer.provisional


@pytest.mark.parametrize("one", EXAMPLES, ids=named)
def test_the_hand_count_comes_to_it_too(one: Example) -> None:
    row = rule(one.rule)
    held = [(pause.since, pause.until) for pause in granted(one)]
    amount = row.budget + one.extension
    assert count(amount, row.unit.value, one.start, held, back=row.before) == one.due


@pytest.mark.parametrize("one", [one for one in EXAMPLES if one.case == "suspension"], ids=named)
def test_a_suspension_moves_only_a_limit_whose_article_names_its_reason(one: Example) -> None:
    row, (pause,) = rule(one.rule), one.asked
    untouched = due(row, start=one.start, calendar=CALENDAR).at
    assert untouched is not None
    assert min(one.start, untouched) < pause.since < max(one.start, untouched), "inside the course"
    if granted(one):
        may_pause(row, reason=pause.reason)
        assert one.due > untouched
    else:
        with pytest.raises(ValueError, match=r"期限，(不能暂停|只能因下列事由暂停)"):
            may_pause(row, reason=pause.reason)
        assert one.due == untouched


@pytest.mark.parametrize("one", [one for one in EXAMPLES if one.case == "holiday"], ids=named)
def test_a_holiday_lies_in_the_course_and_moves_the_end_unless_hours_run_on(one: Example) -> None:
    row = rule(one.rule)
    plain = replace(CALENDAR, version="none", holidays=frozenset(), workdays=frozenset())
    moved = due(row, start=one.start, calendar=plain).at != one.due
    assert moved == (row.unit.value != "hours")
    first, last = sorted((one.start.date(), one.due.date()))
    assert any(first <= day <= last for day in CALENDAR.holidays)


@pytest.mark.parametrize("one", [one for one in EXAMPLES if one.case == "extension"], ids=named)
def test_an_extension_is_the_most_the_rule_allows_and_comes_before_the_end(one: Example) -> None:
    row = rule(one.rule)
    first = due(row, start=one.start, calendar=CALENDAR).at
    assert one.extension == row.extension
    may_extend(row, due=first, now=one.start, extended=0, by=one.extension)
    assert first is not None
    assert one.due > first


def test_every_remark_is_one_line_and_ends_as_a_sentence() -> None:
    assert [one.remark for one in EXAMPLES if "\n" in one.remark or not one.remark.endswith("。")] == []
