"""An older database beside a newer checkpoint is noticed without anybody giving one; damaged pages are noticed too."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.jobs.running import page_check
from jiefen.jobs.running.rounds import at_the_start
from jiefen.lib.merkle import CompactRange
from jiefen.reports.ledger import pages
from jiefen.reports.ledger.health import examine
from jiefen.reports.ledger.rollback import older_database
from jiefen.reports.ledger.verify import verify
from jiefen.store.models import Entry, LogState
from kit.homes import World
from kit.qinghe import Qinghe


def test_an_older_database_beside_a_newer_checkpoint_is_found_without_giving_one(
    centre: World, tmp_path: Path
) -> None:
    home, old = centre.copy(tmp_path / "home"), centre.copy(tmp_path / "old").database
    home.python("live(3); sequence(); seal(at=NOON, export=None)")
    for path in home.root.glob(f"{home.database.name}*"):
        path.unlink()
    for path in old.parent.glob(f"{old.name}*"):
        shutil.copy(path, home.root)
    told = home.python(
        "from jiefen.reports.ledger.rollback import older_database\n"
        "print(json.dumps([verify(at=NOON).first.sentence, older_database()]))"
    )
    assert "日志第 142 号记录不见了" in told[0]
    assert "数据库比本机保存的检查点" in told[1]


def test_a_whole_home_put_back_is_found_only_with_a_checkpoint_from_elsewhere(
    centre: World, tmp_path: Path
) -> None:
    """The negative control: what lies in the home is put back with it."""
    home, newer = centre.copy(tmp_path / "home"), centre.copy(tmp_path / "newer")
    newer.python("live(3); sequence(); seal(at=NOON, export=Path(sys.argv[1]))", str(tmp_path / "away"))
    latest = max((tmp_path / "away").glob("*.checkpoint"))
    told = home.python(
        "print(json.dumps([verify(at=NOON).ok, verify(at=NOON, checkpoint=Path(sys.argv[1]).read_text()).ok]))",
        str(latest),
    )
    assert told == [True, False]


def sealed(world: Qinghe) -> None:
    world.reach("handling")
    sequence()
    seal(at=world.now, export=None)


def test_doctor_and_worker_say_that_the_database_is_older(
    world: Qinghe, caplog: pytest.LogCaptureFixture
) -> None:
    sealed(world)
    assert older_database() == ""
    state = LogState.objects.get()
    LogState.objects.update(size=state.size - 2)
    with caplog.at_level(logging.ERROR, logger="jiefen.worker"):
        at_the_start(world.now)
    assert "换成了较早的副本" in caplog.text
    assert older_database() in examine(at=world.now, clock=None).problems


def test_a_database_with_another_root_at_the_same_length_is_seen(world: Qinghe) -> None:
    sealed(world)
    state = LogState.objects.get()
    other = CompactRange()
    for n in range(state.size):
        other.append(bytes([n % 256]) * 32)
    LogState.objects.update(ranges=other.to_bytes())
    assert "不符" in older_database()


def test_a_changed_checkpoint_file_is_a_finding_and_the_one_before_it_counts(world: Qinghe) -> None:
    sealed(world)
    forged = settings.HOME.checkpoints / "000000999999.checkpoint"
    forged.write_text(
        next(settings.HOME.checkpoints.glob("*.checkpoint")).read_text().replace("jiefen", "jiefan")
    )
    assert [finding.kind for finding in verify(at=world.now).findings] == ["signature"]
    assert older_database() == ""
    assert Entry.objects.filter(log_index__isnull=False).exists()


def test_a_damaged_page_is_found_and_a_sound_database_is_not_blamed(centre: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(centre.database, copy)
    assert page_check.check_pages(copy) == ""
    with copy.open("r+b") as stream:
        for page in range(20, 60):
            stream.seek(page * 4096)
            stream.write(b"\xff" * 64)
    assert page_check.check_pages(copy)
    copy.write_bytes(b"no database at all" * 300)
    assert page_check.check_pages(copy)


@pytest.mark.one_database
def test_the_doctor_repeats_what_the_last_look_said(world: Qinghe) -> None:
    file = settings.HOME.root / pages.FILE
    assert any("还没有检查" in note for note in examine(at=world.now, clock=None).notes)
    try:
        pages.keep(pages.PageCheck(world.now, "row 7 missing", 0.1), home=settings.HOME.root)
        assert any("坏页" in problem for problem in examine(at=world.now, clock=None).problems)
        pages.keep(pages.PageCheck(world.now - timedelta(days=3), "", 0.1), home=settings.HOME.root)
        assert any("两天没有检查" in note for note in examine(at=world.now, clock=None).notes)
    finally:
        file.unlink()


@pytest.mark.one_database
def test_the_worker_looks_once_a_day_and_nobody_waits(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_check, "_last", float("-inf"))
    assert page_check.check_pages_when_due(world.now)
    assert not page_check.check_pages_when_due(world.now)
    assert page_check._running is not None
    page_check._running.join(20)
    (settings.HOME.root / pages.FILE).unlink()
