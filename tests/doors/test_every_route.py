"""Every address × every role: who is let in is what the table says, and no answer is without its headers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from copy import copy
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from routes import Route, browser, is_fault, machine, missing_headers, opens, routes, told

from jiefen.domain.common.words import Role
from jiefen.gate.door import door
from jiefen.gate.middleware import ClosedByDefault
from jiefen.store.models import ImportBatch, Party, User
from kit.qinghe import Qinghe

PEOPLE = {
    "clerk": "clerk", "dispatcher": "dispatcher", "handler": "handler", "mediator": "mediator", "reviewer": "reviewer",
    "supervisor": "supervisor", "leader": "leader", "grid": "grid", "administrator": "admin", "auditor": "auditor",
}  # fmt: skip
METHODS = ("get", "post")


def undeclared(found: list[Route]) -> list[str]:
    return [f"{route.name}: {route.pattern}" for route in found if route.door is None]


def test_every_route_declares_its_door() -> None:
    assert undeclared(routes()) == []
    assert len(routes()) >= 45


def test_a_route_without_a_door_is_noticed_and_answers_nobody(world: Qinghe) -> None:
    def forgotten(request: Any) -> HttpResponse:
        return HttpResponse("the whole ledger")

    assert undeclared(routes([path("ledger-dump", forgotten, name="dump")])) == ["dump: ledger-dump"]
    request: Any = RequestFactory().get("/ledger-dump")
    request.user = User.objects.get(username="leader")
    answer = ClosedByDefault(lambda _request: HttpResponse()).process_view(request, forgotten, (), {})
    assert answer is not None
    assert (answer.status_code, b"ledger" in answer.content) == (404, False)


def test_a_door_to_nowhere_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="no such door"):
        door("everybody")


def test_every_role_has_somebody_to_try_it() -> None:
    assert {str(role) for role in Role} - set(PEOPLE) == {"party", "system"}


@pytest.fixture
def given(world: Qinghe) -> dict[str, object]:
    """A case with a file, a person, an import: something for every address to point at."""
    number = world.reach("handling")
    person = world.person("somebody", "grid@grid-330999001001")
    batch = ImportBatch.objects.create(
        source="x", mapping="petitions", name="a.csv", digest="0" * 64, path="x", by_id=world.actor("clerk").user_id,
        at=world.now,
    )  # fmt: skip
    party = Party.objects.filter(case__number=number).first()
    assert party is not None
    return {"number": number, "pk": party.pk, "person": person.user_id, "batch": batch.pk, "key": "x", "code": "8F3K27QDM4XZ", "form": "a4", "name": "accept", "verb": "disable", "seat": 1}  # fmt: skip


def fill(route: Route, given: dict[str, object]) -> dict[str, object]:
    own = {"person": "person", "person_verb": "person", "import": "batch"}
    name = next((key for start, key in own.items() if route.name.startswith(start)), "pk")
    return given | {"pk": given[name]}


def visit(client: Client, method: str, address: str) -> Any:
    """One request whose traces are undone."""
    mark, cookies = transaction.savepoint(), copy(client.cookies)
    try:
        answer = getattr(client, method)(address)
        told(answer)
        return answer
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies = cookies


def draws(route: Route, *, role: str) -> bool:
    """Whether this is the first role that may open it: for it every page is drawn, of every verb."""
    return role == next((one for one in PEOPLE if opens(route, role=one)), role)


@contextmanager
def gate_alone() -> Iterator[None]:
    """The gate decides as ever; whom it lets in gets an empty answer instead of the page."""
    gate = ClosedByDefault.process_view
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ClosedByDefault, "process_view", lambda *given: gate(*given) or HttpResponse(status=204)
        )
        yield


@pytest.mark.long
@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_gets_only_what_the_table_opens(world: Qinghe, given: dict[str, object], role: str) -> None:
    client, wrong, asked = browser(PEOPLE[role]), [], 0
    for route in routes():
        if route.name.startswith("api_"):
            continue
        drawn, addresses = draws(route, role=role), route.addresses(fill(route, given))
        for address in addresses if drawn else addresses[:1]:
            for method in METHODS:
                asked += 1
                with nullcontext() if drawn else gate_alone():
                    answer = visit(client, method, address)
                shut, status = not opens(route, role=role), answer.status_code
                wrong += [f"{method} {address}: {status}, should be shut"] if shut and status != 403 else []
                wrong += [f"{method} {address}: {status}"] if is_fault(address, status) else []
                wrong += (
                    [f"{method} {address} without {missing_headers(answer)}"]
                    if missing_headers(answer)
                    else []
                )
                wrong += [f"{method} {address}: signed in, yet asked to"] if answer.headers.get("Location", "").startswith("/signin?") and route.name != "sign_out" else []  # fmt: skip
    assert wrong == []
    assert asked >= 150


def test_nobody_who_is_not_signed_in_gets_past_a_door(world: Qinghe, given: dict[str, object]) -> None:
    wrong = []
    for route in routes():
        for address in route.addresses(fill(route, given)):
            for method in METHODS:
                answer = visit(Client(raise_request_exception=False), method, address)
                status, where = answer.status_code, answer.headers.get("Location", "")
                if route.name.startswith("api_"):
                    right = status in (401, 405)
                elif route.door == "public":
                    right = not is_fault(address, status) and status != 403
                else:
                    right = status == 302 and where.startswith("/signin?next=")
                wrong += [] if right and not missing_headers(answer) else [f"{method} {address}: {status} {where} {missing_headers(answer)}"]  # fmt: skip
    assert wrong == []


def test_a_page_part_asked_for_without_a_session_sends_the_browser_to_sign_in(world: Qinghe) -> None:
    answer = Client(raise_request_exception=False).get("/work", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/signin")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/nowhere", 404),
        ("get", "/api/nowhere", 404),
        ("delete", "/work", 405),
        ("put", "/api/cases", 405),
        ("post", "/cases", 405),
        ("get", "/cases/330999J20269999999", 404),
        ("get", "/people", 403),
        ("get", "/people/%00", 404),
        ("get", "/cases/1/files/99999999999999999999999999", 404),
    ],
)
def test_errors_carry_the_same_headers(world: Qinghe, method: str, address: str, status: int) -> None:
    answer = getattr(browser("clerk"), method)(address)
    assert answer.status_code == status
    assert missing_headers(answer) == []


def test_a_host_that_is_not_ours_is_refused_with_the_same_headers(world: Qinghe) -> None:
    answer = Client(raise_request_exception=False).get("/signin", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert missing_headers(answer) == []


def test_an_unexpected_failure_shows_a_reference_and_nothing_of_our_insides(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError("SELECT secret FROM store_case")

    monkeypatch.setattr("jiefen.reports.common.lists.work", broken)
    answer = browser("clerk").get("/work")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert missing_headers(answer) == []
    assert "SELECT" not in text
    assert "ZeroDivision" not in text
    assert "编号" in text


def test_a_form_without_its_token_is_refused(world: Qinghe) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="clerk"))
    answer = client.post("/register", {"applicant_name": "张三"})
    assert (answer.status_code, missing_headers(answer)) == (403, [])


def test_the_missing_header_is_noticed(world: Qinghe) -> None:
    answer = browser("clerk").get("/help")
    del answer.headers["Content-Security-Policy"]
    answer.headers["X-Frame-Options"] = "ALLOWALL"
    assert missing_headers(answer) == ["Content-Security-Policy", "X-Frame-Options"]


@pytest.mark.parametrize("role", PEOPLE)
def test_a_connected_system_may_do_what_its_user_may(world: Qinghe, role: str) -> None:
    from jiefen.actions.people.clients import make_client

    number = world.register()
    client = machine(make_client(f"system of {role}", username=PEOPLE[role], at=world.now))
    seen = client.get(f"/api/cases/{number}").status_code
    assert seen == (200 if world.sees(PEOPLE[role], number) else 404)
    made = client.post("/api/cases", {}, content_type="application/json").status_code
    assert made == (201 if role in ("clerk", "dispatcher", "handler", "mediator", "grid") else 403)
