"""Pauses as the engine takes them: clipped, in order, one where they meet; and what may pause or extend a limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jiefen.domain.clocks.engine import (
    Due,
    Limit,
    LimitKind,
    Pause,
    TimeUnit,
    due,
    may_extend,
    may_pause,
    rule,
)
from jiefen.domain.clocks.limits import rules_in_force
from jiefen.domain.clocks.pauses import merged
from jiefen.domain.clocks.permits import pausable_text
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import PauseReason
from jiefen.profiles.calendars import shipped

START = datetime(2026, 6, 8, 9, 0, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def pause(since: int, until: int | None, reason: str = "鉴定") -> Pause:
    """By hours from the start."""
    return Pause(START + HOUR * since, None if until is None else START + HOUR * until, reason)


def held(*pauses: Pause) -> tuple[Pause, ...]:
    return merged(pauses, start=START, calendar=shipped())


def test_what_ended_before_the_start_or_with_it_is_no_pause_and_neither_is_one_of_no_length() -> None:
    assert held(pause(-5, -1), pause(-5, 0), pause(3, 3), pause(0, 0)) == ()


def test_what_runs_at_the_start_begins_with_it() -> None:
    assert held(pause(-5, 2)) == (pause(0, 2),)
    assert held(pause(-5, None)) == (pause(0, None),)


def test_pauses_that_overlap_or_touch_are_one_that_lasts_to_the_later_end() -> None:
    assert held(pause(3, 5), pause(1, 3)) == (pause(1, 5),)
    assert held(pause(1, 9), pause(3, 5)) == (pause(1, 9),)
    assert held(pause(1, 3), pause(2, None), pause(4, 5)) == (pause(1, None),)
    assert held(pause(1, 3), pause(4, 5)) == (pause(1, 3), pause(4, 5))


def test_the_reasons_of_pauses_that_meet_are_told_once_each_and_none_is_made_up() -> None:
    (one,) = held(pause(1, 4, "鉴定"), pause(2, 5, "公告"), pause(3, 6, "鉴定"), pause(4, 7, ""))
    assert one == pause(1, 7, "鉴定、公告")
    (one,) = held(pause(1, 4, ""), pause(2, 5, ""))
    assert one.reason == ""


def test_a_pause_is_told_in_local_time_wherever_it_was_written() -> None:
    elsewhere = Pause(START.astimezone(UTC), (START + HOUR).astimezone(UTC), "鉴定")
    (one,) = held(elsewhere)
    assert (one.since.tzinfo, one.until and one.until.tzinfo) == (ZONE, ZONE)


def test_a_pause_that_ends_before_it_begins_is_refused_and_both_moments_are_said() -> None:
    with pytest.raises(ValueError, match="早于") as refused:
        held(pause(5, 1))
    assert str(refused.value) == "暂停的结束时间（2026年6月8日 10:00）早于开始时间（2026年6月8日 14:00）。"


def test_a_refused_pause_is_told_for_what_the_limit_may_stand_still() -> None:
    with pytest.raises(ValueError, match="不能") as never:
        may_pause(rule("RT-01"), reason=PauseReason.APPRAISAL)
    assert str(never.value) == f"“{rule('RT-01').label}”是{rule('RT-01').kind.label}期限，不能暂停。"
    several = next(row for row in map(rule, ("C-SIMPLE", "C-LARGER", "C-MAJOR")) if len(row.pauses) > 1)
    words = "、".join(sorted(reason.label for reason in several.pauses))
    assert pausable_text(several) == f"只能因下列事由暂停：{words}。"


@pytest.mark.parametrize(
    ("now", "extended", "by", "words"),
    [
        (START + HOUR, 0, 1, "已经到期，不能再延长；逾期照实记录。"),
        (START, 1, 1, "已经延长过一次，不能再延长。"),
        (START, 0, 0, "最多延长"),
        (START, 0, 999, "最多延长"),
    ],
)
def test_an_extension_is_refused_in_words(now: datetime, extended: int, by: int, words: str) -> None:
    row = rule("C-MAJOR")
    if words == "最多延长":
        words = f"最多延长 {row.extension} {row.unit.label}（{row.extended_by}）。"
    with pytest.raises(ValueError, match="延长") as refused:
        may_extend(row, due=START, now=now, extended=extended, by=by)
    assert str(refused.value) == f"“{row.label}”{words}"


def test_a_limit_that_stands_still_is_not_over_and_one_that_ends_now_is_not_either() -> None:
    row = rule("C-MAJOR")
    may_extend(row, due=None, now=START, extended=0, by=1)
    may_extend(row, due=START, now=START, extended=0, by=row.extension)
    fixed = next(row for row in rules_in_force() if not row.extension)
    with pytest.raises(ValueError, match="依法") as refused:
        may_extend(fixed, due=None, now=START, extended=0, by=1)
    assert str(refused.value) == f"“{fixed.label}”依法不能延长。"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


def course(budget: int, unit: TimeUnit, start: str, *pauses: tuple[str, str]) -> Due:
    row = Limit("T", 1, "试", budget, unit, LimitKind.STATUTORY, "某法第1条", "S")
    held = [Pause(moment(since), moment(until), "鉴定") for since, until in pauses]
    return due(row, start=moment(start), calendar=shipped(), pauses=held)


def test_hours_leave_out_all_pauses_together_and_say_how_long_they_were() -> None:
    pauses = ("06-08 10:00", "06-08 11:00"), ("06-08 12:00", "06-08 14:00")
    answer = course(24, TimeUnit.HOURS, "06-08 09:00", *pauses)
    assert answer.at == moment("06-09 12:00")
    assert "暂停中的 3 小时 不计。" in answer.steps
    assert (
        "暂停：2026年6月8日 10:00 至 2026年6月8日 11:00（鉴定）；2026年6月8日 12:00 至 2026年6月8日 14:00（鉴定）。"
        in answer.steps
    )


@pytest.mark.parametrize("unit", [TimeUnit.HOURS, TimeUnit.WORK_HOURS])
def test_a_pause_that_begins_with_the_end_comes_too_late(unit: TimeUnit) -> None:
    answer = course(2, unit, "06-08 09:00", ("06-08 11:00", "06-08 15:00"))
    assert answer.at == moment("06-08 11:00")
    assert not any("暂停" in step for step in answer.steps)


@pytest.mark.parametrize(
    "outside",
    [("06-08 17:30", "06-08 20:00"), ("06-08 20:00", "06-09 08:30"), ("06-08 12:00", "06-08 14:00")],
)
def test_a_pause_outside_business_hours_takes_nothing_and_is_not_told(outside: tuple[str, str]) -> None:
    plain = course(10, TimeUnit.WORK_HOURS, "06-08 09:00")
    assert course(10, TimeUnit.WORK_HOURS, "06-08 09:00", outside) == plain


def test_business_hours_leave_out_each_of_several_pauses() -> None:
    pauses = ("06-08 09:00", "06-08 09:30"), ("06-08 14:00", "06-08 15:00"), ("06-08 17:00", "06-09 09:00")
    answer = course(7, TimeUnit.WORK_HOURS, "06-08 08:30", *pauses)
    assert answer.at == moment("06-09 11:00")
    assert "暂停中的 2 小时 30 分钟 不计。" in answer.steps


def test_a_month_that_has_the_corresponding_day_does_not_speak_of_its_last() -> None:
    for start, last in (("03-31 09:00", False), ("04-30 09:00", False), ("05-31 09:00", True)):
        steps = course(1 if last else 2, TimeUnit.MONTHS, start).steps
        assert (
            any(step == "到期月没有对应日，以月末日为最后一日（民法典第202条）。" for step in steps) is last
        )


def test_a_pause_without_a_reason_says_that_none_was_given() -> None:
    row = Limit("T", 1, "试", 3, TimeUnit.DAYS, LimitKind.STATUTORY, "某法第1条", "S")
    held = [Pause(moment("06-09 09:00"), None, "")]
    answer = due(row, start=moment("06-08 09:00"), calendar=shipped(), pauses=held)
    assert answer.steps[-2:] == (
        "暂停：2026年6月9日 09:00 起，尚未恢复（未写明原因）。",
        "现在暂停中，恢复后再算到期时间。",
    )
