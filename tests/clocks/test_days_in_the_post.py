"""The post's days do not count against a party, and a hearing to come is counted back from."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import Invalid
from jiefen.store.models import Clock
from kit.invariants import check_case
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def test_a_request_posted_before_the_end_is_not_late_however_long_the_post_took(world: Qinghe) -> None:
    number = world.reach("closed", flags=("petition",))
    last = Clock.objects.get(case__number=number, rule="XF-06-ASK").due
    assert last is not None
    assert last.astimezone(world.now.tzinfo).date().isoformat() == "2026-04-02"
    world.later(days=45)
    told = {"person": str(world.actor("leader").user_id), "received_on": "2026-04-16", "said": "不服"}
    for posted, field in (("2026-04-03", "received_on"), ("2026-04-17", "posted_on")):
        with pytest.raises(Invalid) as refused:
            world.take("clerk", "ask_review", number, posted_on=posted, **told)
        assert field in refused.value.fields
    world.take("clerk", "ask_review", number, posted_on="2026-04-02", **told)
    decide = Clock.objects.get(case__number=number, rule="XF-06-DECIDE")
    assert decide.started_at.astimezone(world.now.tzinfo).date().isoformat() == "2026-04-16"
    check_case(number)


def test_a_partys_limit_before_a_hearing_is_counted_back_from_a_day_to_come(world: Qinghe) -> None:
    number = world.reach("started")
    told = {"rule": "LB-03-POSTPONE", "since": "2026-04-08", "reason": "收到开庭通知"}
    world.take("clerk", "own_clock", number, **told)
    due = Clock.objects.get(case__number=number, rule="LB-03-POSTPONE").due
    assert due is not None
    assert due.astimezone(world.now.tzinfo).isoformat() == "2026-04-02T17:30:00+08:00", "over 清明节"
    with pytest.raises(Invalid):
        world.take("clerk", "own_clock", number, **(told | {"rule": "LB-02"}))
