"""Writers queue, nobody is lost, and the ticket dies with its holder."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from fairdb import Connect, begin, finish, is_free, python, run

from jiefen.lib.fairsqlite import BUSY, snapshot, ticket, waiting_at_most
from jiefen.lib.fairsqlite.base import DatabaseWrapper


class Stop(Exception):
    pass


def test_eight_threads_and_four_processes_lose_nothing(
    connect: Connect, table: DatabaseWrapper, tmp_path: Path
) -> None:
    program = """
        def write(tag):
            c = connect(sys.argv[1])
            for n in range(20):
                with work(c) as cursor:
                    cursor.execute("SELECT COALESCE(MAX(n), 0) FROM line")
                    top = cursor.fetchone()[0]
                    cursor.execute("INSERT INTO line (who, n) VALUES (%s, %s)", [tag, top + 1])
            c.close()
        threads = [threading.Thread(target=write, args=(sys.argv[2] + str(i),)) for i in range(2)]
        [t.start() for t in threads]; [t.join() for t in threads]
    """
    others = [python(program, str(tmp_path / "x.sqlite3"), f"p{i}") for i in range(4)]
    errors: list[BaseException] = []

    def write(tag: str) -> None:
        connection = connect()
        try:
            for _ in range(20):
                begin(connection)
                top = run(connection, "SELECT COALESCE(MAX(n), 0) FROM line")[0][0]
                run(connection, f"INSERT INTO line (who, n) VALUES ('{tag}', {int(str(top)) + 1})")
                finish(connection)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(f"t{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait(60) for other in others] == [0, 0, 0, 0]
    assert errors == []
    assert run(table, "SELECT COUNT(*), COUNT(DISTINCT n), MAX(n) FROM line") == [(320, 320, 320)]


def test_a_foreign_process_with_an_exclusive_lock_is_a_clear_error_within_the_timeout(
    connect: Connect, table: DatabaseWrapper, tmp_path: Path
) -> None:
    stranger = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    stranger.execute("BEGIN EXCLUSIVE")
    writer, asked = connect(timeout=0.3), time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        begin(writer)
    assert time.monotonic() - asked < 1.0
    assert is_free(tmp_path / "x.sqlite3"), "a refused BEGIN must give the ticket back"
    stranger.execute("ROLLBACK")
    stranger.close()
    begin(writer)
    finish(writer)


def test_whoever_says_so_waits_a_shorter_time_and_only_then(
    connect: Connect, table: DatabaseWrapper, tmp_path: Path
) -> None:
    stranger = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    stranger.execute("BEGIN EXCLUSIVE")
    writer = connect(timeout=1.0)

    def seconds() -> float:
        asked = time.monotonic()
        with pytest.raises(OperationalError, match="database is locked"):
            begin(writer)
        return time.monotonic() - asked

    with waiting_at_most(0.1):
        assert seconds() < 0.6
    assert seconds() >= 0.9
    stranger.execute("ROLLBACK")
    stranger.close()


def test_a_line_that_stands_still_keeps_five_waiting_and_sends_the_others_away(
    connect: Connect, table: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket, "STALLED", 0.2)
    begin(table)
    waited: list[float] = []

    def write() -> None:
        writer, asked = connect(timeout=1.5), time.monotonic()
        with suppress(OperationalError):
            begin(writer)
        waited.append(time.monotonic() - asked)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = time.monotonic()
    finish(table)
    assert sorted(seconds > 1.4 for seconds in waited) == [False] * 3 + [True] * 5
    begin(table)
    finish(table)
    assert time.monotonic() - asked < 0.5, "nobody who went away is called"


def test_a_ticket_not_given_back_in_time_is_an_operational_error(
    connect: Connect, table: DatabaseWrapper
) -> None:
    begin(table)
    late, asked = connect(timeout=0.2), time.monotonic()
    late.ensure_connection()
    with pytest.raises(OperationalError, match="write ticket") as refusal:
        begin(late)
    assert BUSY in str(refusal.value)
    assert 0.15 < time.monotonic() - asked < 1.0
    assert run(late, "SELECT COUNT(*) FROM line") == [(0,)], "reading needs no ticket"
    finish(table)


def test_kill_minus_nine_frees_the_ticket(connect: Connect, table: DatabaseWrapper, tmp_path: Path) -> None:
    holder = python(
        """
        c = connect(sys.argv[1])
        with work(c) as cursor:
            cursor.execute("INSERT INTO line (who, n) VALUES ('dead', 1)")
            print("holding", flush=True)
            time.sleep(60)
        """,
        str(tmp_path / "x.sqlite3"),
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"
    assert not is_free(tmp_path / "x.sqlite3"), "control: the ticket is really held by the other process"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    begin(table)
    run(table, "INSERT INTO line (who, n) VALUES ('alive', 1)")
    finish(table)
    assert run(table, "SELECT who FROM line") == [("alive",)]


def test_a_forked_child_neither_keeps_nor_frees_the_parents_ticket(
    table: DatabaseWrapper, tmp_path: Path
) -> None:
    begin(table)
    hold = table._hold
    assert hold is not None
    child = os.fork()
    if child == 0:
        hold.give_back()
        time.sleep(5)
        os._exit(0)
    try:
        time.sleep(0.05)
        probe = python(
            """
            import sqlite3
            from jiefen.lib.fairsqlite.ticket import ticket_for
            try:
                ticket_for(sys.argv[1], in_memory=False).take(timeout=0.05); print("free")
            except sqlite3.OperationalError:
                print("held")
            """,
            str(tmp_path / "x.sqlite3"),
        )
        assert probe.communicate()[0] == "held\n"
        finish(table)
        assert is_free(tmp_path / "x.sqlite3")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "error", "statement"])
def test_every_way_out_of_a_transaction_gives_the_ticket_back(
    table: DatabaseWrapper, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / "x.sqlite3"
    begin(table)
    assert not is_free(path)
    if ending == "error":
        with pytest.raises(OperationalError):
            run(table, "INSERT INTO nowhere VALUES (1)")
        assert not is_free(path), "a failed statement does not end the transaction"
        finish(table, keep=False)
    elif ending == "close":
        table.close()
    elif ending == "statement":
        run(table, "ROLLBACK")
    else:
        finish(table, keep=ending == "commit")
    assert is_free(path)


def test_a_single_statement_in_autocommit_takes_the_ticket_for_itself(
    connect: Connect, table: DatabaseWrapper, tmp_path: Path
) -> None:
    late = connect(timeout=0.1)
    begin(table)
    with pytest.raises(OperationalError, match="write ticket"):
        run(late, "INSERT INTO line (who, n) VALUES ('张三', 1)")
    finish(table)
    assert run(late, "INSERT INTO line (who, n) VALUES ('张三', 1), ('李四', 2) RETURNING who") == [
        ("张三",),
        ("李四",),
    ]
    assert is_free(tmp_path / "x.sqlite3")
    assert run(connect(), "SELECT COUNT(*) FROM line") == [(2,)], "committed although its rows were not read"


def test_nested_atomic_keeps_one_ticket(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    connection = connect()
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: connection)
    run(connection, "CREATE TABLE line (n INTEGER UNIQUE)")
    with transaction.atomic():
        run(connection, "INSERT INTO line VALUES (1)")
        with suppress(Stop), transaction.atomic():
            run(connection, "INSERT INTO line VALUES (2)")
            raise Stop
        assert not is_free(tmp_path / "x.sqlite3")
    with suppress(Stop), transaction.atomic():
        run(connection, "INSERT INTO line VALUES (3)")
        raise Stop
    assert is_free(tmp_path / "x.sqlite3")
    assert run(connection, "SELECT n FROM line") == [(1,)]


def test_a_snapshot_reads_one_moment_without_the_ticket_and_cannot_write(
    connect: Connect, table: DatabaseWrapper
) -> None:
    reader = connect()
    with snapshot(reader):
        assert run(reader, "SELECT COUNT(*) FROM line") == [(0,)]
        run(table, "INSERT INTO line (who, n) VALUES ('later', 1)")
        assert run(reader, "SELECT COUNT(*) FROM line") == [(0,)]
        with pytest.raises(OperationalError):
            run(reader, "INSERT INTO line (who, n) VALUES ('no', 1)")
        run(table, "INSERT INTO line (who, n) VALUES ('still free', 2)")
    assert run(reader, "SELECT COUNT(*) FROM line") == [(2,)]
    run(reader, "INSERT INTO line (who, n) VALUES ('yes again', 3)")
