"""The clock job on real rows: two workers, quiet hours, lateness, proposals, a party's own limit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiefen.actions.clocks.warnings import tick
from jiefen.actions.oversight.supervision import propose
from jiefen.store.models import Case, Clock, ClockRung, Notice
from kit.qinghe import Qinghe


def told(world: Qinghe) -> dict[str, int]:
    return {rung: n for rung, n in tick(at=world.now, propose=propose).items() if n}


def test_in_quiet_hours_nobody_is_told_and_in_the_morning_the_highest_rung_is(world: Qinghe) -> None:
    world.register()
    world.later(hours=12)
    assert told(world) == {}
    assert not Notice.objects.exists()
    world.later(hours=10)
    assert told(world) == {"due": 1}


def test_a_rung_told_late_keeps_the_legal_moment_beside_the_real_one(world: Qinghe) -> None:
    world.register()
    due = Clock.objects.get(rule="C-DISPATCH").due
    world.later(days=3)
    assert told(world) == {"over1": 1}
    rung = ClockRung.objects.get()
    assert (rung.due, rung.at) == (due, world.now)


def test_the_first_rung_of_a_ladder_goes_to_the_holder_and_a_late_one_to_the_supervisors(
    world: Qinghe,
) -> None:
    world.reach("started")
    world.later(hours=30)
    assert told(world) == {"yellow": 1}
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"mediator"}
    world.later(days=6)
    assert "over3" in told(world)
    assert {"reviewer", "supervisor"} <= set(Notice.objects.values_list("user__username", flat=True))


def test_a_late_matter_that_none_of_those_above_may_see_is_told_to_its_holder_and_not_to_them(
    world: Qinghe,
) -> None:
    world.reach("started", confidentiality="family")
    world.later(days=8)
    assert "over3" in told(world)
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"mediator"}


def test_what_is_over_is_proposed_once_for_supervision(world: Qinghe) -> None:
    proposed: list[tuple[str, str]] = []

    def taker(case: Case, *, level: str, rule: str, at: datetime) -> bool:
        proposed.append((level, rule))
        return propose(case, level=level, rule=rule, at=at)

    world.register()
    for _ in range(3):
        world.later(days=2)
        tick(at=world.now, propose=taker)
        tick(at=world.now, propose=taker)
    assert proposed == [("order", "C-DISPATCH"), ("listed", "C-DISPATCH")]


def test_a_partys_own_limit_is_told_seven_days_before_to_holder_and_desk(world: Qinghe) -> None:
    number = world.reach("started", kind="0701", happened_on="2025-03-15")
    world.later(days=7)
    tick(at=world.now, propose=propose)
    texts = Notice.objects.filter(text__startswith="只剩 7 天").values_list("user__username", "text")
    assert {who for who, _ in texts} >= {"mediator", "dispatcher"}
    assert all("当事人的期限" in text for _, text in texts)
    assert Clock.objects.get(case__number=number, rule="LB-02").due is not None


def test_a_round_with_nothing_to_tell_looks_at_one_index_and_writes_nothing(world: Qinghe) -> None:
    world.reach("started")
    tick(at=world.now, propose=propose)
    with CaptureQueriesContext(connection) as queries:
        assert told(world) == {}
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert len(queries) <= 3


def test_a_paused_and_a_stopped_clock_have_no_next_rung_and_a_resumed_one_has(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "suspend", number, clock="C-SIMPLE", reason="appraisal")
    clock = Clock.objects.get(rule="C-SIMPLE")
    assert (clock.due, clock.next_rung_at) == (None, None)
    world.later(days=3)
    world.take("mediator", "resume", number, clock="C-SIMPLE")
    clock.refresh_from_db()
    assert clock.next_rung_at is not None
    assert clock.due is not None
    assert world.now < clock.next_rung_at < clock.due
    assert clock.next_rung_at > world.now - timedelta(minutes=1)
