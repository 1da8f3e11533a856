"""S-8, what of it there is today: nobody comes in by a header, a borrowed name, an old or a copied token; and it is logged."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from jiefen.actions.people.clients import make_client
from jiefen.store.models import ApiClient, User
from kit.qinghe import FIELDS, Qinghe

pytestmark = pytest.mark.one_database

# By which a proxy, a single sign-on or a client certificate says who somebody is, where a program believes it.
SAYS_WHO = (
    "Remote-User", "X-Remote-User", "X-Forwarded-User", "X-Forwarded-Preferred-Username", "X-Forwarded-Email", "X-Auth-Request-User",
    "X-Auth-User", "X-Authenticated-User", "X-User", "X-Username", "X-User-Id", "X-WebAuth-User", "X-SSO-User", "X-Ssl-Client-S-Dn",
    "X-Ssl-Client-Verify", "Ssl-Client-Cert", "X-Client-Cert", "X-Forwarded-Client-Cert", "X-Jwt-Assertion", "X-Goog-Authenticated-User-Email",
    "X-Amzn-Oidc-Identity", "Cf-Access-Authenticated-User-Email", "Tailscale-User-Login", "X-Original-User", "X-Impersonate-User",
)  # fmt: skip
WHERE = (
    "X-Original-Url",
    "X-Rewrite-Url",
    "X-Forwarded-Prefix",
    "X-Http-Method-Override",
    "X-Forwarded-Host",
)


@pytest.fixture
def token(world: Qinghe) -> str:
    return make_client("hotline", username="clerk", at=world.now)


@pytest.mark.parametrize("header", SAYS_WHO)
def test_a_header_that_says_who_one_is_is_believed_by_nobody(world: Qinghe, header: str) -> None:
    number = world.register()
    for who in ("admin", "clerk", str(User.objects.get(username="clerk").pk), "CN=admin", "SUCCESS"):
        answer = Client().get("/people", headers={header: who}, REMOTE_ADDR="127.0.0.1", REMOTE_USER=who)
        assert answer.headers["Location"].startswith("/signin?")
        assert Client().get(f"/api/cases/{number}", headers={header: who}).status_code == 401
        environment = {"REMOTE_USER": who, "AUTH_TYPE": "Negotiate", "SSL_CLIENT_S_DN_CN": who}
        assert Client().get("/work", **environment).status_code == 302  # type: ignore[arg-type]


@pytest.mark.parametrize("header", WHERE)
def test_a_header_that_says_what_was_asked_for_changes_nothing(world: Qinghe, header: str) -> None:
    for value in ("/signin", "/healthz", "/static/x", "GET", "evil.example"):
        answer = Client().post("/people/new", {"username": "x"}, headers={header: value})
        assert answer.status_code in (302, 403)
        assert "evil.example" not in answer.headers.get("Location", "")


def spoofs(token: str) -> dict[str, dict[str, Any]]:
    """Ways to hand in a token that is none, or in a place where none is looked for."""
    digest = ApiClient.objects.get().token_digest
    bearer = {
        "nothing": "", "cut": token[:-1], "longer": token + "A", "other letters": token.swapcase(), "backwards": token[::-1],
        "its digest": digest, "two": f"{token}, {token}", "with a line end": f"{token}\r\n", "a name": "clerk", "everybody": "*",
        "null": "null", "a pattern": "%", "an injection": "' OR 1=1--", "none": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjbGVyayJ9.",
        "very long": "A" * 7000, "not a letter": "\u2603", "of another install": "jf_" + "0" * 43,
    }  # fmt: skip
    found: dict[str, dict[str, Any]] = {f"bearer, {what}": {"headers": {"authorization": f"Bearer {text}"}} for what, text in bearer.items()}  # fmt: skip
    for scheme in ("Basic", "Token", "Digest", "bearer:", ""):
        found[f"scheme {scheme}"] = {"headers": {"authorization": f"{scheme} {token}".strip()}}
    for header in ("x-api-key", "x-auth-token", "x-access-token", "proxy-authorization", "cookie"):
        found[f"header {header}"] = {"headers": {header: f"token={token}" if header == "cookie" else token}}
    found["in the address"] = {"query_params": {"token": token, "access_token": token}}
    return found


def test_no_token_but_the_right_one_in_its_place_opens_the_door(
    world: Qinghe, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    number, wrong = world.register(), []
    address = f"/api/cases/{number}"
    caplog.set_level(logging.INFO, "jiefen.access")
    for what, given in spoofs(token).items():
        for method in ("get", "post"):
            body = {"data": FIELDS, "content_type": "application/json"} if method == "post" else {}
            where = "/api/cases" if method == "post" else address
            caplog.clear()
            answer = getattr(Client(raise_request_exception=False), method)(where, **body, **given)
            logged = [record for record in caplog.records if getattr(record, "status", None) == 401]
            wrong += [f"{method} {what}: {answer.status_code}"] if answer.status_code != 401 else []
            wrong += [] if logged else [f"{method} {what} is not logged"]
            assert token not in caplog.text
    assert wrong == []
    assert Client().get(address, headers={"authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.parametrize("over", ["its day", "its person", "its persons post", "taken back"])
def test_a_copied_token_is_worth_nothing_once_it_is_over(world: Qinghe, token: str, over: str) -> None:
    number, clerk = world.register(), User.objects.get(username="clerk")
    ask = {"headers": {"authorization": f"Bearer {token}"}}
    assert Client().get(f"/api/cases/{number}", **ask).status_code == 200
    if over == "its day":
        ApiClient.objects.update(until=world.now)
    elif over == "its person":
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    elif over == "its persons post":
        clerk.posts.update(until=world.now)
    else:
        ApiClient.objects.all().delete()
    assert Client().get(f"/api/cases/{number}", **ask).status_code in (401, 404)
    assert Client().post("/api/cases", FIELDS, content_type="application/json", **ask).status_code in (
        401,
        403,
    )


def test_a_door_that_believes_a_header_is_found(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: Django's own way of believing a proxy, switched on."""
    from django.contrib.auth import get_user as session_user

    def believing(request: Any) -> Any:
        named = User.objects.filter(username=request.headers.get("Remote-User", "")).first()
        return named or session_user(request)

    monkeypatch.setattr("django.contrib.auth.middleware.auth.get_user", believing)
    with pytest.raises((AssertionError, KeyError)):
        test_a_header_that_says_who_one_is_is_believed_by_nobody(world, "Remote-User")
