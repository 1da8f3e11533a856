"""刘倩 signs in; whoever guesses is slowed down; a code works once; what ends a right ends the session (item 6, S-12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils.module_loading import import_string

from jiefen.actions.common.throttle import row_key
from jiefen.config import settings as settings_file
from jiefen.gate import crowd
from jiefen.gate.devices import COOKIE
from jiefen.store.models import Centre, KnownDevice, Throttle, User
from kit.morning import Morning
from kit.qinghe import PASSWORD, Qinghe

pytestmark = pytest.mark.one_database
MINUTE = timedelta(minutes=1)


def sign_in(client: Client, *, username: str = "clerk", password: str = PASSWORD):
    return client.post("/signin", {"username": username, "password": password, "next": "/work"})


def test_the_right_password_opens_the_page_that_was_asked_for(world: Qinghe) -> None:
    answer = sign_in(Client())
    assert (answer.status_code, answer["Location"]) == (302, "/work")


@pytest.mark.parametrize(
    "next_page", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_signing_in_never_leads_to_another_host(world: Qinghe, next_page: str) -> None:
    answer = Client().post("/signin", {"username": "clerk", "password": PASSWORD, "next": next_page})
    assert answer["Location"] == "/home"


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(world: Qinghe) -> None:
    wrong_password = sign_in(Client(), password="不是这个密码")
    wrong_name = sign_in(Client(), username="nobody")
    assert wrong_password.status_code == wrong_name.status_code == 422
    sentence = "用户名或密码不对"
    assert sentence in wrong_password.content.decode()
    assert sentence in wrong_name.content.decode()


def test_a_stranger_who_guesses_uses_up_five_tries_and_the_owners_device_keeps_its_own(world: Qinghe) -> None:
    owner, stranger = Client(), Client()
    assert sign_in(owner).status_code == 302
    for _ in range(5):
        assert sign_in(stranger, password="猜一个").status_code == 422
    refused = sign_in(stranger)
    assert refused.status_code == 429
    assert "15 分钟" in refused.content.decode()
    assert "以前登录过的电脑、手机不受影响" in refused.content.decode(), "the way out is said"
    assert sign_in(owner).status_code == 302, "known here"
    Throttle.objects.update(since=world.now.replace(year=2020))
    assert sign_in(stranger).status_code == 302


def test_a_known_device_is_no_licence_to_guess(world: Qinghe) -> None:
    owner = Client()
    sign_in(owner)
    for _ in range(5):
        assert sign_in(owner, password="猜一个").status_code == 422
    assert sign_in(owner).status_code == 429
    assert sign_in(Client()).status_code == 302, "and its errors are nobody else's"


def test_a_right_answer_gives_back_its_own_try_and_no_other(world: Qinghe) -> None:
    new = Client()
    for _ in range(4):
        sign_in(new, password="猜一个")
    for _ in range(3):
        assert sign_in(Client()).status_code == 302
    assert sign_in(Client(), password="猜一个").status_code == 422
    assert sign_in(Client()).status_code == 429


def test_a_device_is_known_to_those_who_signed_in_there_and_its_token_changes_each_time(
    world: Qinghe,
) -> None:
    shared = Client()
    sign_in(shared)
    first = shared.cookies[COOKIE].value
    sign_in(shared, username="dispatcher")
    assert shared.cookies[COOKIE].value != first
    assert KnownDevice.objects.values("digest").distinct().count() == 1, "one browser, two people"
    token = shared.cookies[COOKIE].value.partition(":")[0]
    assert not KnownDevice.objects.filter(digest__contains=token).exists(), "stored as a digest"
    stolen = Client()
    stolen.cookies[COOKIE] = first
    for _ in range(5):
        sign_in(stolen, password="猜一个")
    assert sign_in(stolen).status_code == 429, "an old token is a stranger's"
    assert sign_in(shared).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "abc:def", "a" * 3000])
def test_a_forged_device_is_a_stranger(world: Qinghe, forged: str) -> None:
    client = Client()
    client.cookies[COOKIE] = forged
    assert sign_in(client).status_code == 302
    assert client.cookies[COOKIE]["httponly"]


def test_a_colleagues_typing_errors_lock_nobody_out(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[float] = []
    monkeypatch.setattr(crowd.time, "sleep", held.append)
    office = Client()
    statuses = [sign_in(office, username=f"name{n}").status_code for n in range(25)]
    assert statuses == [422] * 20 + [429] * 5
    assert held == sorted(held), "each is held back a little longer"
    assert 0 < held[0] <= held[-1] <= 2
    Throttle.objects.filter(key=row_key("address:127.0.0.1")).update(count=100_000)
    assert sign_in(Client()).status_code == 302, "the right password, at the same address"
    assert held[-1] == 2.0
    sign_in(office)
    before = len(held)
    assert sign_in(office).status_code == 302, "a known device is not held back"
    assert len(held) == before


def test_a_password_of_older_cost_is_checked_and_renewed_and_ends_no_session(
    world: Qinghe, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["jiefen.config.passwords.Argon2"]
    older = Argon2PasswordHasher()
    User.objects.filter(username="clerk").update(password=older.encode(PASSWORD, older.salt()))
    elsewhere, client = Client(), Client()
    elsewhere.force_login(User.objects.get(username="clerk"))
    assert sign_in(client, password="猜一个").status_code == 422
    assert "m=102400" in User.objects.get(username="clerk").password
    assert sign_in(client).status_code == 302
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in User.objects.get(username="clerk").password
    assert elsewhere.get("/work").status_code == 200, "that was no change of the password"
    assert sign_in(Client()).status_code == 302


def test_passwords_are_hashed_with_argon2id_of_19_mib() -> None:
    """Read from the settings file: the tests themselves hash cheaply."""
    hashed = import_string(settings_file.PASSWORD_HASHERS[0])().encode(PASSWORD, "0123456789abcdef")
    assert hashed.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(settings_file.PASSWORD_HASHERS) == 1


def bound(world: Qinghe, morning: Morning) -> str:
    """An authenticator bound by 刘倩; its secret."""
    client = Client()
    sign_in(client)
    client.get("/account/second-factor")
    secret: str = client.session["totp"]
    client.post("/account/second-factor", {"code": pyotp.TOTP(secret).at(morning.now)})
    User.objects.filter(username="clerk").update(totp_step=0)
    return secret


def test_an_authenticator_is_bound_asked_for_and_takes_each_code_once(
    world: Qinghe, morning: Morning
) -> None:
    secret, at = bound(world, morning), morning.now.replace(second=15)
    morning.now = at
    client = Client()
    assert sign_in(client)["Location"] == "/signin/code"
    assert client.get("/work").status_code == 302, "half a sign-in opens nothing"
    assert client.post("/signin/code", {"code": pyotp.TOTP(secret).at(at)})["Location"] == "/work"
    again = Client()
    sign_in(again)
    replayed = again.post("/signin/code", {"code": pyotp.TOTP(secret).at(at)})
    assert replayed.status_code == 422
    assert "新的 6 位数字" in replayed.content.decode()


def test_a_single_code_is_believed_once_a_day_and_then_two_in_a_row(world: Qinghe, morning: Morning) -> None:
    secret, at = bound(world, morning), morning.now.replace(second=15)
    totp, client = pyotp.TOTP(secret), Client()
    morning.now = at
    sign_in(client)
    assert client.post("/signin/code", {"code": "000000"}).status_code == 422
    morning.later(seconds=30)
    right = client.post("/signin/code", {"code": totp.at(morning.now)})
    assert right.status_code == 422, "one wrong code today: this one is the first of two"
    morning.later(seconds=30)
    assert client.post("/signin/code", {"code": totp.at(morning.now)})["Location"] == "/work"
    known = Client()
    known.cookies[COOKIE] = client.cookies[COOKIE].value
    morning.later(seconds=30)
    sign_in(known)
    answer = known.post("/signin/code", {"code": totp.at(morning.now)})
    assert answer.status_code == 302, "a known device has a guess of its own"


def test_a_telephone_whose_clock_is_a_minute_off_gets_in_with_two_codes(
    world: Qinghe, morning: Morning
) -> None:
    totp, client = pyotp.TOTP(bound(world, morning)), Client()
    morning.now = morning.now.replace(second=15)
    sign_in(client)
    assert client.post("/signin/code", {"code": totp.at(morning.now - MINUTE)}).status_code == 422
    morning.later(seconds=30)
    assert client.post("/signin/code", {"code": totp.at(morning.now - MINUTE)}).status_code == 302


def test_whoever_knows_the_password_checks_five_codes_a_quarter_of_an_hour(
    world: Qinghe, morning: Morning
) -> None:
    bound(world, morning)
    statuses = []
    for _ in range(7):
        client = Client()
        sign_in(client)
        statuses.append(client.post("/signin/code", {"code": "000000"}).status_code)
    assert statuses == [422] * 5 + [429] * 2


def test_half_a_sign_in_ends_after_ten_minutes(world: Qinghe, morning: Morning) -> None:
    bound(world, morning)
    client = Client()
    sign_in(client)
    morning.later(minutes=11)
    assert client.get("/signin/code")["Location"] == "/signin"


def test_the_secret_of_an_authenticator_is_not_stored_in_the_clear(world: Qinghe) -> None:
    client = Client()
    sign_in(client)
    client.get("/account/second-factor")
    secret = client.session["totp"]
    client.post("/account/second-factor", {"code": pyotp.TOTP(secret).now()})
    assert secret.encode() not in bytes(User.objects.get(username="clerk").totp_sealed)


def test_administrators_must_bind_an_authenticator_where_the_centre_says_so(world: Qinghe) -> None:
    Centre.objects.update(second_factor="admins")
    client = Client()
    sign_in(client, username="admin")
    assert client.get("/people")["Location"] == "/account/second-factor"
    clerk = Client()
    sign_in(clerk)
    assert clerk.get("/work").status_code == 200


def test_a_changed_password_ends_every_other_session(world: Qinghe) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "换一句新的并且好记的话"
    body = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/account/password", body).status_code == 302
    assert here.get("/work").status_code == 200
    assert there.get("/work")["Location"].startswith("/signin")


def test_a_weak_or_mistyped_new_password_is_refused_in_words(world: Qinghe) -> None:
    client = Client()
    sign_in(client)
    body = {"old_password": "不对", "new_password1": "12345678", "new_password2": "1234567"}
    answer = client.post("/account/password", body)
    assert answer.status_code == 422
    for sentence in ("现在的密码不对", "两次输入的新密码不一样", "密码太短"):
        assert sentence in answer.content.decode()


def test_a_first_password_must_be_changed_before_anything_else(world: Qinghe) -> None:
    User.objects.filter(username="clerk").update(must_change_password=True)
    client = Client()
    sign_in(client)
    assert client.get("/work")["Location"] == "/account/password"


def test_signing_in_and_out_changes_the_session_key(world: Qinghe) -> None:
    client = Client()
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    inside = client.session.session_key
    assert before != inside
    client.post("/signout")
    assert client.get("/work").status_code == 302
