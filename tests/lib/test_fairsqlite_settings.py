"""The settings that keep acknowledged rows cannot be forgotten."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from fairdb import Connect, begin, finish, run

from jiefen.lib.fairsqlite import notes, problems
from jiefen.lib.fairsqlite.base import DatabaseWrapper, may_write
from jiefen.lib.fairsqlite.checks import filesystem_of, has_wal_reset_bug


def test_in_memory_needs_no_files(connect: Connect, tmp_path: Path) -> None:
    connection = connect(name="file:fair?mode=memory&cache=shared")
    run(connection, "CREATE TABLE line (n INTEGER)")
    begin(connection)
    finish(connection)
    assert list(tmp_path.iterdir()) == []
    assert problems(connection) == []


def test_problems_names_each_wrong_setting(connect: Connect, table: DatabaseWrapper, tmp_path: Path) -> None:
    assert problems(table) == []
    for wrong in (
        "synchronous=NORMAL",
        "foreign_keys=OFF",
        "cache_size=1",
        "trusted_schema=ON",
        "busy_timeout=0",
    ):
        run(table, f"PRAGMA {wrong}")
    (tmp_path / "x.sqlite3").chmod(0o644)
    said = "\n".join(problems(table))
    for word in ("synchronous", "foreign_keys", "cache_size", "trusted_schema", "busy_timeout", "0644"):
        assert word in said


def test_network_file_systems_are_recognised() -> None:
    mounts = "/dev/a / ext4 rw 0 0\nserver:/x /mnt/a\\040b nfs4 rw 0 0\n/dev/b /mnt/a\\040b/disk xfs rw 0 0\n"
    assert filesystem_of(Path("/mnt/a b/db"), mounts=mounts) == "nfs4"
    assert filesystem_of(Path("/mnt/a b/disk/db"), mounts=mounts) == "xfs"
    assert filesystem_of(Path("/mnt/a bc/db"), mounts=mounts) == "ext4"


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
    ],
)
def test_the_wal_reset_bug_is_named_for_the_versions_that_have_it(
    version: tuple[int, ...], affected: bool
) -> None:
    assert has_wal_reset_bug(version) is affected


def test_notes_print_the_version(table: DatabaseWrapper) -> None:
    assert sqlite3.sqlite_version in notes(table)[0]


def test_deferred_transactions_are_refused(connect: Connect) -> None:
    connection = connect()
    connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    with pytest.raises(ImproperlyConfigured, match="IMMEDIATE"):
        connection.ensure_connection()


@pytest.mark.parametrize(
    ("sql", "writes"),
    [
        ("SELECT 1", False),
        ("  select 'UPDATE x'", False),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a", True),
        ("INSERT INTO a VALUES (1)", True),
        ("BEGIN IMMEDIATE", True),
        ("VACUUM INTO 'x'", True),
        ("PRAGMA wal_checkpoint(TRUNCATE)", True),
        ("PRAGMA foreign_keys = OFF", False),
        ("-- note\nDELETE FROM a", True),
    ],
)
def test_which_statements_take_the_ticket(sql: str, writes: bool) -> None:
    assert may_write(sql) is writes
