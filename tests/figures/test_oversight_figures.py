"""The figures of oversight: six gauges, pace, the supervision desk by step, and what a rule finds to correct."""

from __future__ import annotations

from datetime import datetime, timedelta

from jiefen.actions.clocks.warnings import tick
from jiefen.actions.oversight.supervision import propose
from jiefen.reports.case.tabs import panels_of
from jiefen.reports.figures.gauges import gauges
from jiefen.reports.figures.pace import pace
from jiefen.reports.oversight.proposals import proposals
from jiefen.reports.oversight.supervision import desk
from jiefen.store.models import Clock, Correction
from kit.invariants import check_case
from kit.oversight import late
from kit.qinghe import Qinghe


def test_each_gauge_is_hundred_only_without_exceptions_and_lists_them(world: Qinghe) -> None:
    def shares() -> dict[str, tuple[str, int]]:
        view = gauges(world.actor("leader"), query={}, now=world.now)
        return {one.name: (one.share, one.exceptions) for one in view.gauges}

    closed, unsigned = world.reach("closed"), world.reach("assigned")
    assert shares()["visited"] == ("—", 0), "a case closed today is not yet due for a visit"
    world.later(days=8)
    now = shares()
    assert (now["visited"], now["matched"]) == (("0.0%", 1), ("0.0%", 1))
    view = gauges(world.actor("leader"), query={"gauge": "matched"}, now=world.now)
    assert [row.number for row in view.rows] == [unsigned]
    world.take("clerk", "visit", closed, side="applicant", content="unreached", said="关机")
    assert shares()["visited"] == ("0.0%", 1), "not reached is not visited"
    world.take("clerk", "visit", closed, side="applicant", content="dissatisfied", said="没有付清")
    assert shares()["visited"] == ("100.0%", 0)
    assert shares()["answered"] == ("0.0%", 1)
    world.take("dispatcher", "reopen", closed, reason="第二期没有付")
    assert shares()["answered"] == ("100.0%", 0)


def test_the_desk_counts_steps_and_opens_the_cases_behind_each_figure(world: Qinghe) -> None:
    number = late(world)
    fresh = world.reach("assigned")
    view = desk(world.actor("supervisor"), query={}, now=world.now)
    red = {step.label: step.red for step in view.steps if step.red}
    assert red == {"简单纠纷办结": 1}
    assert [row.number for row in view.rows] == [number]
    assert fresh not in [row.number for row in view.rows]
    chosen = desk(world.actor("supervisor"), query={"step": "C-SIGN", "colour": "red"}, now=world.now)
    assert chosen.rows == []
    (group,) = proposals(world.actor("supervisor"), start=0)[0].groups
    assert [line.url for line in group.lines] == [f"/cases/{number}?tab=oversight"]
    stranger = world.person("别处", "supervisor@330999103")
    assert desk(stranger, query={}, now=world.now).steps == []


def test_yellow_is_what_the_ladder_has_warned_of_and_what_it_would_warn_of_now(world: Qinghe) -> None:
    world.reach("started")
    due = Clock.objects.get(rule="C-SIMPLE").due
    assert isinstance(due, datetime)
    world.now = due - timedelta(hours=2)
    before = desk(world.actor("supervisor"), query={}, now=world.now)
    tick(at=world.now, propose=propose)
    after = desk(world.actor("supervisor"), query={}, now=world.now)
    assert {step.label: step.yellow for step in before.steps} == {
        step.label: step.yellow for step in after.steps
    }
    assert {step.label: step.yellow for step in after.steps}["简单纠纷办结"] == 1


def test_rules_find_what_may_need_correcting_and_only_a_person_corrects(world: Qinghe) -> None:
    world.register(strict=False, story="", flags=("incomplete",))
    late(world)
    found = desk(world.actor("supervisor"), query={"tab": "corrections"}, now=world.now).matters
    assert {matter.what for matter in found} >= {"规则发现：登记不全"}
    assert not Correction.objects.exists()


def test_pace_says_how_much_went_out_in_two_hours_how_long_it_took_and_where_people_came_first(
    world: Qinghe,
) -> None:
    def figures() -> list[str]:
        return [stat.value for stat in pace(world.actor("leader"), days=365, now=world.now).stats]

    assert figures() == ["—", "—", "—", "—"]
    world.reach("assigned", flags=("petition",))
    world.register(flags=("petition",), channel="department")
    assert figures()[0] == "100.0%", "one is out, the other not yet late"
    assert figures()[3] == "50.0%"
    world.later(days=1)
    assert figures()[0] == "50.0%"
    number = world.reach("confirmed")
    world.later(days=4)
    world.take("reviewer", "close", number)
    assert figures()[1:3] == ["4.0", "—"]
    world.later(days=365)
    second = world.reach("confirmed")
    world.later(days=1)
    world.take("reviewer", "close", second)
    assert figures()[1:3] == ["1.0", "-75.0%"]


def test_a_gauge_is_broken_down_by_unit_and_never_by_person(world: Qinghe) -> None:
    world.reach("closed")
    world.later(days=8)
    view = gauges(world.actor("leader"), query={"gauge": "visited"}, now=world.now)
    assert [(line.name, line.base, line.exceptions, line.share) for line in view.units] == [
        ("县人民调解委员会", 1, 1, "0.0%")
    ]


def test_three_mediations_follow_one_another_on_one_case_and_after_two_failures_other_ways_are_shown(
    world: Qinghe,
) -> None:
    def headings() -> list[str]:
        return [
            panel.heading
            for panel in panels_of(world.case(number), tab="oversight", buttons=(), now=world.now)
        ]

    number = world.reach("screened", kind="0701")
    for track in ("peoples_mediation", "admin_mediation", "judicial_mediation"):
        assert not any("其他法定途径" in heading for heading in headings()) or track == "judicial_mediation"
        world.take("mediator", "start", number, track=track)
        running = str(world.case(number).proceedings.get(finished_at=None).pk)
        world.take("mediator", "finish", number, proceeding=running, outcome="not_agreed", note="各执一词")
    assert "多次没有调成，可以引导当事人走其他法定途径" in headings()
    panel = next(
        one
        for one in panels_of(world.case(number), tab="oversight", buttons=(), now=world.now)
        if "其他法定途径" in one.heading
    )
    assert {"申请劳动仲裁", "到法院起诉"} <= {line.what for line in panel.lines}
    check_case(number)
