"""R-10, inside one process: a system that is not sure sends again, and again, and nothing happens twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from routes import machine

from jiefen.actions.people.clients import make_client
from jiefen.jobs.running.rounds import every_second, every_ten_seconds
from jiefen.store.models import Case, Entry, Inbox, Outbox
from kit.qinghe import FIELDS, Qinghe

pytestmark = pytest.mark.one_database

TIMES = 16
EVENTS = 10


def send(client: Client, address: str, body: dict[str, Any], *, key: str) -> Any:
    headers = {"idempotency-key": key} if key else {}
    return client.post(address, body, content_type="application/json", headers=headers)


def test_each_event_delivered_sixteen_times_makes_one_case(world: Qinghe, token: str) -> None:
    client, answers = machine(token), []
    for event in range(EVENTS):
        body = FIELDS | {"story": f"第 {event} 件事"}
        answers.append([send(client, "/api/cases", body, key=f"e{event}") for _ in range(TIMES)])
    assert Case.objects.count() == EVENTS
    for same in answers:
        assert {answer.status_code for answer in same} == {201}
        assert len({answer.content for answer in same}) == 1
        assert [answer.headers.get("Idempotent-Replayed") for answer in same] == [None] + ["true"] * (
            TIMES - 1
        )
    assert (
        Entry.objects.filter(case__isnull=False).count()
        == Outbox.objects.filter(case__isnull=False).count()
        == EVENTS
    )


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(world: Qinghe, token: str) -> None:
    client = machine(token)
    send(client, "/api/cases", FIELDS, key="k")
    answer = send(client, "/api/cases", FIELDS | {"story": "另一件"}, key="k")
    assert answer.status_code == 422
    assert "已经提交过" in answer.json()["detail"]
    assert Case.objects.count() == 1


def test_a_key_that_comes_again_after_months_is_still_known(world: Qinghe, token: str) -> None:
    """The background has gone its rounds meanwhile, with the clock of each of those days."""
    client = machine(token)
    first = send(client, "/api/cases", FIELDS, key="k")
    for days in (30, 399):
        every_second(world.now + timedelta(days=days), held=False)
        every_ten_seconds(world.now + timedelta(days=days), held=False)
        again = send(client, "/api/cases", FIELDS, key="k")
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotent-Replayed"] == "true"
    assert send(client, "/api/cases", FIELDS | {"story": "另一件"}, key="k").status_code == 422
    assert Case.objects.count() == 1


def test_a_verb_delivered_sixteen_times_is_taken_once(world: Qinghe) -> None:
    number = world.register()
    client = machine(make_client("desk", username="dispatcher", at=world.now))
    answers = [
        send(client, f"/api/cases/{number}/dispatch", {"unit": "mediation"}, key="d") for _ in range(TIMES)
    ]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer.status_code for answer in answers} == {200}
    assert world.case(number).version == 2


def test_the_same_outside_number_without_a_key_is_told_which_case_it_is(world: Qinghe, token: str) -> None:
    client, body = machine(token), FIELDS | {"source": "12345", "external_number": "Z-9"}
    answers = [send(client, "/api/cases", body, key="") for _ in range(TIMES)]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Case.objects.count() == 1


def test_two_systems_may_use_the_same_key(world: Qinghe, token: str) -> None:
    other = make_client("grid", username="grid", at=world.now)
    for client in (machine(token), machine(other)):
        assert send(client, "/api/cases", FIELDS, key="1").status_code == 201
    assert Case.objects.count() == 2


def test_a_double_click_on_the_page_registers_once(world: Qinghe) -> None:
    client = world.client("clerk")
    typed = {name: value for name, value in FIELDS.items() if not name.startswith("respondent")} | {
        "respondents-TOTAL_FORMS": "1", "respondents-0-respondent_name": "李四", "key": "form-1", "applicant_paper": "id_card",
    }  # fmt: skip
    places = {client.post("/register", typed).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert Case.objects.count() == 1


def test_without_the_memory_of_keys_the_count_is_wrong(
    world: Qinghe, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiefen.actions.common.command._known", lambda *_a, **_k: None)
    monkeypatch.setattr("jiefen.actions.common.command._remember", lambda *_a, **_k: None)
    client = machine(token)
    for _ in range(TIMES):
        send(client, "/api/cases", FIELDS, key="k")
    assert Case.objects.count() == TIMES
    assert not Inbox.objects.exists()


def test_a_connected_system_reads_the_partys_own_limits_beside_ours(world: Qinghe, token: str) -> None:
    number = world.register(happened_on="2026-02-01")
    told = machine(token).get(f"/api/cases/{number}").json()
    assert {clock["rule"] for clock in told["clocks"]} == {"LM-01", "C-DISPATCH"}
