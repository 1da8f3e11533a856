"""Satisfaction of both sides: sums per unit from five answers on, silence shown as silence, nobody's words by name (E11)."""

from __future__ import annotations

import pytest

from jiefen.reports.figures.satisfaction import satisfaction
from kit.oversight import rated_by
from kit.qinghe import Qinghe

pytestmark = pytest.mark.django_db


def rated(world: Qinghe, *scores: int) -> list[str]:
    numbers = []
    for n, score in enumerate(scores):
        number = world.reach("closed")
        party = world.case(number).parties.order_by("position")[0]
        rated_by(world, number, party.pk, body=score, said=f"话{n}")
        numbers.append(number)
    return numbers


def test_four_answers_are_too_few_and_five_are_a_spread_with_a_response_rate(world: Qinghe) -> None:
    rated(world, 5, 4, 1, 2)
    view = satisfaction(world.actor("supervisor"), now=world.now)
    assert (view.total.asked, view.total.answered, view.total.body, view.texts) == (8, 4, [], [])
    rated(world, 5)
    view = satisfaction(world.actor("supervisor"), now=world.now)
    assert (view.total.asked, view.total.answered, view.total.share) == (10, 5, "50.0%")
    assert view.total.body == [2, 1, 0, 1, 1]
    assert view.total.average == "3.4"
    assert sorted(view.texts) == ["话0", "话0", "话1", "话2", "话3"]


def test_who_handled_them_reads_no_words_and_finds_no_score_on_the_case(world: Qinghe) -> None:
    numbers = rated(world, 1, 1, 1, 1, 1)
    client = world.client("mediator")
    assert client.get("/satisfaction").status_code in (403, 404)
    for tab in ("overview", "agreement", "oversight", "log"):
        page = client.get(f"/cases/{numbers[0]}?tab={tab}").content.decode()
        assert "话0" not in page
        assert "很不满意" not in page
    assert satisfaction(world.actor("reviewer"), now=world.now).texts == [], (
        "words are for those who look over"
    )
