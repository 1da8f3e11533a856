"""Dated examples, what the explanation says, and how near a due moment looks."""

from datetime import UTC, date, datetime

import pytest

from jiefen.domain.clocks.engine import (
    RULES,
    Limit,
    LimitKind,
    Pause,
    TimeUnit,
    colour,
    due,
    rule,
    value_text,
)
from jiefen.domain.common.moments import ZONE
from jiefen.profiles.calendars import shipped

CALENDAR = shipped()


def at(text):
    """`2-12 16:20` in 2026, local time; `2027-1-4 17:30` elsewhere."""
    day, clock = text.split()
    parts = [int(part) for part in day.split("-")]
    parts = parts if len(parts) == 3 else [2026, *parts]
    return datetime(*parts, *map(int, clock.split(":")), tzinfo=ZONE)


def limit(budget, unit):
    return Limit("T", 1, "试", budget, unit, LimitKind.STATUTORY, "某法第1条", "S")


def end(budget, unit, start, *pauses, **more):
    return due(limit(budget, unit), start=at(start), calendar=CALENDAR, pauses=pauses, **more).at


def pause(since, until, reason="鉴定"):
    return Pause(at(since), at(until) if until else None, reason)


@pytest.mark.parametrize(
    ("budget", "unit", "start", "ends"),
    [
        # ordinary
        (3, "work_days", "6-8 10:00", "6-11 17:30"),
        (7, "days", "6-8 10:00", "6-15 23:59:59"),
        (2, "work_hours", "6-8 9:00", "6-8 11:00"),
        (2, "work_hours", "6-8 10:00", "6-8 12:00"),
        (2, "work_hours", "6-8 11:00", "6-8 15:00"),
        (48, "hours", "6-6 10:30", "6-8 10:30"),
        (1, "months", "6-8 10:00", "7-8 23:59:59"),
        # Spring Festival: 2-14 and 2-28 are Saturdays worked, 2-15 to 2-23 off
        (3, "work_days", "2-12 16:20", "2-24 17:30"),
        (1, "work_days", "2-13 9:00", "2-14 17:30"),
        (1, "work_days", "2-27 9:00", "2-28 17:30"),
        (2, "work_hours", "2-14 17:00", "2-24 10:00"),
        (7, "days", "2-9 9:00", "2-24 23:59:59"),
        (24, "hours", "2-16 23:00", "2-17 23:00"),
        # National Day: 9-20 Sunday and 10-10 Saturday worked, 10-1 to 10-7 off
        (3, "work_days", "9-29 9:00", "10-9 17:30"),
        (4, "work_days", "9-29 9:00", "10-10 17:30"),
        (1, "days", "9-19 9:00", "9-20 23:59:59"),
        (7, "days", "10-3 9:00", "10-10 23:59:59"),
        (30, "days", "9-1 9:00", "10-8 23:59:59"),
        # begun outside business hours, on days off, at the edges of the day
        (2, "work_hours", "6-8 12:30", "6-8 16:00"),
        (2, "work_hours", "6-8 22:00", "6-9 10:30"),
        (2, "work_hours", "6-13 9:00", "6-15 10:30"),
        (1, "work_days", "6-13 9:00", "6-15 17:30"),
        (1, "days", "6-8 0:00", "6-9 23:59:59"),
        (1, "days", "6-8 23:59", "6-9 23:59:59"),
        # no corresponding day: the month's last; 28 February 2026 is a Saturday worked, 31 May a Sunday
        (1, "months", "1-31 9:00", "2-28 23:59:59"),
        (1, "months", "4-30 9:00", "6-1 23:59:59"),
        (2, "months", "2025-12-31 9:00", "2-28 23:59:59"),
    ],
)
def test_a_limit_ends_when_the_law_says(budget, unit, start, ends):
    expected = at(ends) if ends.count(":") == 1 else at(ends.rsplit(":", 1)[0]).replace(second=int(ends[-2:]))
    assert end(budget, TimeUnit(unit), start) == expected


