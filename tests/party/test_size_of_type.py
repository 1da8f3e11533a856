"""The size of type stays with the browser for a year, through every door and every error, and nothing is kept here."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from jiefen.gate.elder import COOKIE
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database
ADDRESSES = ("/", "/ask", "/who", "/track", "/calculator", "/v/check", "/published", "/t/nothing/there")


def test_a_size_once_chosen_is_there_on_every_page_until_another_is(world: Qinghe) -> None:
    client = Client()
    for asked, kept in (("1", 'data-elder="on"'), ("more", 'data-elder="more"')):
        answer = client.get(f"/?elder={asked}")
        assert answer.cookies[COOKIE]["max-age"] == 365 * 86_400
        assert answer.cookies[COOKIE]["httponly"]
        assert [at for at in ADDRESSES if kept not in client.get(at).content.decode()] == []
    client.get("/track?elder=0")
    assert [at for at in ADDRESSES if "data-elder" in client.get(at).content.decode()] == []


def test_leaving_ones_case_keeps_the_size(world: Qinghe) -> None:
    client = Client()
    client.get("/?elder=1")
    client.post("/t/leave")
    assert 'data-elder="on"' in client.get("/").content.decode()


def test_choosing_a_size_keeps_nothing_on_the_server(world: Qinghe) -> None:
    client = Client()
    client.get("/?elder=1")
    client.get("/track")
    assert not Session.objects.exists()


@pytest.mark.parametrize("odd", ["", "2", "on", "<b>", "%00", "1&elder=9"])
def test_what_is_no_size_changes_nothing(world: Qinghe, odd: str) -> None:
    client = Client()
    client.cookies[COOKIE] = '"><script>'
    answer = client.get(f"/?elder={odd}")
    assert COOKIE not in answer.cookies
    assert "data-elder" not in answer.content.decode()
