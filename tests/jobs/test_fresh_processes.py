"""Each process started fresh does what it claims: joined by name, not by what somebody else imported (B1, B2)."""

from __future__ import annotations

import http.client
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from jiefen.jobs.drilling.site import Site
from kit.homes import World
from kit.shared import made_once

# What the screening found is urgent, so it is proposed at night too: the test says the same at every hour.
LATE = """
from jiefen.actions.case.take import take
from jiefen.actions.people.clients import make_client
from kit.qinghe import SAFE
found()
now = datetime.now(timezone.utc)
past = now - timedelta(days=12)
number = register_one(actor("clerk"), at=past, name="王五")
for verb, who, fields in (
    ("accept", "dispatcher", {}),
    ("dispatch", "dispatcher", {"unit": "mediation"}),
    ("sign", "mediator", {}),
    ("screen", "mediator", SAFE | {"self_harm": "yes"}),
):
    take(verb=verb, number=number, fields=fields, by=actor(who), at=past)
waiting = register_one(actor("clerk"), at=now, name="张三")
print(json.dumps([make_client("fresh", username="dispatcher", at=now), waiting]))
"""
PROPOSALS = "SELECT level, state, rule FROM store_supervision"
HELPING = "SELECT u.code FROM store_assignment a JOIN store_unit u ON u.id = a.unit_id WHERE NOT a.lead"


def late(folder: Path) -> list[str]:
    token, waiting = World(folder / "home").python(LATE)
    return [token, waiting]


@pytest.fixture
def home(tmp_path: Path) -> World:
    """A centre where nobody has helped 王五 for twelve days, 张三 waits, and no background has run yet."""
    folder, _ = made_once("late", late)
    return World(folder / "home").copy(tmp_path / "home")


def jiefen(home: World, *arguments: str) -> str:
    command = [sys.executable, "-m", "jiefen", *arguments]
    done = subprocess.run(
        command, env=home.environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def rows(home: World, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home.database) as database:
        return database.execute(query).fetchall()


@pytest.mark.long
@pytest.mark.parametrize("command", [("tick",), ("worker", "--seconds", "1")])
def test_a_late_limit_proposes_supervision_in_a_background_started_fresh(
    home: World, command: tuple[str, ...]
) -> None:
    assert rows(home, PROPOSALS) == []
    jiefen(home, *command)
    assert rows(home, PROPOSALS) == [("leader", "proposed", "S-CARE")]
    jiefen(home, *command)
    assert len(rows(home, PROPOSALS)) == 1, "proposed once, however often the background runs"


@pytest.mark.server
def test_a_server_started_fresh_does_all_parts_of_a_verb(home: World) -> None:
    _, (token, number) = made_once("late", late)
    site = Site(root=home.root, processes=1)
    site.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        body = json.dumps({"unit": "mediation", "co": "property", "reason": "当事人住在该辖区"})
        connection.request(
            "POST",
            f"/api/cases/{number}/dispatch",
            body=body,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        answer = connection.getresponse()
        assert answer.status == 200, answer.read().decode()
    finally:
        site.kill()
    assert rows(home, HELPING) == [("property",)], "the unit that helps was brought in by a part of the verb"