@pytest.mark.parametrize(
    ("budget", "unit", "start", "held", "ends"),
    [
        (2, "work_hours", "6-8 9:00", [pause("6-8 10:00", "6-8 15:00")], "6-8 16:00"),
        (2, "work_hours", "6-8 9:00", [pause("6-8 12:00", "6-8 14:00")], "6-8 11:00"),
        (2, "work_hours", "6-8 9:00", [pause("6-8 11:00", "6-9 11:00")], "6-8 11:00"),
        (2, "work_hours", "6-8 9:00", [pause("6-8 10:00", "6-10 9:00")], "6-10 10:00"),
        (24, "hours", "6-8 9:00", [pause("6-8 10:00", "6-8 15:30")], "6-9 14:30"),
        (
            24,
            "hours",
            "6-8 9:00",
            [pause("6-8 10:00", "6-8 12:00"), pause("6-8 11:00", "6-8 13:00")],
            "6-9 12:00",
        ),
        (24, "hours", "6-8 9:00", [pause("6-1 9:00", "6-8 10:00")], "6-9 10:00"),
        (24, "hours", "6-8 9:00", [pause("6-1 9:00", "6-2 10:00")], "6-9 9:00"),
        (3, "work_days", "6-8 9:00", [pause("6-9 9:00", "6-10 9:00")], "6-15 17:30"),
        (3, "work_days", "6-8 9:00", [pause("6-8 9:30", "6-8 20:00")], "6-11 17:30"),
        (3, "work_days", "6-8 9:00", [pause("6-9 18:00", "6-10 8:00")], "6-11 17:30"),
    ],
)
def test_a_pause_moves_the_end_by_what_it_took(budget, unit, start, held, ends):
    assert end(budget, TimeUnit(unit), start, *held) == at(ends)


def test_days_touched_by_a_pause_are_not_counted():
    moved = end(7, TimeUnit.DAYS, "6-8 9:00", pause("6-9 23:00", "6-11 0:00"))
    assert moved.date() == date(2026, 6, 17)


def test_a_pause_on_the_day_it_rolled_to_moves_it_on():
    assert end(5, TimeUnit.DAYS, "6-8 9:00").date() == date(2026, 6, 15)
    assert end(5, TimeUnit.DAYS, "6-8 9:00", pause("6-15 9:00", "6-15 10:00")).date() == date(2026, 6, 16)


@pytest.mark.parametrize("unit", list(TimeUnit))
def test_an_open_pause_stops_the_clock_and_says_so(unit):
    answer = due(
        limit(1, unit), start=at("6-8 9:00"), calendar=CALENDAR, pauses=[pause("6-8 9:30", None, "等待鉴定")]
    )
    assert answer.at is None
    assert "暂停中" in answer.explanation
    assert "尚未恢复（等待鉴定）" in answer.explanation


@pytest.mark.parametrize("unit", list(TimeUnit))
def test_a_pause_after_the_end_revives_nothing(unit):
    later = pause("9-8 9:30", None)
    assert end(1, unit, "6-8 9:00", later) == end(1, unit, "6-8 9:00")


def test_a_pause_that_ends_before_it_begins_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="暂停的结束时间（2026年6月8日 09:00）早于开始时间"):
        end(1, TimeUnit.DAYS, "6-8 9:00", pause("6-9 9:00", "6-8 9:00"))


def test_an_extension_adds_to_the_budget_and_is_told():
    answer = due(rule("C-MAJOR"), start=at("6-8 9:00"), calendar=CALENDAR, extension=15)
    assert answer.at.date() == date(2026, 7, 23)
    assert "另延长 15 日" in answer.explanation
    with pytest.raises(ValueError, match="延长"):
        due(rule("C-MAJOR"), start=at("6-8 9:00"), calendar=CALENDAR, extension=-1)


def test_a_missing_year_is_loud_and_turns_nobody_away():
    answer = due(rule("C-COMPLETE"), start=at("12-29 9:00"), calendar=CALENDAR)
    assert answer.at == at("2027-1-6 17:30")
    assert answer.provisional
    assert "没有 2027 年的放假安排：法定节日照放" in answer.explanation
    assert not due(rule("C-COMPLETE"), start=at("12-18 9:00"), calendar=CALENDAR).provisional


