"""Points, teams and grids that file for people (rows A7, C7): what they filed, and shares that point at nobody."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import RuleError
from jiefen.reports.figures.helpers import HelperLine, helpers
from jiefen.reports.party import tasks as party_tasks
from kit.oversight import rated_by, sitting
from kit.qinghe import Qinghe

pytestmark = pytest.mark.django_db


def lines(world: Qinghe, username: str = "leader") -> dict[str, HelperLine]:
    view = helpers(world.actor(username), now=world.now)
    return {line.name: line for place in view.places for line in place.lines}


def rated(world: Qinghe, *, by: str, scores: tuple[int, ...]) -> None:
    for score in scores:
        number = world.reach("reviewed", by=by, channel="grid")
        world.confirm(number, by="asker")
        world.take("reviewer", "close", number)
        for party in world.case(number).parties.values_list("pk", flat=True):
            rated_by(world, number, party, centre=score, body=1)


def test_a_point_files_follows_and_writes_and_books_for_somebody_who_reads_who_it_was(world: Qinghe) -> None:
    number = world.register(by="point-yunxi", channel="grid")
    assert world.sees("point-yunxi", number)
    assert world.sees("point-yunxi2", number), "the point follows what it filed, whoever is there that day"
    assert not world.sees("team-chengxi", number)
    world.take("point-yunxi2", "note", number, text="材料交齐了，等分流。", audience="party")
    where = sitting(world, by="leader")
    world.take("point-yunxi", "book", number, reception=str(where), said="腿脚不便，请领导听听")
    with pytest.raises(RuleError):
        world.take("point-yunxi", "dispatch", number, unit="mediation")
    helped, other = world.case(number).parties.order_by("position")
    assert party_tasks.filed_by(helped) == "云溪镇代办点 施巧云"
    assert party_tasks.filed_by(other) == ""
    came = world.case(world.register()).parties.get(side="applicant")
    assert party_tasks.filed_by(came) == "", "filed at the window"


def test_shares_stand_on_ten_ratings_and_never_on_one_person(world: Qinghe) -> None:
    world.person("asker", "dispatcher@centre")
    rated(world, by="point-yunxi", scores=(5, 4, 3, 5))
    world.register(by="point-yunxi", channel="grid")
    few = lines(world)["云溪镇代办点"]
    assert (few.people, few.filed, few.ended, few.answered, few.share) == (2, 5, 4, 8, "—")
    rated(world, by="point-yunxi", scores=(4,))
    rated(world, by="point-shimen", scores=(5,) * 5)
    told = lines(world)
    assert told["云溪镇代办点"].share == "80.0%"
    assert (told["石门镇代办点"].people, told["石门镇代办点"].answered) == (1, 10)
    assert told["石门镇代办点"].share == "—"
    view = helpers(world.actor("supervisor"), now=world.now)
    assert [(stat.value, stat.label) for stat in view.stats[:2]] == [("2", "代办点"), ("1", "助跑小分队")]
    assert view.places[2].idle == ["云溪社区网格", "上坞村网格", "下坞村网格"]
    assert [place.name for place in view.places][:3] == ["城东街道", "城西街道", "云溪镇"]
    assert world.client("clerk").get("/helpers").status_code in (403, 404)
    world.person("town-leader", "leader@330999101")
    assert "湖滨社区网格" not in lines(world, "town-leader"), "only what is below"
