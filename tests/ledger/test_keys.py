"""Keys that are lost, foreign or open are told in words; a key that is replaced leaves everything readable."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jiefen.actions.ledger.key_rotation import SEALED_HERE
from jiefen.lib.key_files import KEYS, LENGTHS
from jiefen.store.intake import SEAT_PHONE
from kit.homes import World

pytestmark = pytest.mark.long
SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiefen"
READ = """
from jiefen.reports.common.opened import id_of, phone_of
from jiefen.store.models import Party
from jiefen.store.parties import code_of, party_by_code
from jiefen.domain.intake.numbering import normalise_code
from jiefen.actions.agreement.party_pins import open_by_pin
from jiefen.reports.documents.verify_paper import verify_paper
from jiefen.store.people.contact import kept
from jiefen.domain.messages.words import Medium
from jiefen.store.models import PartyPin, User
from jiefen.store.common import vault
party = Party.objects.exclude(code_blind=None).order_by("pk").first()
user = User.objects.get(username="clerk")
print(json.dumps({
    "phone": phone_of(party), "id": id_of(party), "code": code_of(party),
    "found": party_by_code(normalise_code(code_of(party))).pk == party.pk,
    "pin": open_by_pin(party.pk, typed="682413") is not None,
    "mobile": kept(user, medium=Medium.SMS),
    "paper": vault.blinds("ABC", column="paper.code")[-1].hex(),
    "verified": verify(at=NOON).ok,
    "entries": Entry.objects.count(),
}))
"""
FILL = """
from jiefen.actions.common.history import recorded
from jiefen.actions.agreement.party_pins import _blind
from jiefen.domain.messages.words import Medium
from jiefen.store.models import Party, PartyCode, PartyPin, User
from jiefen.store.people import contact
from jiefen.store.common import vault
from jiefen.actions.ledger.keys import note_keys
note_keys(at=NOON)
party = Party.objects.exclude(code_blind=None).order_by("pk").first()
user = User.objects.get(username="clerk")
with recorded(by=actor("clerk"), at=NOON):
    code = PartyCode.objects.create(
        party=party, blind=b"x" * 16, via="slip", made_at=NOON, made_by=user, until=NOON
    )
    PartyPin.objects.create(party=party, code=code, blind=_blind("682413", party=party.pk), tries=0, made_at=NOON)
    User.objects.filter(pk=user.pk).update(
        phone_sealed=contact.sealed("13800138000", medium=Medium.SMS, user_id=user.pk)
    )
