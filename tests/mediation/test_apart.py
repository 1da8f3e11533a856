"""Sessions and safety: a fresh screening before each, the sides apart where it must be, none where it may not be."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import Invalid, RuleError
from kit.mediating import agree, hold, plan
from kit.qinghe import SAFE, Qinghe

pytestmark = pytest.mark.one_database


def test_who_is_afraid_is_seen_apart(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "screen", number, **SAFE | {"coercion": "yes"})
    with pytest.raises(Invalid) as refused:
        plan(world, number)
    assert "只能分开谈" in refused.value.fields["mode"]
    plan(world, number, mode="separate")


def test_no_session_is_planned_where_there_was_violence(world: Qinghe) -> None:
    number = world.reach("started")
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"})
    for mode in ("in_person", "separate", "online"):
        with pytest.raises(RuleError, match="不劝和、不调解"):
            plan(world, number, mode=mode)


def test_a_session_to_come_is_called_off_when_violence_comes_out(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"})
    session.refresh_from_db()
    assert session.state == "cancelled"
    assert not session.slots.exists()


def test_a_session_wants_a_screening_of_its_day_or_the_day_before(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    agree(world, number)
    world.later(days=2)
    with pytest.raises(RuleError, match="当天或者前一天"):
        world.take(
            "mediator", "hold_session", number, session=str(session.pk), notices="n", statements="s",
            said_result="r", talk="go_on",
            present=",".join(str(pk) for pk in world.case(number).parties.values_list("pk", flat=True)),
        )  # fmt: skip
    hold(world, number, session)


def test_that_a_session_came_to_nothing_may_always_be_written_down(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    agree(world, number)
    world.later(days=2)
    world.take("mediator", "screen", number, **SAFE | {"side": "respondent", "violence": "yes"})
    with pytest.raises(RuleError, match="不劝和"):
        hold(world, number, session, talk="agreed")
    hold(world, number, session, talk="parted")
