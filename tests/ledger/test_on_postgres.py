"""The same history, log and backup on PostgreSQL, where commits may come late and order is the order of numbering."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import psycopg
import pytest
from test_backup import jiefen

from kit import servers
from kit.homes import World

pytestmark = pytest.mark.server


def fresh_database() -> str:
    """The address of an empty database on the throw-away server."""
    url, name = servers.postgres_url(), f"ledger_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> World:
    if not any(servers.binaries()):
        pytest.skip("no PostgreSQL binaries on this machine")
    folders = os.pathsep.join(str(folder) for folder in servers.binaries())
    county = World(tmp_path_factory.mktemp("pg") / "home", fresh_database(), {"JIEFEN_PG_BIN": folders})
    county.python("found(); live(24, sealed_every=7)")
    return county


def test_late_commits_take_a_later_number(county: World) -> None:
    told = county.python(
        """
        import threading
        from django.db import connection, transaction
        from jiefen.actions.common.history import History
        begun, go_on = threading.Event(), threading.Event()

        def slow():
            with transaction.atomic():
                history = History(by=actor("clerk"), at=NOON)
                history.add_to_stream("slow", verb="note", facts={})
                history.write()
                begun.set()
                go_on.wait(20)
            connection.close()

        sequence()
        thread = threading.Thread(target=slow)
        thread.start()
        begun.wait(20)
        register_one(actor("clerk"), at=NOON, name="先到")
        early = sequence()
        seal(at=NOON + timedelta(days=3), export=None)
        go_on.set()
        thread.join()
        late = sequence()
        first, second = (Entry.objects.get(stream="slow"), Entry.objects.exclude(stream="slow").latest("id"))
        order = [first.id < second.id, first.log_index > second.log_index]
        verdict = verify(at=NOON + timedelta(days=9))
        print(json.dumps([early, late, order, verdict.ok]))
        """
    )
    assert told == [1, 1, [True, True], True]


def test_two_sequencers_at_once_leave_no_hole(county: World) -> None:
    writers = [county.start("live(8); sequence(); print(json.dumps(sequence()))") for _ in range(2)]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert county.python("sequence(); print(json.dumps(verify(at=NOON + timedelta(days=9)).ok))")


def test_history_refuses_change_and_verify_names_what_was_changed_all_the_same(county: World) -> None:
    with psycopg.connect(county.url, autocommit=True) as base:
        for statement in (
            "DELETE FROM store_entry",
            "UPDATE store_entry SET body = '{}'",
            "DELETE FROM store_checkpoint",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                base.execute(statement)  # type: ignore[arg-type]
        base.execute("ALTER TABLE store_entry DISABLE TRIGGER USER")
        base.execute("UPDATE store_entry SET verb = 'close' WHERE log_index = 12")
        told = jiefen(county, "verify", fails=True)
        base.execute("UPDATE store_entry SET verb = (body::json) ->> 'verb' WHERE log_index = 12")
        base.execute("ALTER TABLE store_entry ENABLE TRIGGER USER")
    assert told["first"]["log_index"] == 12
    assert jiefen(county, "verify")["ok"]


def test_a_dump_comes_back_and_verifies(county: World, tmp_path: Path) -> None:
    told = jiefen(county, "backup", str(tmp_path / "b"), "--with-keys")
    new = World(tmp_path / "new", fresh_database(), county.more)
    restored = jiefen(
        new, "restore", str(tmp_path / "b"), "--checkpoint", str(tmp_path / "b" / "checkpoint.txt")
    )
    assert restored["entries"] == told["entries"]
    assert "已经有本系统的表" in jiefen(new, "restore", str(tmp_path / "b"), fails=True)["notes"][0]
    assert jiefen(new, "restore", str(tmp_path / "b"), "--force")["ok"]
    new.python("register_one(actor('clerk'), at=NOON, name='恢复以后')")
    wrong = World(tmp_path / "wrong")
    assert "postgresql" in jiefen(wrong, "restore", str(tmp_path / "b"), fails=True)["notes"][0]


def test_without_the_right_program_it_says_which_one_is_needed(county: World, tmp_path: Path) -> None:
    code = """
        from jiefen.actions.documents import archive
        from django.db import connection
        connection.ensure_connection()
        connection.__dict__["pg_version"] = 990000
        try:
            archive.postgres_tool("pg_dump")
        except archive.BackupProblem as problem:
            print(json.dumps(str(problem)))
    """
    assert "需要 99 版或更新的 pg_dump" in county.python(code)
