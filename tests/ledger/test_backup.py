"""R-17: a backup while people work, brought back, verified against a checkpoint kept elsewhere (trust.md § 3.16)."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kit.homes import World

pytestmark = pytest.mark.long
STANDALONE = Path(__file__).resolve().parents[2] / "docs" / "verify_standalone.py"


def jiefen(centre: World, *words: str, fails: bool = False) -> dict[str, Any]:
    """The command as an administrator types it, with --json."""
    done = subprocess.run(
        [sys.executable, "-m", "jiefen", *words, "--json"],
        env=centre.environment(),
        capture_output=True,
        text=True,
    )
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def numbers(database: Path) -> set[str]:
    base = sqlite3.connect(database)
    found = {number for (number,) in base.execute("SELECT number FROM store_case")}
    base.close()
    return found


@pytest.fixture
def home(centre: World, tmp_path: Path) -> World:
    """A copy of the centre with two files, carrying its checkpoints off to `away`."""
    copy = centre.copy(tmp_path / "home")
    for name in ("ab/cdef", "01/2345"):
        path = copy.root / "files" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(name.encode() * 1000)
    copy.more["JIEFEN_CHECKPOINT_DIR"] = str(tmp_path / "away")
    return copy


def other_home(home: World, tmp_path: Path, *, keys: bool = True) -> World:
    """A new machine; the keys were kept apart from the backup and are put there first."""
    new = World(tmp_path / "new")
    new.root.mkdir(mode=0o700)
    if keys:
        shutil.copytree(home.root / "keys", new.root / "keys")
    return new


def test_a_backup_under_load_holds_everything_acknowledged_before_it(home: World, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    writers = [home.start(f"keep_registering('{who}')", str(stop)) for who in ("甲", "乙")]
    try:
        before = set()
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline().strip() == "ready"
            before |= {writer.stdout.readline().strip() for _ in range(25)}
        told = jiefen(home, "backup", str(tmp_path / "b"))
    finally:
        stop.touch()
    after = {line for writer in writers for line in writer.communicate(timeout=60)[0].split()}
    assert len(after) > 10, "nobody worked while the backup ran"

    checkpoint = tmp_path / "b" / "checkpoint.txt"
    new = other_home(home, tmp_path)
    restored = jiefen(new, "restore", str(tmp_path / "b"), "--checkpoint", str(checkpoint))
    assert restored["entries"] >= told["entries"] >= told["log_size"] > 150
    assert before <= numbers(new.database)
    assert numbers(new.database) <= before | after | numbers(home.database)
    assert (new.root / "files/ab/cdef").read_bytes() == (home.root / "files/ab/cdef").read_bytes()
    assert jiefen(new, "verify", "--checkpoint", str(checkpoint))["ok"]
    new.python("number = register_one(actor('clerk'), at=NOON, name='恢复以后'); print(json.dumps(number))")


def test_an_older_backup_does_not_pass_for_the_present(home: World, tmp_path: Path) -> None:
    """The checkpoint that was carried off later knows more than the backup."""
    jiefen(home, "backup", str(tmp_path / "b"))
    home.python("live(3); sequence(); seal(at=NOON, export=Path(sys.argv[1]))", str(tmp_path / "away"))
    latest = max((tmp_path / "away").glob("*.checkpoint"))
    new = other_home(home, tmp_path)
    told = jiefen(new, "restore", str(tmp_path / "b"), "--checkpoint", str(latest), fails=True)
    assert told["first"]["log_index"] == told["log_size"]


def test_a_damaged_backup_is_refused_before_anything_is_touched(home: World, tmp_path: Path) -> None:
    jiefen(home, "backup", str(tmp_path / "b"))
    new = other_home(home, tmp_path)
    for name in ("database", "files/ab/cdef", "checkpoint.txt", "manifest.json"):
        damaged = tmp_path / "damaged"
        shutil.copytree(tmp_path / "b", damaged)
        content = bytearray((damaged / name).read_bytes())
        content[len(content) // 2] ^= 1
        (damaged / name).write_bytes(content if name != "manifest.json" else content[:-9])
        told = jiefen(new, "restore", str(damaged), fails=True)
        assert told["notes"][0].startswith("没有恢复"), told
        assert {path.name for path in new.root.iterdir()} == {"keys"}
        shutil.rmtree(damaged)
    (tmp_path / "b" / "files" / "more").write_text("?")
    assert "多出" in jiefen(new, "restore", str(tmp_path / "b"), fails=True)["notes"][0]


def test_keys_stay_apart_unless_asked_for(home: World, tmp_path: Path) -> None:
    told = jiefen(home, "backup", str(tmp_path / "b"))
    assert any("没有密钥" in line for line in told["notes"])
    wrapped = (home.root / "keys" / "wrap").read_bytes()
    assert not any(wrapped in path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file())
    new = other_home(home, tmp_path, keys=False)
    assert "没有密钥" in jiefen(new, "restore", str(tmp_path / "b"), fails=True)["notes"][0]
    shutil.copytree(home.root / "keys", new.root / "keys")
    (new.root / "keys" / "audit").write_bytes(b"k" * 32)
    assert "不是写下" in jiefen(new, "restore", str(tmp_path / "b"), fails=True)["notes"][0]

    jiefen(home, "backup", str(tmp_path / "k"), "--with-keys")
    assert jiefen(World(tmp_path / "bare"), "restore", str(tmp_path / "k"))["ok"]
    assert (tmp_path / "bare" / "keys" / "wrap").stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten_by_accident(home: World, tmp_path: Path) -> None:
    jiefen(home, "backup", str(tmp_path / "b"))
    assert "已经存在" in jiefen(home, "backup", str(tmp_path / "b"), fails=True)["notes"][0]
    assert "数据目录里面" in jiefen(home, "backup", str(home.root / "b"), fails=True)["notes"][0]
    assert "已经有数据库" in jiefen(home, "restore", str(tmp_path / "b"), fails=True)["notes"][0]
    home.python("register_one(actor('clerk'), at=NOON, name='备份以后')")
    later = numbers(home.database)
    assert jiefen(home, "restore", str(tmp_path / "b"), "--force")["ok"]
    (aside,) = home.root.glob("before-restore-*")
    assert numbers(aside / "jiefen.sqlite3") == later
    assert len(numbers(home.database)) == len(later) - 1


def test_a_home_that_is_in_use_is_not_replaced(home: World, tmp_path: Path) -> None:
    jiefen(home, "backup", str(tmp_path / "b"))
    stop = tmp_path / "stop"
    writer = home.start("keep_registering('丙')", str(stop))
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        told = jiefen(home, "restore", str(tmp_path / "b"), "--force", fails=True)
        assert "正在使用" in told["notes"][0]
    finally:
        stop.touch()
        writer.communicate(timeout=60)
    assert not list(home.root.glob("before-restore-*"))


def test_a_failed_backup_leaves_nothing_behind(home: World, tmp_path: Path) -> None:
    base = sqlite3.connect(home.database)
    base.execute("DROP TRIGGER entry_no_change")
    base.execute("UPDATE store_entry SET digest = zeroblob(32) WHERE log_index = 9")
    base.commit()
    base.close()
    told = jiefen(home, "backup", str(tmp_path / "b"), fails=True)
    assert "与检查点不符" in told["notes"][0]
    assert not [path for path in tmp_path.iterdir() if path.name.lstrip(".").startswith("b")]


def test_the_auditor_needs_none_of_our_code(home: World, tmp_path: Path) -> None:
    jiefen(home, "backup", str(tmp_path / "b"))
    words = [
        sys.executable, "-I", str(STANDALONE), str(tmp_path / "b" / "database"), "--checkpoint",
        str(tmp_path / "b" / "checkpoint.txt"), "--public-key", str(tmp_path / "b" / "checkpoint.pub"), "--audit-key",
        str(home.root / "keys" / "audit"),
    ]  # fmt: skip
    assert subprocess.run(words, check=False).returncode == 0
    base = sqlite3.connect(tmp_path / "b" / "database")
    base.execute("DROP TRIGGER entry_no_change")
    base.execute("UPDATE store_entry SET actor_id = actor_id + 1 WHERE log_index = 9")
    base.commit()
    base.close()
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "日志第 9 号" in told.stdout


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("UPDATE store_party SET name = '张冒名' WHERE id = 5", "表 party 第 5 行与"),
        ("UPDATE store_clock SET explanation = x'00' WHERE id = 5", "表 clock 第 5 行与"),
        ("DELETE FROM store_assignment WHERE id = 5", "表 assignment 第 5 行不见了"),
        ("UPDATE store_user SET id = 9999 WHERE id = 5", "表 user 第 9999 行没有任何记录写下过"),
    ],
)
def test_the_auditor_sees_a_changed_row_too(harm: str, sentence: str, home: World, tmp_path: Path) -> None:
    with sqlite3.connect(home.database) as base:
        base.execute(harm)
    words = [sys.executable, "-I", str(STANDALONE), str(home.database)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert sentence in told.stdout


def test_checkpoints_are_carried_off_and_made_up_for(home: World, tmp_path: Path) -> None:
    """The other machine's folder may be away for a while: nothing is lost, and what is missing is written later."""
    away = tmp_path / "away"
    away.write_text("not a folder")
    code = """
        from jiefen.actions.ledger.sequence import ExportProblem
        sequence()
        try:
            seal(at=NOON, export=Path(sys.argv[1]))
            print(json.dumps("carried off"))
        except ExportProblem as problem:
            print(json.dumps(str(problem)))
    """
    assert "没能写到机外目录" in home.python(code, str(away))
    away.unlink()
    assert home.python(code, str(away)) == "carried off"
    assert {path.suffix for path in away.iterdir()} == {".checkpoint", ".leaves"}
    assert jiefen(home, "verify", "--checkpoint", str(max(away.glob("*.checkpoint"))))["ok"]


def test_doctor_speaks_of_what_is_missing(home: World, tmp_path: Path) -> None:
    told = jiefen(home, "doctor", fails=True)
    assert any("还没有做过备份" in line for line in told["notes"])
    assert any("jiefen worker" in line for line in told["notes"])
    (home.root / "keys" / "audit").chmod(0o644)
    assert any("chmod 600 audit" in line for line in jiefen(home, "doctor", fails=True)["notes"])
