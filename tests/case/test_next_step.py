"""The next step is what is really missing, with the way to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.domain.common.tracks import suggested
from jiefen.domain.common.words import Track
from jiefen.gate import trusted
from jiefen.reports.case import page as case_page
from jiefen.reports.case.choices import for_ask
from kit.pages import flat
from kit.qinghe import SAFE, Qinghe


def next_step(world: Qinghe, who: str, number: str):
    return case_page.case_view(world.actor(who), case=world.case(number), now=world.now).next


def test_before_mediation_it_is_the_screening_and_then_the_programme(world: Qinghe) -> None:
    number = world.reach("handling")
    step = next_step(world, "mediator", number)
    assert (step.heading, step.button.url) == ("先做安全筛查", f"/cases/{number}/screen")
    assert next_step(world, "reviewer", number).button is None, "who may not screen gets no button"
    world.take("mediator", "screen", number, **SAFE)
    step = next_step(world, "mediator", number)
    assert step.heading == "启动人民调解"
    assert step.button.url == f"/cases/{number}/start?track=peoples_mediation"
    world.later(days=8)
    assert next_step(world, "mediator", number).heading == "先做安全筛查", "a week old is too old"


def test_an_office_that_does_not_mediate_needs_no_screening(world: Qinghe) -> None:
    number = world.register(kind="0701", amount="")
    world.take("dispatcher", "dispatch", number, unit="labour-inspection")
    world.take("handler", "sign", number)
    assert next_step(world, "handler", number).heading == "启动劳动保障监察"


def test_the_usual_programme_is_first_among_all(world: Qinghe) -> None:
    number = world.reach("handling")
    offered = for_ask("track", verb="start", case=world.case(number), now=world.now)
    assert offered[0][0] == "peoples_mediation"
    assert len(offered) == len(set(Track))


@pytest.mark.parametrize("verb", ["start", "plan_session", "begin_session"])
def test_a_form_that_would_be_refused_says_so_with_the_link(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    number = world.reach("handling")
    monkeypatch.setattr(trusted, "now", lambda: world.now)
    client, link = world.client("mediator"), f'href="/cases/{number}/screen"'
    assert link in flat(client.get(f"/cases/{number}/{verb}").content.decode())
    if verb == "start":
        refused = client.post(f"/cases/{number}/start", {"track": "peoples_mediation", "key": "k"})
        assert refused.status_code >= 400
        assert link in flat(refused.content.decode())
    world.take("mediator", "screen", number, **SAFE)
    assert link not in flat(client.get(f"/cases/{number}/{verb}").content.decode())
    world.later(seconds=timedelta(days=8).total_seconds())
    client = world.client("mediator")
    assert link in flat(client.get(f"/cases/{number}/{verb}").content.decode())


@pytest.mark.parametrize(
    ("kind", "unit", "petition", "track"),
    [
        ("0602", "mediation", False, Track.PEOPLES_MEDIATION),
        ("0502", "mediation", False, Track.MEDICAL_MEDIATION),
        ("0503", "mediation", False, Track.TRAFFIC_MEDIATION),
        ("0703", "mediation", False, Track.LABOUR_MEDIATION),
        ("0701", "department", False, Track.LABOUR_INSPECTION),
        ("0703", "department", False, Track.LABOUR_ARBITRATION),
        ("0601", "department", False, Track.CONSUMER_COMPLAINT),
        ("1103", "department", False, Track.PETITION),
        ("0602", "department", False, Track.ADMIN_MEDIATION),
        ("0602", "mediation", True, Track.PETITION),
    ],
)
def test_what_is_usual(kind: str, unit: str, petition: bool, track: Track) -> None:
    assert suggested(kind, unit_kind=unit, petition=petition) is track
