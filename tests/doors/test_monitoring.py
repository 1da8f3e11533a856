"""A proxy and a monitor learn the truth, in words on this machine and as a bare no from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from jiefen.actions.common.heartbeat import beat
from jiefen.actions.ledger.keys import note_keys
from jiefen.gate import metrics
from jiefen.reports.ledger import readiness
from jiefen.store import migrations
from kit.qinghe import Qinghe


@pytest.fixture
def ready(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A centre whose worker lives and whose keys are known; every look is a fresh one."""
    monkeypatch.setattr(readiness, "FRESH", -1.0)
    monkeypatch.setattr(readiness, "_writing", lambda at: [])  # the test itself holds the right to write
    beat("worker", at=timezone.now())
    note_keys(at=world.now)
    yield Client(raise_request_exception=False)
    readiness._remember(0.0, reasons=[])


def told(client: Client, **headers: str) -> tuple[int, str]:
    answer = client.get("/readyz", headers=headers)
    return answer.status_code, answer.content.decode()


def test_a_centre_that_can_take_a_case_is_ready(ready: Client) -> None:
    assert told(ready) == (200, "ok")


def test_a_worker_that_died_makes_it_unready(ready: Client) -> None:
    beat("worker", at=timezone.now() - timedelta(minutes=9))
    status, words = told(ready)
    assert status == 503
    assert "后台任务已停了 9 分钟" in words


def test_a_foreign_key_makes_it_unready(ready: Client) -> None:
    path: Path = settings.HOME.key_path("wrap")
    right = path.read_bytes()
    try:
        path.write_bytes(os.urandom(32))
        status, words = told(ready)
    finally:
        path.write_bytes(right)
    assert status == 503
    assert "密钥 wrap 不是写下这套数据的那一把" in words


def test_tables_of_an_older_or_a_newer_release_make_it_unready(ready: Client) -> None:
    steps = sorted(path.stem for path in Path(migrations.__file__).parent.glob("0*.py"))
    last = MigrationRecorder.Migration.objects.get(app="store", name=steps[-1])
    MigrationRecorder.Migration.objects.filter(pk=last.pk).update(name="0999_later")
    assert "更新的版本" in told(ready)[1]
    MigrationRecorder.Migration.objects.filter(pk=last.pk).delete()
    assert "还差 1 步升级" in told(ready)[1]


def test_a_full_disk_makes_it_unready(ready: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: SimpleNamespace(free=3_000_000))
    status, words = told(ready)
    assert status == 503
    assert "只剩 3 MB" in words


@pytest.mark.skipif(os.environ.get("JIEFEN_TEST_DB") == "postgres", reason="the file of SQLite")
def test_a_database_that_takes_no_write_is_told(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "/proc/version")
    assert "写入" in readiness._writing(timezone.now())[0]


def test_words_are_for_this_machine_only(ready: Client) -> None:
    beat("worker", at=timezone.now() - timedelta(minutes=9))
    assert told(ready, x_forwarded_for="203.0.113.9") == (503, "not ready")


def test_one_look_holds_for_a_moment_so_that_asking_costs_nothing(
    ready: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "FRESH", 60.0)
    assert told(ready)[0] == 200
    beat("worker", at=timezone.now() - timedelta(minutes=9))
    assert told(ready)[0] == 200


def test_figures_are_told_on_this_machine_and_hold_nothing_of_a_case(ready: Client, world: Qinghe) -> None:
    number = world.register(applicant_name="金丝雀", story="金丝雀的事")
    world.client("clerk").get(f"/cases/{number}")
    text = ready.get("/metrics").content.decode()
    assert re.search(r'jiefen_requests_total\{method="GET",route="case",status="200"\} [1-9]', text)
    assert re.search(r"^jiefen_entries [1-9]", text, re.MULTILINE)
    assert "jiefen_worker_age_seconds" in text
    assert number not in text
    assert "金丝雀" not in text


@pytest.mark.parametrize(
    "headers", [{"x_forwarded_for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}, {"via": "1.1 p"}]
)
def test_figures_are_not_told_through_a_proxy(ready: Client, headers: dict[str, str]) -> None:
    assert ready.get("/metrics", headers=headers).status_code == 404


def test_figures_are_not_told_to_another_machine(ready: Client) -> None:
    assert ready.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert metrics.is_local(SimpleNamespace(headers={}, META={"REMOTE_ADDR": "::1"}))  # type: ignore[arg-type]


def test_the_page_of_the_doctor_is_for_those_who_look_after_it_and_shows_no_case(world: Qinghe) -> None:
    number = world.register(applicant_name="金丝雀")
    for username in ("admin", "auditor"):
        answer = world.client(username).get("/health")
        assert answer.status_code == 200
        assert "系统体检" in answer.content.decode()
        assert number not in answer.content.decode()
    for username in ("clerk", "leader", "mediator"):
        assert world.client(username).get("/health").status_code == 403
