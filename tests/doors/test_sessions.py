"""S-7: a right that is taken away is gone with the next click, and so is a session."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from routes import browser, machine

from jiefen.actions.people import people, sign_in
from jiefen.actions.people.clients import make_client
from jiefen.actions.people.sessions import SessionStore
from jiefen.store.common.reference import changed
from jiefen.store.models import ApiClient, Centre, Post, User
from kit.morning import Morning
from kit.qinghe import PASSWORD, Qinghe

pytestmark = pytest.mark.one_database

SIGN_IN = {"username": "clerk", "password": PASSWORD}


def is_in(client: Client) -> bool:
    answer = client.get("/help")
    return answer.status_code == 200


def pk(username: str) -> int:
    return User.objects.get(username=username).pk


def test_the_right_password_lets_one_in_and_the_wrong_one_does_not(world: Qinghe) -> None:
    client = Client(raise_request_exception=False)
    assert client.post("/signin", SIGN_IN | {"password": "猜的"}).status_code == 422
    assert not is_in(client)
    assert client.post("/signin", SIGN_IN).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("what", ["disable", "reset_password", "reset_second_factor"])
def test_what_the_administrator_takes_away_is_gone_with_the_next_click(world: Qinghe, what: str) -> None:
    first, second = browser("clerk"), browser("clerk")
    assert is_in(first)
    browser("admin").post(f"/people/{pk('clerk')}/{what}", {"key": "k"})
    assert not is_in(first)
    assert not is_in(second)
    assert first.get("/work").headers["Location"].startswith("/signin")


def test_an_account_enabled_again_does_not_bring_old_sessions_back(world: Qinghe) -> None:
    client = browser("clerk")
    for verb in ("disable", "enable"):
        getattr(people, verb)(user=pk("clerk"), by=world.actor("admin"), at=world.now)
    assert not is_in(client)
    assert client.post("/signin", SIGN_IN).status_code == 302


def test_a_disabled_account_cannot_sign_in(world: Qinghe) -> None:
    people.disable(user=pk("clerk"), by=world.actor("admin"), at=world.now)
    assert Client(raise_request_exception=False).post("/signin", SIGN_IN).status_code == 422


def test_a_post_that_ends_takes_its_cases_with_it(world: Qinghe) -> None:
    number, client = world.reach("handling"), browser("reviewer")
    assert client.get(f"/cases/{number}").status_code == 200
    post = Post.objects.get(user__username="reviewer").pk
    people.end_post(user=pk("reviewer"), post=post, by=world.actor("admin"), at=world.now)
    assert client.get(f"/cases/{number}").status_code == 403
    assert client.post(f"/cases/{number}/notes", {"note": "还在吗", "key": "k"}).status_code == 403
    assert is_in(client), "the account is still there, without rights"


def test_a_post_in_another_unit_takes_the_old_units_cases_away(world: Qinghe) -> None:
    number, client = world.reach("assigned"), browser("mediator")
    assert client.get(f"/cases/{number}").status_code == 200
    post = Post.objects.get(user__username="mediator").pk
    admin = world.actor("admin")
    people.add_post(user=pk("mediator"), role="mediator", unit="traffic", by=admin, at=world.now)
    people.end_post(user=pk("mediator"), post=post, by=admin, at=world.now)
    assert client.get(f"/cases/{number}").status_code == 404


def test_a_new_right_holds_with_the_next_click(world: Qinghe) -> None:
    client = browser("clerk")
    assert client.get("/triage").status_code == 403
    people.add_post(user=pk("clerk"), role="dispatcher", unit="desk", by=world.actor("admin"), at=world.now)
    assert client.get("/triage").status_code == 200


def test_the_session_number_changes_at_sign_in(world: Qinghe) -> None:
    """Fixation: a number planted before the sign-in is worth nothing after it."""
    client = Client(raise_request_exception=False)
    store = SessionStore()
    store.create()
    planted = client.cookies["jiefen"] = str(store.session_key)
    client.post("/signin", SIGN_IN)
    assert client.cookies["jiefen"].value != planted
    thief = Client(raise_request_exception=False)
    thief.cookies["jiefen"] = planted
    assert not is_in(thief)


def test_a_signed_out_session_is_dead_on_the_server_too(world: Qinghe) -> None:
    client = browser("clerk")
    number = client.cookies["jiefen"].value
    client.post("/signout")
    thief = Client(raise_request_exception=False)
    thief.cookies["jiefen"] = number
    assert not is_in(thief)


def test_changing_the_password_ends_every_other_session_but_this_one(world: Qinghe) -> None:
    here, elsewhere = browser("clerk"), browser("clerk")
    new = "窗外下了一整夜的大雪"
    answer = here.post(
        "/account/password", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_session_ends_after_a_working_day(world: Qinghe, morning: Morning) -> None:
    client = browser("clerk")
    morning.later(hours=9)
    assert not is_in(client)


def test_a_first_password_must_be_changed_before_anything_else(world: Qinghe) -> None:
    client = browser("clerk")
    User.objects.filter(username="clerk").update(must_change_password=True)
    for page in ("/work", "/register", "/cases"):
        assert client.get(page).headers["Location"] == "/account/password"


def test_between_password_and_code_nobody_is_in(world: Qinghe) -> None:
    User.objects.filter(username="clerk").update(totp_sealed=b"x")
    client = Client(raise_request_exception=False)
    assert client.post("/signin", SIGN_IN).headers["Location"] == "/signin/code"
    assert not is_in(client)


def test_who_keeps_the_keys_must_bind_a_second_factor_first(world: Qinghe) -> None:
    Centre.objects.update(second_factor="admins")
    changed()
    client = Client(raise_request_exception=False)
    client.post("/signin", {"username": "admin", "password": PASSWORD})
    assert client.get("/people").headers["Location"] == "/account/second-factor"


def test_five_wrong_passwords_shut_the_account_for_a_while(world: Qinghe, morning: Morning) -> None:
    client = Client(raise_request_exception=False)
    for _ in range(5):
        assert client.post("/signin", SIGN_IN | {"password": "猜的"}).status_code == 422
    assert client.post("/signin", SIGN_IN).status_code == 429
    morning.later(minutes=16)
    assert client.post("/signin", SIGN_IN).status_code == 302


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(world: Qinghe) -> None:
    told = []
    for username in ("clerk", "nobody"):
        answer = Client(raise_request_exception=False).post(
            "/signin", {"username": username, "password": "猜的"}
        )
        told.append((answer.status_code, "用户名或密码不对" in answer.content.decode()))
    assert told == [(422, True)] * 2


def test_after_the_sign_in_one_is_never_sent_to_another_host(world: Qinghe) -> None:
    for following in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = Client(raise_request_exception=False).post("/signin", SIGN_IN | {"next": following})
        assert answer.headers["Location"] == "/home"


@pytest.mark.parametrize("what", ["user", "client"])
def test_a_token_dies_with_its_user_or_its_day(world: Qinghe, what: str) -> None:
    number = world.register()
    client = machine(make_client("hotline", username="clerk", at=world.now))
    assert client.get(f"/api/cases/{number}").status_code == 200
    if what == "user":
        User.objects.filter(username="clerk").update(is_active=False)
    else:
        ApiClient.objects.update(until=world.now)
    assert client.get(f"/api/cases/{number}").status_code == 401


def test_a_session_is_not_a_token_and_a_token_is_not_a_session(world: Qinghe, token: str) -> None:
    number = world.register()
    assert browser("clerk").get(f"/api/cases/{number}").status_code == 401
    assert machine(token).get("/work").headers["Location"].startswith("/signin")


def test_an_open_session_without_the_check_would_be_noticed(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with a session hash that forgets the epoch, a disabled person stays in."""
    monkeypatch.setattr(User, "get_session_auth_hash", lambda self: "always")
    client = browser("clerk")
    User.objects.filter(username="clerk").update(epoch=9, password=make_password("x"))
    assert is_in(client)
    assert sign_in.needs_second_factor(User.objects.get(username="clerk")) is False