def test_calendar_days_are_provisional_only_when_their_last_day_is_in_a_missing_year():
    assert due(limit(7, TimeUnit.DAYS), start=at("12-29 9:00"), calendar=CALENDAR).provisional
    assert not due(limit(2, TimeUnit.DAYS), start=at("12-29 9:00"), calendar=CALENDAR).provisional
    assert not due(limit(72, TimeUnit.HOURS), start=at("12-31 9:00"), calendar=CALENDAR).provisional


def test_the_explanation_tells_the_whole_story():
    answer = due(
        rule("C-LARGER"),
        start=at("9-25 9:00"),
        calendar=CALENDAR,
        pauses=[pause("9-28 9:00", "9-29 9:00", "鉴定期间")],
    )
    assert answer.steps == (
        "较大纠纷办结：7 日。依据：本中心内部时限：较大纠纷 1 周（7 日）办结（本系统自定，可改）。",
        "自 2026年9月25日 09:00 起算，当日不计入。",
        "暂停：2026年9月28日 09:00 至 2026年9月29日 09:00（鉴定期间）。",
        "暂停涉及的 2 天不计（9月28日至29日）。",
        "最后一日 10月4日（国庆节），顺延至休假日后的第一日 10月8日（民法典第203条）。",
        "到期：2026年10月8日 23:59。",
    )
    assert answer.explanation == "".join(answer.steps)


def test_skipped_days_are_named_by_festival_and_as_ranges():
    answer = due(limit(8, TimeUnit.WORK_DAYS), start=at("2-12 16:20"), calendar=CALENDAR)
    assert "跳过：2月15日至23日 春节（9 天）、3月1日 周末。" in answer.steps
    assert "某法第1条（已核对原文）" in answer.explanation
    assert "月末日" in due(limit(1, TimeUnit.MONTHS), start=at("1-31 9:00"), calendar=CALENDAR).explanation


def test_only_paused_working_time_is_told_for_a_clock_by_the_hour():
    answer = due(
        rule("C-SIGN"), start=at("6-8 9:00"), calendar=CALENDAR, pauses=[pause("6-8 10:00", "6-9 9:00")]
    )
    assert "暂停中的 6 小时 不计。" in answer.steps
    assert "只计工作时间（08:30–12:00、14:00–17:30）" in answer.explanation


def test_an_unverified_source_is_shown_as_such():
    doubtful = Limit("T", 1, "试", 1, TimeUnit.DAYS, LimitKind.STATUTORY, "某法", "M")
    assert "未核对原文" in due(doubtful, start=at("6-8 9:00"), calendar=CALENDAR).explanation


def test_the_same_moment_in_another_zone_gives_the_same_end():
    local = at("6-8 7:00")
    assert due(rule("C-SIMPLE"), start=local.astimezone(UTC), calendar=CALENDAR) == due(
        rule("C-SIMPLE"), start=local, calendar=CALENDAR
    )


def test_every_rule_names_its_source_and_has_one_row_per_version():
    assert len({(row.id, row.version) for row in RULES}) == len(RULES)
    assert all(row.source and row.label for row in RULES)
    assert {row.id for row in RULES} >= {
        "C-DISPATCH", "C-SIGN", "C-START", "C-SIMPLE", "C-LARGER", "C-MAJOR", "C-OBJECT", "C-COMPLETE", "C-REVIEW",
    }  # fmt: skip
    with pytest.raises(KeyError):
        rule("C-NOTHING")
    with pytest.raises(ValueError, match="期限"):
        limit(0, TimeUnit.DAYS)


@pytest.mark.parametrize(
    ("rule_id", "start", "now", "shade"),
    [
        ("C-DISPATCH", "6-8 9:00", "6-8 10:29", "green"),
        ("C-DISPATCH", "6-8 9:00", "6-8 10:30", "yellow"),
        ("C-DISPATCH", "6-8 9:00", "6-8 10:48", "red"),
        ("C-DISPATCH", "6-8 9:00", "6-8 11:01", "red"),
        ("C-DISPATCH", "6-12 16:30", "6-14 23:00", "green"),  # over a weekend no working time passes
        ("C-MAJOR", "6-8 0:00", "6-20 0:00", "green"),
        ("C-MAJOR", "6-8 0:00", "7-3 0:00", "yellow"),
        ("C-MAJOR", "6-8 0:00", "7-7 0:00", "red"),
    ],
)
def test_a_clock_turns_yellow_at_a_quarter_and_red_at_a_tenth(rule_id, start, now, shade):
    row = rule(rule_id)
    ends = due(row, start=at(start), calendar=CALENDAR).at
    assert colour(ends, start=at(start), now=at(now), rule=row, calendar=CALENDAR) == shade


