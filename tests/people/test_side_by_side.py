"""S-7: nobody is signed in at more than five places; the one left longest is given up, and everybody is told so."""

from __future__ import annotations

import html
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from jiefen.actions.people import devices
from jiefen.actions.people.devices import MOST_OPEN, forget_ended
from jiefen.jobs.drilling.site import Site
from jiefen.store.models import Entry, OpenSession, User
from kit.homes import World
from kit.morning import Morning
from kit.qinghe import PASSWORD, Qinghe

OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; HUAWEI) AppleWebKit/537.36 Chrome/120.0 MicroMessenger/8.0"
AT_ONCE = """
import threading
from django.contrib.sessions.models import Session
from django.db import connection
from jiefen.actions.people import devices
from jiefen.actions.people.sessions import SessionStore, row_key
from jiefen.store.models import OpenSession, User
user, by, at, go = User.objects.get(username="clerk"), actor("clerk"), datetime.now(timezone.utc), threading.Barrier(12)
def sign_in():
    session = SessionStore()
    session.create()
    go.wait()
    devices.opened(user, key=row_key(session), label="x", by=by, at=at)
    connection.close()
threads = [threading.Thread(target=sign_in) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
alive = set(Session.objects.values_list("session_key", flat=True))
print(json.dumps([len(alive), OpenSession.objects.filter(key__in=alive).count(), OpenSession.objects.count()]))
"""


def at(morning: Morning, agent: str = OFFICE) -> Client:
    """A minute later somebody signs in."""
    morning.later(minutes=1)
    client = Client(headers={"User-Agent": agent})
    assert client.post("/signin", {"username": "clerk", "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/help").status_code == 200


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address, follow=True).content.decode())


def test_one_more_gives_up_the_one_that_was_left_longest(world: Qinghe, morning: Morning) -> None:
    phone, first, *others = at(morning, PHONE), *(at(morning) for _ in range(MOST_OPEN - 1))
    assert all(is_in(client) for client in (phone, first, *others))
    morning.later(minutes=5)
    assert is_in(phone), "used last, though it began first"
    newest = at(morning)
    assert not is_in(first)
    assert all(is_in(client) for client in (phone, newest, *others))
    assert Entry.objects.filter(stream="system", verb="end_session").count() == 1


def test_its_owner_is_told_at_once_and_in_the_list(world: Qinghe, morning: Morning) -> None:
    for agent in (PHONE, *[OFFICE] * MOST_OPEN):
        newest = at(morning, agent)
    assert "最久没用的一处（安卓手机上的微信）已自动退出" in page(newest, "/help")
    shown = page(newest, "/account/devices")
    assert f"最多同时在 {MOST_OPEN} 处登录" in shown
    assert shown.count("已自动退出") == 1
    assert shown.count("退出这处登录") == MOST_OPEN - 1
    gone = OpenSession.objects.get(key__startswith=OpenSession.GIVEN_UP)
    assert newest.post("/account/devices/end", {"session": gone.pk}).status_code == 404
    newest.post("/account/devices/end", {"others": "1"})
    assert f"已退出其他 {MOST_OPEN - 1} 处登录" in page(newest, "/account/devices")


def test_the_browser_that_was_given_up_says_why_and_goes_on_where_it_was(
    world: Qinghe, morning: Morning
) -> None:
    left, *_ = (at(morning) for _ in range(MOST_OPEN + 1))
    asked = left.get("/cases?state=open")
    assert "这里的登录已退出：一个账号最多同时在 5 处登录" in page(left, asked.headers["Location"])
    part = left.get("/work", headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/signin?given_up=1")
    following = parse_qs(urlsplit(asked.headers["Location"]).query)["next"][0]
    again = left.post("/signin", {"username": "clerk", "password": PASSWORD, "next": following})
    assert again.headers["Location"] == "/cases?state=open"
    assert is_in(left)


@pytest.mark.one_database
def test_whose_session_ended_otherwise_is_not_told_of_others(world: Qinghe, morning: Morning) -> None:
    client = at(morning)
    morning.later(hours=9)
    assert client.get("/work").headers["Location"] == "/signin?next=%2Fwork"


@pytest.mark.one_database
def test_sign_ins_that_ended_by_themselves_leave_room(world: Qinghe, morning: Morning) -> None:
    """Eight hours unused, signed out, or of before an administrator ended all: none of them counts."""
    for _ in range(MOST_OPEN):
        at(morning)
    morning.later(hours=9)
    mine = [at(morning) for _ in range(MOST_OPEN)]
    mine[0].post("/signout")
    mine.append(at(morning))
    assert [is_in(client) for client in mine] == [False, *[True] * MOST_OPEN]
    User.objects.filter(username="clerk").update(epoch=7)
    assert all(is_in(client) for client in [at(morning) for _ in range(MOST_OPEN)])


@pytest.mark.one_database
def test_what_was_given_up_is_told_for_a_week(world: Qinghe, morning: Morning) -> None:
    for _ in range(MOST_OPEN + 1):
        at(morning)
    forget_ended(at=morning.now)
    assert OpenSession.objects.count() == MOST_OPEN + 1
    morning.later(days=8)
    forget_ended(at=morning.now)
    assert not OpenSession.objects.exists()


@pytest.mark.server
def test_many_at_once_are_no_more_than_one_after_the_other(tmp_path: Path) -> None:
    Site(root=tmp_path).make()
    assert World(tmp_path).python(AT_ONCE) == [MOST_OPEN, MOST_OPEN, 12]


@pytest.mark.one_database
def test_sign_ins_without_number_would_be_noticed(
    world: Qinghe, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with no limit the one left longest is still in."""
    monkeypatch.setattr(devices, "MOST_OPEN", 500)
    clients = [at(morning) for _ in range(MOST_OPEN + 3)]
    assert all(is_in(client) for client in clients)
    assert Session.objects.count() == MOST_OPEN + 3
