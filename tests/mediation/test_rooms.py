"""The calendar of rooms: a day in half hours, other people's cases without a name, free cells that plan."""

from __future__ import annotations

import pytest

from jiefen.actions.mediation import mediators
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError
from jiefen.reports.mediation import rooms
from jiefen.store.models import Room
from kit.mediating import plan, room
from kit.qinghe import Qinghe

ON = {"on": "2026-03-05"}


def test_a_session_fills_its_half_hours_and_the_rest_is_free(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    day = rooms.rooms_day(world.actor("mediator"), query=ON, now=world.now)
    line = next(line for line in day.rooms if line.name == "第一调解室")
    assert sum(cell.width for cell in line.cells) == 26, "08:00 to 21:00"
    assert [(cell.begins, cell.ends, cell.url) for cell in line.busy] == [
        ("09:00", "10:30", f"/cases/{number}/sessions/{session.pk}")
    ]
    assert [(run.begins, run.ends) for run in line.free] == [("08:00", "09:00"), ("10:30", "21:00")]
    assert next(one for one in day.week if one.current).count == 1


def test_somebody_elses_case_is_only_a_room_that_is_taken(world: Qinghe) -> None:
    plan(world, world.reach("started"))
    day = rooms.rooms_day(world.actor("stranger"), query=ON, now=world.now)
    busy = [cell for line in day.rooms for cell in line.busy]
    assert [(cell.label, cell.url) for cell in busy] == [("已占用", "")]


def test_what_is_over_cannot_be_planned_and_a_free_cell_knows_where_and_when(world: Qinghe) -> None:
    day = rooms.rooms_day(world.actor("mediator"), query={"on": "2026-03-03"}, now=world.now)
    cells = {cell.begins: cell for cell in day.rooms[0].cells}
    assert (cells["09:30"].kind, cells["09:30"].url) == ("gone", "")
    assert (
        cells["10:30"].url == f"/rooms/plan?room={day.rooms[0].id}&on=2026-03-03&begins=10%3A30&ends=11%3A30"
    )


def test_who_plans_nothing_gets_no_links_and_who_plans_chooses_a_case(world: Qinghe) -> None:
    number = world.reach("started")
    day = rooms.rooms_day(world.actor("leader"), query=ON, now=world.now)
    assert not any(cell.url for line in day.rooms for cell in line.cells)
    assert [row.url for row in rooms.plannable(world.actor("mediator"), now=world.now)] == [
        f"/cases/{number}"
    ]
    page = world.client("mediator").get(f"/rooms/plan?room={room()}&on=2027-03-05&begins=09:00&ends=10:00")
    assert f"/cases/{number}/plan_session?room={room()}&amp;on=2027-03-05" in page.content.decode()
    form = world.client("mediator").get(
        f"/cases/{number}/plan_session?room={room()}&on=2027-03-05&begins=09:00"
    )
    assert 'value="2027-03-05"' in form.content.decode()


@pytest.mark.parametrize("on", ["", "gestern", "2026-02-30", "9999-01-01"])
def test_a_day_that_is_none_shows_today(world: Qinghe, on: str) -> None:
    assert rooms.rooms_day(world.actor("clerk"), query={"on": on}, now=world.now).heading.startswith(
        "2026 年 03 月 03 日"
    )


def test_rooms_are_added_and_closed_but_not_under_a_planned_session(world: Qinghe) -> None:
    given = {"by": world.actor("admin"), "at": world.now}
    fields = {"unit": "mediation", "name": "第三调解室", "seats": "6"}
    made = mediators.add_room(fields=fields, key="a", **given).more["room"]
    with pytest.raises(Invalid):
        mediators.add_room(fields=fields, key="b", **given)
    mediators.close_room(room=made, key="c", **given)
    plan(world, world.reach("started"))
    with pytest.raises(RuleError, match="改到别处"):
        mediators.close_room(room=int(room()), key="d", **given)
    with pytest.raises(NotAllowed):
        mediators.close_room(room=int(room()), by=world.actor("mediator"), at=world.now, key="e")
    assert Room.objects.filter(closed_on=None).count() == 5
    assert world.client("admin").get("/rooms").status_code == 403
    assert "维护调解室" in world.client("dispatcher").get("/rooms").content.decode()
