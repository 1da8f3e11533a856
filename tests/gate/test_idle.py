"""刘倩 goes to the copier: her screen locks, opens again by her password alone, and what she was typing is there."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from jiefen.jobs.drilling.site import Site
from kit.morning import Morning
from kit.parties import let_in
from kit.qinghe import PASSWORD, Qinghe

pytestmark = pytest.mark.one_database


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Morning:
    clock = Morning()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


def signed_in(username: str = "clerk") -> Client:
    client = Client()
    assert client.post("/signin", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def test_a_screen_in_use_stays_open_and_one_left_alone_locks(world: Qinghe, morning: Morning) -> None:
    client = signed_in()
    for _ in range(4):
        morning.later(minutes=14)
        assert client.get("/work").status_code == 200
    morning.later(minutes=15)
    answer = client.get("/work?x=1")
    assert unquote(answer["Location"]) == "/unlock?next=/work?x=1"
    assert client.get("/cases")["Location"].startswith("/unlock"), "asking again does not wake it"
    assert client.get("/work", headers={"HX-Request": "true"})["HX-Redirect"] == "/unlock"


def test_it_opens_by_the_persons_password_in_the_same_place_and_by_nothing_else(
    world: Qinghe, morning: Morning
) -> None:
    client = signed_in()
    morning.later(minutes=20)
    page = client.get("/unlock?next=/cases").content.decode()
    assert "刘倩" in page
    wrong = client.post("/unlock", {"password": "不是这个密码", "next": "/cases"})
    assert wrong.status_code == 422
    assert client.get("/work").status_code == 302
    assert client.post("/unlock", {"password": PASSWORD, "next": "/cases"})["Location"] == "/cases"
    assert client.get("/work").status_code == 200
    morning.later(minutes=20)
    for _ in range(5):
        client.post("/unlock", {"password": "猜一个"})
    assert client.post("/unlock", {"password": PASSWORD}).status_code == 429
    assert client.post("/unlock", {"password": PASSWORD, "next": "//evil.example"}).status_code == 429
    assert client.post("/signout").status_code == 302, "somebody else may sign in here"
    assert Client().get("/unlock")["Location"].startswith("/signin")


def test_what_was_typed_when_it_locked_is_given_back_on_its_page(world: Qinghe, morning: Morning) -> None:
    number, client = world.register(), signed_in()
    mark = re.search(r'name="typist"\s+value="([^"]+)"', client.get(f"/cases/{number}").content.decode())
    assert mark
    morning.later(minutes=40)
    fields = {"note": "写了半天的记录", "typist": mark[1], "key": "k"}
    referer = {"referer": f"http://testserver/cases/{number}"}
    answer = client.post(f"/cases/{number}/notes", fields, headers=referer)
    following = unquote(answer["Location"]).partition("next=")[2]
    back = client.post("/unlock", {"password": PASSWORD, "next": following})["Location"]
    assert "写了半天的记录" in client.get(back).content.decode()


def test_a_page_that_asks_by_itself_keeps_nobody_in(world: Qinghe, morning: Morning) -> None:
    client = signed_in("dispatcher")
    for _ in range(20):
        morning.later(minutes=1)
        client.get("/imports?progress")
    assert client.get("/work")["Location"].startswith("/unlock")


def test_the_minutes_are_the_centres_and_a_wrong_figure_stops_the_start(tmp_path) -> None:
    assert settings.IDLE_MINUTES == 15
    for figure, good in (("5", True), ("0", False), ("abc", False), ("9999", False)):
        environment = Site(root=tmp_path).environment() | {"JIEFEN_IDLE_MINUTES": figure}
        code = "from jiefen.config import settings; print(settings.IDLE_MINUTES)"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        assert (done.stdout.strip() == figure) is good
        assert good or "JIEFEN_IDLE_MINUTES" in done.stderr


def test_a_citizens_page_left_alone_closes_and_gives_back_what_was_typed(
    world: Qinghe, morning: Morning
) -> None:
    morning.now = world.now
    number = world.reach("started")
    morning.now = world.now
    browser = let_in(world, number, "李四")
    morning.later(minutes=61)
    assert browser.get("/t")["Location"] == "/track"
    answer = browser.post("/t/appeal", {"about": "delay", "said": "等了很久的话", "key": "a"})
    assert answer["Location"] == "/track"
    morning.now = world.now = world.now + timedelta(minutes=62)
    from jiefen.actions.agreement.party_codes import draw, print_code
    from jiefen.store.parties import code_of
    from kit.parties import party_of

    party = party_of(world, number, "李四")
    code, blind = draw(party.pk)
    print_code(number=number, party=party.pk, blind=blind, by=world.actor("clerk"), at=world.now)
    browser.post("/track", {"code": code_of(party), "phone_tail": code})
    assert "等了很久的话" in browser.get("/t/appeal").content.decode()
