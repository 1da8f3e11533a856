"""Mediation first, and then one link after another on the same case (B8, E8, E12); nobody waits for anybody."""

from __future__ import annotations

import pytest

from jiefen.domain.common.tracks import LINKS
from jiefen.reports.case.tabs import panels_of
from jiefen.reports.common.panels import Panel
from kit.invariants import check_case
from kit.qinghe import SAFE, Qinghe

pytestmark = pytest.mark.one_database


def after(world: Qinghe, number: str, *may: str) -> Panel | None:
    panels = panels_of(world.case(number), tab="mediation", buttons=(), now=world.now, may=may)
    return next((panel for panel in panels if panel.heading == "后续途径"), None)


def fail(world: Qinghe, number: str, outcome: str = "not_agreed") -> None:
    running = str(world.case(number).proceedings.get(finished_at=None).pk)
    world.take("mediator", "finish", number, proceeding=running, outcome=outcome, note="分歧较大")


@pytest.mark.parametrize("outcome", ["not_agreed", "terminated", "refused"])
def test_after_mediation_failed_the_next_links_are_shown_with_the_time_left(
    world: Qinghe, outcome: str
) -> None:
    number = world.reach("started", happened_on="2024-03-04")
    assert after(world, number) is None
    fail(world, number, outcome)
    panel = after(world, number, "start")
    assert panel is not None
    assert any("到法院起诉（还剩" in line.what for line in panel.lines)
    told = "\n".join(line.note for line in panel.lines)
    for label in ("诉讼引导", "代理诉讼", "法律援助", "公证", "司法鉴定", "心理疏导", "司法救助"):
        assert f"{label}：由" in told
    assert any(address.endswith("track=agency") for line in panel.lines for _, address in line.links)
    without = after(world, number)
    assert without is not None
    assert not any(line.links for line in without.lines), "no link for who may not start anything"


def test_the_whole_chain_is_walked_on_one_case(world: Qinghe) -> None:
    number = world.reach("started")
    fail(world, number)
    for track in LINKS:
        answer = world.take("mediator", "start", number, track=track)
        assert LINKS[track].receives in answer.sentence
        assert answer.number == number
        check_case(number)
    panel = after(world, number, "start")
    assert panel is not None
    assert "法律援助（进行中）：" in "\n".join(line.note for line in panel.lines)
    assert not any(line.links for line in panel.lines)


def test_a_case_that_is_not_mediated_is_shown_the_other_ways_at_once(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"})
    panel = after(world, number, "start")
    assert panel is not None
    assert not any("调解" in label for line in panel.lines for label, _ in line.links)


def test_a_broken_promise_opens_the_next_links(world: Qinghe) -> None:
    number = world.reach("confirmed")
    assert after(world, number) is None
    world.later(days=40)
    term = str(world.case(number).agreements.get().terms.get().pk)
    world.take("mediator", "default_term", number, term=term, reason="李四没有付款")
    panel = after(world, number)
    assert panel is not None
    assert "没有履行" in panel.lines[0].what
