"""Spring 2020: on 26 January the State Council lengthened a holiday that had begun on the 24th (国办发明电〔2020〕1号).

The festival of 24 to 30 January, with Saturday 1 February worked, became 24 January to 2 February.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jiefen.actions.clocks.calendars import import_year
from jiefen.actions.clocks.warnings import tick
from jiefen.actions.oversight.supervision import propose
from jiefen.domain.clocks.calendar import from_tables
from jiefen.domain.clocks.engine import due, rule
from jiefen.store.models import Clock, ClockRung, Entry, Notice
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

LOCAL = ZoneInfo("Asia/Shanghai")
# 国务院办公厅关于2020年部分节假日安排的通知（国办发明电〔2019〕16号）
FIRST_NOTICE = """
year = 2020
source = "国务院办公厅关于2020年部分节假日安排的通知（国办发明电〔2019〕16号）"

[[holiday]]
name = "元旦"
from = 2020-01-01
to = 2020-01-01
statutory = [2020-01-01]

[[holiday]]
name = "春节"
from = 2020-01-24
to = 2020-01-30
statutory = [2020-01-25, 2020-01-26, 2020-01-27]
work = [2020-01-19, 2020-02-01]

[[holiday]]
name = "清明节"
from = 2020-04-04
to = 2020-04-06
statutory = [2020-04-04]

[[holiday]]
name = "劳动节"
from = 2020-05-01
to = 2020-05-05
statutory = [2020-05-01]
work = [2020-04-26, 2020-05-09]

[[holiday]]
name = "端午节"
from = 2020-06-25
to = 2020-06-27
statutory = [2020-06-25]
work = [2020-06-28]

