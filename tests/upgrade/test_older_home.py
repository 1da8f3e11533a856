"""A home made under the first line of migrations goes on; one that stands in the middle of that line is refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder

from jiefen.reports.ledger.health import examine
from jiefen.store import migrations
from jiefen.store.common.schema import gap, waiting_migrations
from kit.homes import World

HOMES = Path(__file__).parent / "homes"
STORED = HOMES / "2026-11-25-623dfe7.tar.xz"
NUMBER, PARTIES, NOTE = "3309992026J000010K", ["苏国庆", "褚建国"], "2026-03-02 现场查看记录\n"
READ = f"""
from argparse import Namespace
from io import StringIO
from django.conf import settings
from django.core.management import call_command
from jiefen.jobs import verify as verifying
from jiefen.lib.uploads import path_of
from jiefen.reports.common.opened import phone_of
from jiefen.store.models import Clock, Supervision
case, migrations = Case.objects.get(number="{NUMBER}"), StringIO()
call_command("showmigrations", "store", stdout=migrations)
print(json.dumps({{
    "cases": Case.objects.count(),
    "entries": Entry.objects.exclude(verb__startswith="rows").count(),
    "clocks": Clock.objects.count(),
    "parties": [party.name for party in case.parties.order_by("pk")],
    "phones": [len(phone_of(party)) for party in case.parties.order_by("pk")],
    "note": path_of(case.attachments.get().digest, root=settings.HOME.files).read_text(),
    "proposed": Supervision.objects.filter(level="leader", state="proposed").count(),
    "verified": verifying.run(Namespace(checkpoint=None, files=True)).ok,
    "migrations": migrations.getvalue(),
}}))
"""


@pytest.fixture
def home(tmp_path: Path) -> World:
    with tarfile.open(STORED) as archive:
        archive.extractall(tmp_path / "home", filter="fully_trusted")  # keeps the permissions of the keys
    return World(tmp_path / "home")


def begun(home: World) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jiefen", "init"]
    return subprocess.run(
        command, env=home.environment(), capture_output=True, text=True, timeout=120, check=False
    )


def rows(home: World, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home.database) as database:
        return database.execute(query).fetchall()


@pytest.mark.one_database
def test_a_home_of_the_first_line_is_opened_and_keeps_everything(home: World) -> None:
    before = [rows(home, f"SELECT count(*) FROM store_{table}")[0][0] for table in ("case", "entry", "clock")]
    proposed = rows(home, "SELECT count(*) FROM store_supervision WHERE level = 'leader'")[0][0]
    answer = begun(home)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    read = home.python(READ)
    assert [read["cases"], read["entries"], read["clocks"]] == before
    assert (read["parties"], read["note"]) == (PARTIES, NOTE)
    assert all(read["phones"]), "the keys open what was sealed with them"
    assert (proposed, read["proposed"]) == (6, 15), "what late limits never proposed is proposed"
    assert read["verified"]
    assert "[X] 0001_tables" in read["migrations"]
    assert "[ ]" not in read["migrations"]


@pytest.mark.one_database
def test_a_home_in_the_middle_of_the_first_line_is_refused_untouched(home: World) -> None:
    with sqlite3.connect(home.database) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'store' AND name > '0009'")
    before = rows(home, "SELECT name FROM django_migrations ORDER BY id")
    answer = begun(home)
    assert answer.returncode == 1
    assert answer.stderr == ""
    assert "还差 0009_messages 等 8 步" in answer.stdout
    assert "623dfe7" in answer.stdout
    assert rows(home, "SELECT name FROM django_migrations ORDER BY id") == before


def test_doctor_says_so_too(db: None) -> None:
    assert gap() == ""
    MigrationRecorder.Migration.objects.filter(app="store", name__gt="0009").delete()
    assert "0009_messages 等 8 步" in gap()
    health = examine(at=datetime(2026, 3, 2, tzinfo=UTC), clock=None)
    assert gap() in health.problems


def test_a_new_home_that_was_interrupted_after_its_tables_goes_on(db: None) -> None:
    steps = sorted(path.stem for path in Path(migrations.__file__).parent.glob("0*.py"))
    after = [*steps[1:], "0002_guards_and_text"]
    MigrationRecorder.Migration.objects.filter(app="store", name__in=after).delete()
    assert gap() == ""
    assert waiting_migrations() == steps[1:]