"""


def jiefen(home: World, *words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "jiefen", *words, "--json"],
        env=home.environment(), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def home(centre: World, tmp_path: Path) -> World:
    copy = centre.copy(tmp_path / "home")
    copy.python(FILL)
    return copy


def test_every_key_can_be_replaced_and_nothing_becomes_unreadable(home: World) -> None:
    before = home.python(READ)
    for name in KEYS:
        status, told = jiefen(home, "keys", "rotate", name, "--by", "admin")
        assert status == 0, told
    after = home.python(READ)
    assert after.pop("entries") == before.pop("entries") + len(KEYS)
    assert after == before, "the oldest key still finds the codes of which only a blind is kept"
    home.python(
        """
        from jiefen.store.models import Party
        register_one(actor("clerk"), at=NOON, name="换钥后")
        assert verify(at=NOON).ok
        """
    )
    assert {path.name.partition("-")[0] for path in (home.root / "keys" / "former").iterdir()} == set(KEYS)
    status, told = jiefen(home, "verify")
    assert status == 0, told


def test_a_key_that_was_stolen_and_replaced_writes_no_entry_that_passes(home: World) -> None:
    status, told = jiefen(home, "keys", "rotate", "audit", "--by", "admin")
    assert status == 0, told
    home.python('register_one(actor("clerk"), at=NOON, name="换钥后")')
    stolen = next((home.root / "keys" / "former").glob("audit-*")).read_bytes()
    with sqlite3.connect(home.database) as base:
        base.execute("DROP TRIGGER entry_no_change")
        entry, digest = base.execute("SELECT id, digest FROM store_entry ORDER BY id DESC LIMIT 1").fetchone()
        import hmac

        base.execute(
            "UPDATE store_entry SET mac = ? WHERE id = ?", [hmac.digest(stolen, digest, "sha256"), entry]
        )
    status, told = jiefen(home, "verify")
    assert status == 1
    assert any(found["kind"] == "mac" for found in told["findings"])


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_power_cut_while_a_key_is_replaced_loses_neither(home: World, *, after_commit: bool) -> None:
    before = home.python(READ)
    cut = "_change_places" if after_commit else "_note"
    home.python(
        f"""
        from jiefen.actions.ledger import key_rotation
        def cut(*_args, **_more):
            raise SystemExit(0)
        key_rotation.{cut} = cut
        key_rotation.rotate("wrap", by=actor("admin"), at=NOON)
        """
    )
    assert (home.root / "keys" / "wrap.next").exists()
    status, told = jiefen(home, "keys")
    assert status == 0, told
    assert not (home.root / "keys" / "wrap.next").exists()
    after = home.python(READ)
    before.pop("entries")
    after.pop("entries")
    assert after == before


def test_an_older_backup_finds_the_keys_of_its_time(home: World, tmp_path: Path) -> None:
    assert jiefen(home, "backup", str(tmp_path / "copy"))[0] == 0
    before = home.python(READ)
    for name in ("wrap", "audit", "index"):
        assert jiefen(home, "keys", "rotate", name, "--by", "admin")[0] == 0
    new = World(tmp_path / "new")
    new.root.mkdir(mode=0o700)
    shutil.copytree(home.root / "keys", new.root / "keys")
    status, told = jiefen(new, "restore", str(tmp_path / "copy"))
    assert status == 0, told
    again = new.python(READ)
    assert (again["phone"], again["found"], again["verified"]) == (before["phone"], True, True)


def test_keys_are_not_made_where_there_is_data(home: World) -> None:
    shutil.rmtree(home.root / "keys")
    for command in ("init", "demo", "docs", "serve", "worker", "tick", "doctor"):
        status, told = jiefen(home, command)
        assert status == 1
        assert "缺少密钥" in told["notes"][0]
        assert "副本" in told["notes"][0]
    assert not (home.root / "keys").exists()


@pytest.mark.parametrize("name", KEYS)
def test_a_foreign_key_stops_the_start_and_is_seen_by_doctor(home: World, name: str) -> None:
    path = home.root / "keys" / name
    path.write_bytes(bytes(range(LENGTHS[name])))
    for command in ("serve", "worker", "tick", "init"):
        status, told = jiefen(home, command)
        assert status == 1
        assert f"密钥 {name} 不是写下这套数据的那一把" in "".join(told["notes"])
    status, told = jiefen(home, "doctor")
    assert status == 1
    assert any(f"密钥 {name} 不是" in line for line in told["notes"])


def test_a_home_of_before_fingerprints_notes_no_foreign_key(home: World) -> None:
    with sqlite3.connect(home.database) as base:
        base.execute("DELETE FROM store_installationkey")
    for name in ("wrap", "audit", "checkpoint", "index"):
        path = home.root / "keys" / name
        right = path.read_bytes()
        path.write_bytes(bytes(range(32)))
        status, told = jiefen(home, "tick")
        assert status == 1
        assert name in told["notes"][0]
        path.write_bytes(right)
    assert jiefen(home, "tick")[0] == 0


def test_the_copy_of_the_keys_is_kept_elsewhere_and_read_back(home: World, tmp_path: Path) -> None:
    assert jiefen(home, "keys", "save", str(home.root / "copy"))[0] == 1
    status, told = jiefen(home, "keys", "save", str(tmp_path / "usb"))
    assert (status, told["unsaved"]) == (0, 0)
    assert all(
        (tmp_path / "usb" / name).read_bytes() == (home.root / "keys" / name).read_bytes() for name in KEYS
    )
    assert jiefen(home, "keys", "save", str(tmp_path / "usb"))[0] == 1, "nothing is written over"


def test_a_key_is_not_replaced_while_somebody_is_at_work(home: World) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "jiefen", "worker", "--with-parent"], env=home.environment()
    )
    try:
        for _ in range(200):
            status, told = jiefen(home, "keys", "rotate", "wrap", "--by", "admin")
            if status:
                break
        assert "还在运行" in told["notes"][0]
    finally:
        worker.kill()
        worker.wait()


def test_every_value_sealed_under_the_wrap_key_is_written_anew() -> None:
    """A new place for `seal_here` is a new row of SEALED_HERE."""
    called = {
        match
        for path in SOURCE.rglob("*.py")
        for match in re.findall(
            r"(?<!def )(?<!un)seal_here\(.*?place=(.+?)\)", path.read_text("utf-8"), re.DOTALL
        )
    }
    known = {row.place(7) for row in SEALED_HERE}
    literal = {match.strip("\"'") for match in called if match[0] in "\"'"}
    assert literal <= known, literal - known
    assert {match for match in called if match[0] not in "\"'"} == {
        "place(medium, user_id=user_id",
        "SEAT_PHONE",
    }
    assert SEAT_PHONE in known
