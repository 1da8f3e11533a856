"""刘倩 sees where she is signed in and ends it there; nobody takes her second factor from an open session."""

from __future__ import annotations

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from jiefen.actions.people import people
from jiefen.actions.people.devices import forget_ended
from jiefen.gate.devices import COOKIE
from jiefen.store.models import Centre, KnownDevice, OpenSession, User
from kit.morning import Morning
from kit.qinghe import PASSWORD, Qinghe

pytestmark = pytest.mark.one_database
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; HUAWEI) AppleWebKit/537.36 Chrome/120.0 MicroMessenger/8.0"


def at(agent: str = OFFICE, *, username: str = "clerk") -> Client:
    client = Client(headers={"User-Agent": agent})
    assert client.post("/signin", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/help").status_code == 200


def test_each_sign_in_is_shown_with_its_device_and_ended_from_another(world: Qinghe) -> None:
    office, phone = at(), at(PHONE)
    page = office.get("/account/devices").content.decode()
    assert "Windows 电脑上的 Edge" in page
    assert "安卓手机上的微信" in page
    assert page.count("就是现在这里") == 1
    there = OpenSession.objects.get(label="安卓手机上的微信")
    assert is_in(phone)
    office.post("/account/devices/end", {"session": there.pk})
    assert "安卓手机上的微信上的登录已退出" in office.get("/account/devices").content.decode()
    assert not is_in(phone), "dead on its next request"
    assert is_in(office)


def test_all_others_are_ended_at_once_and_this_one_goes_on(world: Qinghe) -> None:
    here, *others = at(), at(PHONE), at(), at()
    here.post("/account/devices/end", {"others": "1"})
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_or_forgets_what_is_somebody_elses(world: Qinghe) -> None:
    hers, his = at(), at(username="dispatcher")
    row = OpenSession.objects.get(user__username="clerk")
    device = KnownDevice.objects.get(user__username="clerk")
    assert his.post("/account/devices/end", {"session": row.pk}).status_code == 404
    assert his.post("/account/devices/forget", {"device": device.pk}).status_code == 404
    for nonsense in ("", "x", "999999999", "-1"):
        assert his.post("/account/devices/end", {"session": nonsense}).status_code == 404
    assert is_in(hers)


def test_a_device_forgotten_is_a_strangers(world: Qinghe) -> None:
    client = at()
    client.post("/account/devices/forget", {"device": KnownDevice.objects.get().pk})
    assert not KnownDevice.objects.exists()
    assert "还没有记住的设备" in client.get("/account/devices").content.decode()
    guesser = Client()
    for _ in range(5):
        guesser.post("/signin", {"username": "clerk", "password": "猜"})
    assert client.post("/signin", {"username": "clerk", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("what", ["disable", "reset_password", "reset_second_factor"])
def test_what_an_administrator_ended_is_not_shown_as_open(world: Qinghe, what: str) -> None:
    at(PHONE)
    user = User.objects.get(username="clerk").pk
    getattr(people, what)(user=user, by=world.actor("admin"), at=world.now)
    User.objects.filter(pk=user).update(is_active=True)
    again = Client()
    again.force_login(User.objects.get(pk=user))
    User.objects.filter(pk=user).update(must_change_password=False)
    assert "安卓手机上的微信</b>（" not in again.get("/account/devices").content.decode()
    assert "退出这处登录" not in again.get("/account/devices").content.decode()


def test_signing_out_and_changing_the_password_keep_the_list_true(world: Qinghe) -> None:
    here, other = at(), at(PHONE)
    new = "窗外下了一整夜的大雪"
    here.post("/account/password", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    page = here.get("/account/devices").content.decode()
    assert page.count("就是现在这里") == 1
    assert "退出这处登录" not in page
    assert not is_in(other)
    here.post("/signout")
    assert not OpenSession.objects.filter(label="Windows 电脑上的 Edge").exists()


def test_rows_of_sessions_that_expired_are_cleared(world: Qinghe, morning: Morning) -> None:
    at()
    assert forget_ended(at=morning.now) == 0
    morning.later(hours=9)
    assert forget_ended(at=morning.now) == 1
    assert not OpenSession.objects.exists()


def test_a_session_row_is_sealed_and_its_number_is_not_the_cookies(world: Qinghe) -> None:
    client = at()
    row = Session.objects.get()
    assert row.session_key != client.cookies["jiefen"].value
    assert "_auth_user_id" not in row.session_data
    thief = Client()
    thief.cookies["jiefen"] = row.session_key
    assert not is_in(thief), "whoever reads a backup cannot go on with it"


def bind(client: Client, morning: Morning) -> pyotp.TOTP:
    client.get("/account/second-factor")
    totp = pyotp.TOTP(client.session["totp"])
    assert client.post("/account/second-factor", {"code": totp.at(morning.now)})["Location"] == "/home"
    return totp


def test_binding_long_after_the_sign_in_asks_for_the_password_again(world: Qinghe, morning: Morning) -> None:
    client = at()
    morning.later(minutes=11)
    assert "请先再输一次密码" in client.get("/account/second-factor").content.decode()
    assert client.post("/account/second-factor", {"code": "123456"}).status_code == 422
    assert client.get("/account/second-factor/qr").status_code == 404
    client.post("/account/second-factor", {"password": PASSWORD})
    bind(client, morning)


def test_a_bound_factor_is_changed_or_given_up_only_with_password_and_old_code(
    world: Qinghe, morning: Morning
) -> None:
    morning.now = morning.now.replace(second=15)
    client = at()
    old = bind(client, morning)
    page = client.get("/account/second-factor").content.decode()
    assert 'class="secret"' not in page
    morning.later(seconds=60)
    assert client.post("/account/second-factor/remove")["Location"] == "/account/second-factor"
    assert User.objects.get(username="clerk").has_second_factor
    for fields in (
        {"password": PASSWORD},
        {"password": "猜一个", "code": old.at(morning.now)},
        {"code": old.at(morning.now)},
    ):
        assert client.post("/account/second-factor", fields).status_code == 422
    morning.later(days=1, minutes=-5)
    client = Client()
    client.post("/signin", {"username": "clerk", "password": PASSWORD})
    morning.later(minutes=10)
    client.post("/signin/code", {"code": old.at(morning.now)})
    morning.later(seconds=30)
    proof = {"password": PASSWORD, "code": old.at(morning.now)}
    assert client.post("/account/second-factor", proof | {"password": "猜一个"}).status_code == 422
    assert client.post("/account/second-factor", proof)["Location"] == "/account/second-factor"
    assert client.post("/account/second-factor/remove")["Location"] == "/home"
    assert not User.objects.get(username="clerk").has_second_factor


def test_where_the_centre_asks_for_it_a_factor_is_not_given_up(world: Qinghe, morning: Morning) -> None:
    morning.now = morning.now.replace(second=15)
    client = at()
    old = bind(client, morning)
    Centre.objects.update(second_factor="everyone")
    morning.later(seconds=60)
    client.post("/account/second-factor", {"password": PASSWORD, "code": old.at(morning.now)})
    assert client.post("/account/second-factor/remove").status_code == 409
    assert User.objects.get(username="clerk").has_second_factor


def test_a_session_planted_before_the_sign_in_is_worth_nothing_after_it(world: Qinghe) -> None:
    client = Client()
    client.session.save()
    planted = client.cookies["jiefen"].value
    client.post("/signin", {"username": "clerk", "password": PASSWORD})
    for again in range(2):
        thief = Client()
        thief.cookies["jiefen"] = planted
        assert not is_in(thief), again
        planted = client.cookies["jiefen"].value
        client.post("/signin", {"username": "clerk", "password": PASSWORD})
    assert COOKIE in client.cookies
