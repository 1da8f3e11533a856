"""What a connected system is told of a case: what its page says of limits and verbs, and no words of anybody's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiefen.actions.people.clients import make_client
from jiefen.reports.case.page import case_for, case_view
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

MOST_QUERIES = 9  # of a case that was looked at before


def test_a_look_tells_the_limits_and_verbs_of_the_page_without_reading_a_party(world: Qinghe) -> None:
    number = world.register()
    token = make_client("接入系统", username="clerk", at=world.now)
    outside = Client(headers={"authorization": f"Bearer {token}"})
    told = outside.get(f"/api/cases/{number}").json()
    with CaptureQueriesContext(connection) as asked:
        assert outside.get(f"/api/cases/{number}").json() == told
    assert len(asked) <= MOST_QUERIES
    assert not [query for query in asked if "store_party" in query["sql"]]
    clerk = world.actor("clerk")
    page = case_view(clerk, case=case_for(clerk, number=number), now=world.now)
    assert told["verbs"] == [button.verb for button in page.buttons]
    assert [clock["rule"] for clock in told["clocks"]] == [clock.rule for clock in (*page.own, *page.clocks)]
    assert told["clocks"]
    assert told["verbs"]