[[holiday]]
name = "国庆节、中秋节"
from = 2020-10-01
to = 2020-10-08
statutory = [2020-10-01, 2020-10-02, 2020-10-03]
work = [2020-09-27, 2020-10-10]
"""
SECOND_NOTICE = (
    FIRST_NOTICE.replace("to = 2020-01-30", "to = 2020-02-02")
    .replace("work = [2020-01-19, 2020-02-01]", "work = [2020-01-19]")
    .replace(
        "（国办发明电〔2019〕16号）", "，国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）"
    )
)
ON_MONDAY = datetime(2020, 1, 20, 10, 0, tzinfo=LOCAL)


def calendar(notice: str):
    return from_tables([tomllib.loads(notice)], version="test")


@pytest.mark.parametrize(
    ("rule_id", "start", "first", "second"),
    [
        # 21, 22, 23, 31 January, and Saturday 1 February, worked at first | then 3 and 4 February in their place
        ("C-COMPLETE", "2020-01-20 10:00", "2020-02-01 17:30", "2020-02-04 17:30"),
        # ten working days: to 7 February | to 11 February
        ("LB-03-DEFENCE", "2020-01-20 10:00", "2020-02-07 17:30", "2020-02-11 17:30"),
        # the last day, 27 January, is New Year's third
        ("C-LARGER", "2020-01-20 10:00", "2020-01-31 23:59", "2020-02-03 23:59"),
        # 1 February was to be worked, so nothing moved; then it was a day off
        ("TR-01-ASK", "2020-01-22 10:00", "2020-02-01 23:59", "2020-02-03 23:59"),
        ("RT-02", "2020-01-02 10:00", "2020-02-01 23:59", "2020-02-03 23:59"),
        # two working hours from the eve, 16:30
        ("C-SIGN", "2020-01-23 16:30", "2020-01-31 09:30", "2020-02-03 09:30"),
        # hours run on
        ("DV-01-COURT", "2020-01-29 22:00", "2020-02-01 22:00", "2020-02-01 22:00"),
        # over before the holiday, and long after it
        ("C-START", "2020-01-20 10:00", "2020-01-23 17:30", "2020-01-23 17:30"),
        ("XF-05", "2020-01-20 10:00", "2020-03-20 23:59", "2020-03-20 23:59"),
        # a hearing on 6 February, five working days before it: 30 January is off, so 31 and 1 February counted at first
        ("LB-03-HEARING", "2020-02-06 09:00", "2020-01-31 17:30", "2020-01-22 17:30"),
    ],
)
def test_a_limit_is_computed_under_the_first_notice_and_anew_under_the_second(
    rule_id: str, start: str, first: str, second: str
) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=LOCAL)
    for notice, expected in ((FIRST_NOTICE, first), (SECOND_NOTICE, second)):
        answer = due(rule(rule_id), start=moment, calendar=calendar(notice))
        assert answer.at is not None
        assert f"{answer.at:%Y-%m-%d %H:%M}" == expected
        assert not answer.provisional


def test_the_year_after_has_no_notice_yet_and_that_is_said() -> None:
    answer = due(
        rule("C-COMPLETE"), start=datetime(2020, 12, 30, 9, 0, tzinfo=LOCAL), calendar=calendar(SECOND_NOTICE)
    )
    assert answer.provisional
    assert "没有 2021 年的放假安排" in answer.explanation


def bring(world: Qinghe, folder: Path, notice: str):
    path = folder / "2020.toml"
    path.write_text(notice, encoding="utf-8")
    return import_year(path, name=path.name, year="", source="", by=world.actor("admin"), at=world.now)


@pytest.fixture
def january(world: Qinghe, tmp_path: Path) -> Qinghe:
    """Monday 20 January 2020, the first notice known."""
    world.now = ON_MONDAY
    bring(world, tmp_path, FIRST_NOTICE)
    return world


def clock(number: str, rule_id: str) -> Clock:
    return Clock.objects.get(case__number=number, rule=rule_id, stopped_at=None)


def day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(LOCAL).date()


def notices_of(number: str) -> list[tuple[int, str]]:
    return sorted(Notice.objects.filter(case__number=number).values_list("user_id", "event"))


def test_the_corrected_notice_moves_what_runs_and_says_so_in_the_case(
    january: Qinghe, tmp_path: Path
) -> None:
    number = january.reach("started")
    january.take("reviewer", "grade", number, weight="larger", reason="涉及多方")
    assert day(clock(number, "C-LARGER").due) == date(2020, 1, 31)
    january.now = datetime(2020, 1, 27, 10, 0, tzinfo=LOCAL)
    answer = bring(january, tmp_path, SECOND_NOTICE)
    moved = clock(number, "C-LARGER")
    assert day(moved.due) == date(2020, 2, 3)
    assert "2月3日" in moved.explanation
    assert answer.more["moved"] >= 1
    assert january.case(number).next_due == moved.due
    assert Entry.objects.filter(case__number=number, verb="calendar").count() == 1
    again = bring(january, tmp_path, SECOND_NOTICE)
    assert again.more["moved"] == 0
    assert Entry.objects.filter(case__number=number, verb="calendar").count() == 1


def test_what_was_over_before_the_notice_came_never_moves(january: Qinghe, tmp_path: Path) -> None:
    number = january.reach("closed")
    stopped = Clock.objects.filter(case__number=number, stopped_at__isnull=False).order_by("pk")
    columns = ("rule", "due", "calendar", "explanation", "stopped_at", "next_rung_at")
    before, entries = list(stopped.values(*columns)), Entry.objects.filter(case__number=number).count()
    assert any(day(row["due"]) > date(2020, 1, 23) for row in before), "one would have moved"
    january.now = datetime(2020, 1, 27, 10, 0, tzinfo=LOCAL)
    bring(january, tmp_path, SECOND_NOTICE)
    assert list(stopped.values(*columns)) == before
    assert january.case(number).next_due is None
    assert Entry.objects.filter(case__number=number).count() == entries


def test_what_was_told_is_not_told_twice_and_the_rest_is_told_at_its_new_moment(
    january: Qinghe, tmp_path: Path
) -> None:
    number = january.reach("started")
    january.take("reviewer", "grade", number, weight="larger", reason="涉及多方")
    running = clock(number, "C-LARGER")

    def rungs() -> list[str]:
        return list(ClockRung.objects.filter(clock=running).order_by("at").values_list("rung", flat=True))

    def round_at(month: int, on: int, hour: int) -> list[str]:
        january.now = datetime(2020, month, on, hour, 0, tzinfo=LOCAL)
        tick(at=january.now, propose=propose)
        return rungs()

    assert round_at(1, 29, 9) == ["yellow"]
    told = notices_of(number)
    bring(january, tmp_path, SECOND_NOTICE)
    assert round_at(1, 30, 9) == ["yellow"]
    assert round_at(1, 31, 20) == ["yellow"], "no longer due, and yellow again: nothing new to say"
    assert notices_of(number) == told
    assert round_at(2, 3, 9) == ["yellow", "red"]
    assert round_at(2, 4, 9) == ["yellow", "red", "due"]
    events = [event for _, event in notices_of(number) if event.startswith(f"clock:{running.pk}:")]
    pairs = [pair for pair in notices_of(number) if pair[1] in events]
    assert len(pairs) == len(set(pairs))


def test_a_limit_that_stood_still_meanwhile_goes_on_by_the_corrected_notice(
    january: Qinghe, tmp_path: Path
) -> None:
    number = january.reach("started")
    january.take("reviewer", "grade", number, weight="larger", reason="涉及多方")
    january.later(days=1)
    january.take("mediator", "suspend", number, clock="C-LARGER", reason="appraisal")
    january.now = datetime(2020, 1, 27, 10, 0, tzinfo=LOCAL)
    bring(january, tmp_path, SECOND_NOTICE)
    assert clock(number, "C-LARGER").due is None
    january.now = datetime(2020, 1, 28, 9, 0, tzinfo=LOCAL)
    january.take("mediator", "resume", number, clock="C-LARGER")
    # 21 to 28 January stood; seven days from the 29th end on 4 February
    assert day(clock(number, "C-LARGER").due) == date(2020, 2, 4)
