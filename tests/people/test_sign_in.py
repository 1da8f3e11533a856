"""刘倩 signs in; whoever guesses is slowed down; a code works once; what ends a right ends the session (item 6, S-12)."""

from __future__ import annotations

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from jiefen.store.models import Centre, Throttle, User
from kit.qinghe import PASSWORD, Qinghe

pytestmark = pytest.mark.one_database


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
    assert answer["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(world: Qinghe) -> None:
    wrong_password = sign_in(Client(), password="不是这个密码")
    wrong_name = sign_in(Client(), username="nobody")
    assert wrong_password.status_code == wrong_name.status_code == 422
    sentence = "用户名或密码不对"
    assert sentence in wrong_password.content.decode()
    assert sentence in wrong_name.content.decode()


def test_after_five_wrong_passwords_even_the_right_one_waits(world: Qinghe) -> None:
    client = Client()
    for _ in range(5):
        assert sign_in(client, password="猜一个").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    Throttle.objects.update(since=world.now.replace(year=2020))
    assert sign_in(client).status_code == 302


def test_one_address_cannot_spray_many_names(world: Qinghe) -> None:
    client = Client()
    statuses = [sign_in(client, username=f"name{n}").status_code for n in range(22)]
    assert statuses[:20] == [422] * 20
    assert statuses[20:] == [429] * 2


def test_a_colleagues_typing_errors_lock_nobody_out(world: Qinghe) -> None:
    office = Client()
    for n in range(25):
        sign_in(office, username=f"name{n}")
    assert sign_in(office, password="猜一个").status_code == 429
    assert sign_in(Client()).status_code == 302, "the right password, at the same address"


def test_a_machine_that_guesses_is_shut_out(world: Qinghe) -> None:
    Throttle.objects.create(key="flood:127.0.0.1", since=timezone.now(), count=100)
    assert sign_in(Client()).status_code == 429


def test_an_authenticator_is_bound_asked_for_and_takes_each_code_once(world: Qinghe) -> None:
    client = Client()
    sign_in(client)
    client.get("/account/second-factor")
    secret = client.session["totp"]
    assert client.post("/account/second-factor", {"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).now()
    assert client.post("/account/second-factor", {"code": code}).status_code == 302

    again = Client()
    assert sign_in(again)["Location"] == "/signin/code"
    assert again.get("/work").status_code == 302, "half a sign-in opens nothing"
    replayed = again.post("/signin/code", {"code": code})
    assert replayed.status_code == 422
    assert "已经用过" in replayed.content.decode()
    User.objects.filter(username="clerk").update(totp_step=0)
    assert again.post("/signin/code", {"code": pyotp.TOTP(secret).now()})["Location"] == "/work"


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
    client.get("/track?elder=1")
    before = client.session.session_key
    sign_in(client)
    inside = client.session.session_key
    assert before != inside
    client.post("/signout")
    assert client.get("/work").status_code == 302
