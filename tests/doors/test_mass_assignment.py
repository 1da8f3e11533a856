"""S-16: every column's name is sent in; none is taken but those that the door asks for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from routes import browser, machine

from jiefen.actions.people.clients import make_client
from jiefen.api.urls import REGISTRATION
from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.store.models import Assignment, Case, Clock, Party, Post, User
from kit.invariants import everything
from kit.qinghe import FIELDS, Qinghe

pytestmark = pytest.mark.one_database

MODELS: tuple[type[Model], ...] = (Case, Party, Assignment, Clock, Post, User)
MORE = (
    "is_staff",
    "is_superuser",
    "org",
    "created_at",
    "actor",
    "by",
    "at",
    "seen",
    "registration",
    "pk",
    "password",
)
KNOWN = frozenset(REGISTRATION)
# Columns that differ between any two cases; the rest must not depend on what was sent in.
OWN = {"id", "number", "serial", "secret_id", "head", "next_due"}


def columns() -> list[str]:
    names = {name for model in MODELS for field in model._meta.fields for name in (field.name, field.attname)}
    return sorted(names | set(MORE))


def row(number: str) -> dict[str, Any]:
    return {
        name: value
        for name, value in Case.objects.filter(number=number).values()[0].items()
        if name not in OWN
    }


def test_there_are_many_columns() -> None:
    assert len(columns()) >= 90


def test_the_api_refuses_each_foreign_column_by_name(world: Qinghe, token: str) -> None:
    client, wrong = machine(token), []
    for name in columns():
        if name not in KNOWN:
            answer = client.post("/api/cases", FIELDS | {name: "1"}, content_type="application/json")
            wrong += (
                []
                if answer.status_code == 422 and name in answer.json()["field"]
                else [f"{name}: {answer.status_code}"]
            )
    assert wrong == []
    assert not Case.objects.exists()


def test_a_verb_over_the_api_takes_only_what_it_asks(world: Qinghe) -> None:
    number = world.register()
    client = machine(make_client("desk", username="dispatcher", at=world.now))
    asked, before, wrong = {ask.name for ask in BY_NAME["dispatch"].asks} | {"version"}, everything(), []
    for name in columns():
        if name not in asked:
            body = {"unit": "mediation", name: "1"}
            answer = client.post(f"/api/cases/{number}/dispatch", body, content_type="application/json")
            wrong += (
                []
                if answer.status_code == 422 and name in answer.json()["field"]
                else [f"{name}: {answer.status_code}"]
            )
    assert wrong == []
    assert everything() == before


TYPED = {
    "applicant_kind": "person", "applicant_name": "张三", "applicant_paper": "id_card", "people": "1", "channel": "window",
    "kind": "0602", "place": "330999001001", "story": "租期届满，李四不退押金。", "weight": "simple",
    "confidentiality": "normal", "respondents-TOTAL_FORMS": "1", "respondents-0-respondent_name": "李四",
}  # fmt: skip
ASKED = {"address", "amount", "happened_on", "title", "wanted", "external_number", "key"}


def register(client: Any, **more: str) -> str:
    answer = client.post("/register", TYPED | more)
    assert answer.status_code == 302
    return str(answer.headers["Location"].split("/")[2].partition("?")[0])


def test_the_registration_page_ignores_foreign_columns(world: Qinghe) -> None:
    client = browser("clerk")
    plain = register(client)
    foreign = {name: "1" for name in columns() if name not in TYPED and name not in ASKED}
    assert len(foreign) >= 70
    assert row(register(client, **foreign)) == row(plain)


@pytest.mark.parametrize("verb", ["accept", "notes", "amend", "classify", "dispatch"])
def test_a_verbs_page_ignores_foreign_columns(world: Qinghe, verb: str) -> None:
    client = browser("dispatcher")
    own = {"accept": {}, "notes": {"note": "核对"}, "amend": {"story": "补充：租约为一年。"}, "classify": {"confidentiality": "family", "reason": "隐私"}, "dispatch": {"unit": "mediation"}}[verb]  # fmt: skip
    plain, other = world.register(), world.register()
    asked = {
        *own,
        "key",
        "from",
        "title",
        "wanted",
        "kind",
        "place",
        "amount",
        "happened_on",
        "people",
        "address",
        "audience",
    }
    foreign = {name: "1" for name in columns() if name not in asked} if verb != "amend" else {name: "1" for name in columns() if name not in asked and "_" in name}  # fmt: skip
    assert client.post(f"/cases/{plain}/{verb}", own).status_code == 302
    assert client.post(f"/cases/{other}/{verb}", own | foreign).status_code == 302
    assert row(other) == row(plain)


def test_nobody_makes_themselves_an_administrator(world: Qinghe) -> None:
    client, before = (
        browser("clerk"),
        list(User.objects.order_by("pk").values("username", "is_active", "epoch")),
    )
    foreign = dict.fromkeys(columns(), "1") | {"role": "administrator"}
    for page in (
        "/account/password",
        "/account/messages",
        "/drafts/save",
        "/notices/read",
        "/register/check",
    ):
        assert client.post(page, foreign).status_code < 500
    assert list(User.objects.order_by("pk").values("username", "is_active", "epoch")) == before
    assert world.actor("clerk").roles == {"clerk"}


def test_a_door_that_takes_everything_is_noticed(
    world: Qinghe, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: an API that no longer names what it takes."""
    monkeypatch.setattr("jiefen.api.urls.REGISTRATION", REGISTRATION | frozenset(columns()))
    with pytest.raises(AssertionError):
        test_the_api_refuses_each_foreign_column_by_name(world, token)
