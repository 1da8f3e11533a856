"""What is counted or paid for is told to whoever may see it; of the rest not even the number."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from jiefen.actions.figures.allowances import compute_allowances, set_tariff
from jiefen.domain.figures.allowance import LINES
from jiefen.reports.figures.allowances import OUT_OF_SIGHT, allowances, workbook
from jiefen.reports.intake.window import kinds_in_use
from jiefen.reports.mediation.roster import roster
from jiefen.reports.routing.triage import board
from jiefen.store.models import Case
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
SPECIAL = {"confidentiality": "special"}


def test_an_allowance_for_a_case_out_of_sight_is_settled_without_its_number(world: Qinghe) -> None:
    number = world.reach("closed")
    Case.objects.filter(number=number).update(**SPECIAL)
    leader, told = world.actor("leader"), {"at": world.now, "key": ""}
    set_tariff(fields=dict.fromkeys(LINES, "10") | {"since": "2026-01-01", "note": "文件"}, by=leader, **told)
    compute_allowances(month="2026-03", by=world.actor("supervisor"), **told)
    (row,) = allowances(leader, month="2026-03", now=world.now).lines
    assert (row.number, row.url, row.waiting) == (OUT_OF_SIGHT, "", True)
    content, _ = workbook(leader, month="2026-03", now=world.now)
    assert load_workbook(io.BytesIO(content)).active["B2"].value == OUT_OF_SIGHT
    Case.objects.filter(number=number).update(confidentiality="normal")
    (row,) = allowances(leader, month="2026-03", now=world.now).lines
    assert number in row.url


def test_what_a_mediator_carries_is_counted_over_what_its_reader_may_see(world: Qinghe) -> None:
    def load(who: str) -> int:
        return next(row.open for row in roster(world.actor(who), query={"q": "周敏"}, now=world.now))

    before = {who: load(who) for who in ("mediator", "stranger")}
    world.reach("handling", **SPECIAL)
    assert {who: load(who) - n for who, n in before.items()} == {"mediator": 1, "stranger": 0}


def test_the_kinds_offered_first_and_the_median_of_the_desk_are_those_of_ones_own(world: Qinghe) -> None:
    world.person("elsewhere", "dispatcher@traffic")
    world.later(minutes=30)
    world.reach("assigned", kind="0701")
    assert "0701" not in kinds_in_use(world.actor("elsewhere"))
    assert "0701" in kinds_in_use(world.actor("dispatcher"))
    medians = [
        board(world.actor(who), query={}, now=world.now).stats[-1].value
        for who in ("elsewhere", "dispatcher")
    ]
    assert medians[0] == "—" != medians[1]
