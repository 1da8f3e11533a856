"""What a party reads of each step: which unit and post had it, from when, by when, and why it was late."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.words import PartySide
from jiefen.reports.common.clock_view import clocks_of
from jiefen.reports.party.stages import UNEXPLAINED, HeldStage, stages_of
from kit.parties import looking, party_of, read_by
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def stages(world: Qinghe, number: str, *, side: PartySide = PartySide.APPLICANT) -> list[HeldStage]:
    case = world.case(number)
    return stages_of(case, side=side, clocks=clocks_of(case, now=world.now))


def test_each_step_names_unit_and_post_and_no_person(world: Qinghe) -> None:
    number = world.register()
    world.later(hours=1)
    world.take("dispatcher", "dispatch", number, unit="mediation")
    world.later(minutes=20)
    world.take("mediator", "sign", number)
    rows = stages(world, number)
    assert [(row.label, row.post) for row in rows] == [
        ("办理中", "承办人"), ("等待接手", "承办人"), ("正在安排", "分流调度员"),
    ]  # fmt: skip
    assert [row.unit for row in rows][:2] == [world.case(number).holder.name] * 2
    assert rows[0].until is None
    assert rows[1].until == rows[0].since == world.now
    assert [limit.value for limit in rows[1].limits if limit.label == "承办单位接手"] == ["已按时"]
    person = world.case(number).handler
    assert person is not None
    assert all(person.name not in str(row) for row in rows)


def test_a_matter_that_went_back_to_the_desk_shows_both_units(world: Qinghe) -> None:
    number = world.reach("assigned")
    world.take("mediator", "return", number, reason="应由物业纠纷调解委员会承办，本单位没有这项职权。")
    world.take("dispatcher", "dispatch", number, unit="property")
    assert len(stages(world, number)) == 4
    assert len({row.unit for row in stages(world, number)}) == 3


def test_what_is_late_says_that_nobody_has_said_why_until_somebody_does(world: Qinghe) -> None:
    number = world.reach("assigned")
    with pytest.raises(RuleError):
        explain(world, number)
    world.take("mediator", "sign", number)
    world.later(days=5)
    assert [limit.why for limit in late(world, number)] == [UNEXPLAINED] * 2
    explain(world, number)
    assert {limit.why for limit in late(world, number)} == {UNEXPLAINED, "对方住院，周五上门。"}
    for name in ("张三", "李四"):
        assert "对方住院" in read_by(party_of(world, number, name))
        assert "对方住院" in looking(party_of(world, number, name)).get("/t").content.decode()


def explain(world: Qinghe, number: str) -> None:
    world.take("mediator", "explain_delay", number, clock="C-START", reason="对方住院，周五上门。")


def late(world: Qinghe, number: str) -> list:  # type: ignore[type-arg]
    return [limit for row in stages(world, number) for limit in row.limits if limit.why]


def test_a_right_of_ones_own_is_no_limit_of_a_step(world: Qinghe) -> None:
    number = world.reach("handling")
    world.later(days=2)
    world.take("clerk", "own_clock", number, rule="LB-02", since="2026-03-05", reason="解除合同通知")
    labels = {limit.label for row in stages(world, number) for limit in row.limits}
    assert "开始办理" in labels, "the control"
    assert not any("时效" in label for label in labels)


def test_a_limit_of_one_side_alone_cannot_be_explained_to_both(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take(
        "clerk", "appeal", number, party=str(party_of(world, number, "李四").pk), about="delay", said="太慢"
    )
    world.later(days=30)
    with pytest.raises(RuleError):
        world.take("mediator", "explain_delay", number, clock="C-APPEAL", reason="还在查")