def test_a_pause_does_not_make_a_clock_look_old():
    row, start, held = limit(10, TimeUnit.HOURS), at("6-8 8:00"), [pause("6-8 9:00", "6-9 9:00")]
    ends = due(row, start=start, calendar=CALENDAR, pauses=held).at
    assert ends == at("6-9 18:00")
    assert colour(ends, start=start, now=at("6-9 15:00"), rule=row, calendar=CALENDAR, pauses=held) == "green"
    assert (
        colour(ends, start=start, now=at("6-9 16:00"), rule=row, calendar=CALENDAR, pauses=held) == "yellow"
    )
    assert colour(None, start=start, now=at("6-9 15:00"), rule=row, calendar=CALENDAR) == "green"


@pytest.mark.parametrize(
    ("rule_id", "ends", "now", "text"),
    [
        ("C-LARGER", "6-18 23:59", "6-8 9:00", "剩 10 天"),
        ("C-LARGER", "6-8 23:59", "6-8 21:59", "剩 2 小时"),
        ("C-LARGER", "6-8 23:59", "6-9 0:10", "逾期 1 天"),
        ("C-START", "6-11 17:30", "6-8 9:00", "剩 3 个工作日"),
        ("C-START", "6-15 17:30", "6-12 9:00", "剩 1 个工作日"),
        ("C-START", "6-8 17:30", "6-8 17:42", "超 12 分钟"),
        ("C-START", "6-8 17:30", "6-10 8:00", "逾期 2 天"),
        ("C-SIGN", "6-8 11:00", "6-8 10:41", "剩 19 分钟"),
        ("C-SIGN", "6-8 15:00", "6-8 11:30", "剩 1 小时 30 分钟"),
        ("C-SIGN", "6-8 11:00", "6-8 11:12", "超 12 分钟"),
        ("C-SIGN", "6-12 17:20", "6-15 8:32", "超 12 分钟"),
        ("C-SIGN", "6-8 11:00", "6-9 11:00", "逾期 1 天"),
        ("C-SIGN", "6-8 11:00", "6-8 11:00", "剩不到 1 分钟"),
        ("C-SIGN", None, "6-8 11:00", "已暂停"),
    ],
)
def test_what_is_left_is_told_in_a_few_characters(rule_id, ends, now, text):
    assert value_text(at(ends) if ends else None, now=at(now), rule=rule(rule_id), calendar=CALENDAR) == text


def test_the_course_says_which_days_it_left_out_and_where_the_end_moved_from():
    held = [pause("2-13 9:00", "2-13 10:00")]
    answer = due(limit(3, TimeUnit.WORK_DAYS), start=at("2-12 16:20"), calendar=CALENDAR, pauses=held)
    assert answer.skipped == tuple(date(2026, 2, day) for day in range(15, 24))
    assert (answer.paused, answer.rolled_from) == ((date(2026, 2, 13),), None)
    moved = due(limit(7, TimeUnit.DAYS), start=at("2-9 9:00"), calendar=CALENDAR)
    assert (moved.skipped, moved.paused, moved.rolled_from) == ((), (), date(2026, 2, 16))


def test_an_extension_is_ten_thousand_at_most_and_hours_say_how_they_run():
    assert due(rule("C-MAJOR"), start=at("6-8 9:00"), calendar=CALENDAR, extension=10_000).at
    for extension in (-1, 10_001):
        with pytest.raises(ValueError, match=r"^延长的期限要在 0 至 10000 之间。$"):
            due(rule("C-MAJOR"), start=at("6-8 9:00"), calendar=CALENDAR, extension=extension)
    answer = due(limit(48, TimeUnit.HOURS), start=at("6-6 10:30"), calendar=CALENDAR)
    assert answer.steps[1] == "自 2026年6月6日 10:30 起算，从这一刻起按小时连续计算。"
