"""S-19: every one of the eight ways to tamper is seen, and the first bad entry is named (trust.md § 2.2)."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from jiefen.jobs.drilling.tampering import ATTACKS, opened, rechained_rewrite
from kit.homes import Answering, World

pytestmark = pytest.mark.long
TRIALS = 12
BEYOND_THE_CHAIN = ("re-chained rewrite", "re-chained delete", "tail truncation", "whole case deleted")


def attacked(
    centre: World, tmp_path: Path, *, attack: str, trial: int, key: bytes | None
) -> tuple[Path, int]:
    copy = tmp_path / f"{trial}.sqlite3"
    shutil.copy(centre.database, copy)
    base = opened(str(copy))
    index = ATTACKS[attack](base, random.Random(f"{attack}{trial}"), key)
    base.close()
    return copy, index


def test_the_untouched_history_verifies(centre: World, answering: Answering, outside: Path) -> None:
    told = answering.verify(centre.database, checkpoint=outside)
    assert told["ok"], told["findings"]
    assert told["entries"] > told["log_size"] > 100
    assert told["checkpoints"] == 6


@pytest.mark.parametrize("attack", ATTACKS)
def test_tampering_is_seen_and_the_first_bad_entry_named(
    attack: str, centre: World, answering: Answering, outside: Path, tmp_path: Path
) -> None:
    for trial in range(TRIALS):
        copy, index = attacked(centre, tmp_path, attack=attack, trial=trial, key=None)
        told = answering.verify(copy, checkpoint=outside)
        assert not told["ok"], f"{attack}, trial {trial}: not seen"
        first = told["first"]
        assert first["log_index"] == (None if index == -1 else index), (trial, index, told["findings"][:3])
        assert first["sentence"].endswith("。")


@pytest.mark.parametrize("attack", BEYOND_THE_CHAIN)
def test_even_with_the_audit_key_the_carried_off_checkpoint_tells(
    attack: str, centre: World, answering: Answering, outside: Path, tmp_path: Path
) -> None:
    key = (centre.root / "keys" / "audit").read_bytes()
    for trial in range(TRIALS):
        copy, index = attacked(centre, tmp_path, attack=attack, trial=trial, key=key)
        told = answering.verify(copy, checkpoint=outside)
        assert not told["ok"], f"{attack}, trial {trial}: not seen"
        assert told["first"]["log_index"] == index, (trial, index, told["findings"][:3])


@pytest.mark.parametrize("attack", BEYOND_THE_CHAIN)
def test_a_printed_checkpoint_alone_names_the_range(
    attack: str, centre: World, without_checkpoints: Answering, outside: Path, tmp_path: Path
) -> None:
    key = (centre.root / "keys" / "audit").read_bytes()
    lone = tmp_path / "printed.txt"
    lone.write_text(outside.read_text())
    copy, index = attacked(centre, tmp_path, attack=attack, trial=0, key=key)
    first = without_checkpoints.verify(copy, checkpoint=lone)["first"]
    assert first["log_index"] <= index < first["end"]


@pytest.mark.parametrize("attack", BEYOND_THE_CHAIN)
def test_the_checkpoint_that_lies_beside_the_database_tells_too(
    attack: str, centre: World, answering: Answering, tmp_path: Path
) -> None:
    key = (centre.root / "keys" / "audit").read_bytes()
    copy, index = attacked(centre, tmp_path, attack=attack, trial=1, key=key)
    told = answering.verify(copy)
    assert told["first"]["log_index"] == index, told["findings"][:3]


def test_without_any_checkpoint_a_thief_with_the_key_is_given_away_by_the_rows_alone(
    centre: World, without_checkpoints: Answering, tmp_path: Path
) -> None:
    """The negative control: it is the checkpoint that tells of the history, not luck. Who takes entries away has to take
    back every row that they wrote, too."""
    key = (centre.root / "keys" / "audit").read_bytes()
    for attack in BEYOND_THE_CHAIN:
        copy, _ = attacked(centre, tmp_path, attack=attack, trial=1, key=key)
        told = without_checkpoints.verify(copy)
        assert {finding["row"] != "" for finding in told["findings"]} <= {True}, (attack, told["findings"])
        assert told["ok"] or attack != "re-chained rewrite", told["findings"]
        assert not told["ok"] or attack not in ("tail truncation", "whole case deleted")


def test_a_changed_case_row_is_seen(
    centre: World, answering: Answering, outside: Path, tmp_path: Path
) -> None:
    changes = (
        "state = 'closed'", "amount = 1", "handler_id = 1", "holder_id = holder_id + 1", "confidentiality = 'family'",
        "merged_into_id = 1", "outcome = 'agreed'", "place_id = 1", "people = 9", "version = version + 1", "head = x'00'",
    )  # fmt: skip
    for at, change in enumerate(changes):
        copy = tmp_path / f"row{at}.sqlite3"
        shutil.copy(centre.database, copy)
        base = opened(str(copy))
        number = base.execute("SELECT number FROM store_case ORDER BY id LIMIT 1 OFFSET 7").fetchone()[0]
        base.execute(f"UPDATE store_case SET {change} WHERE number = ?", [number])
        base.close()
        first = answering.verify(copy, checkpoint=outside)["first"]
        assert first is not None, change
        assert first["stream"] == f"case:{number}", change


def test_swapped_log_numbers_and_an_edited_checkpoint_are_seen(
    centre: World, answering: Answering, outside: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "swapped.sqlite3"
    shutil.copy(centre.database, copy)
    base = opened(str(copy))
    for was, now in ((40, -1), (70, 40), (-1, 70)):
        base.execute("UPDATE store_entry SET log_index = ? WHERE log_index = ?", [now, was])
    base.close()
    assert answering.verify(copy, checkpoint=outside)["first"]["log_index"] == 40

    lone = tmp_path / "edited.checkpoint"
    lone.write_text(outside.read_text().replace("2026", "2025", 1))
    assert answering.verify(centre.database, checkpoint=lone)["first"]["kind"] == "signature"
    lone.write_text("jiefen\n")
    assert answering.verify(centre.database, checkpoint=lone)["first"]["kind"] == "signature"


def test_erasing_a_person_breaks_nothing(
    centre: World, answering: Answering, outside: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "erased.sqlite3"
    shutil.copy(centre.database, copy)
    base = sqlite3.connect(copy)
    changed = base.execute(
        "UPDATE store_secret SET wrapped = NULL, destroyed_at = '2026-05-01 00:00:00' WHERE id % 2"
    )
    assert changed.rowcount > 20
    base.commit()
    base.close()
    assert answering.verify(copy, checkpoint=outside)["ok"]


def test_the_database_itself_refuses_to_rewrite_history(centre: World, tmp_path: Path) -> None:
    copy = tmp_path / "guarded.sqlite3"
    shutil.copy(centre.database, copy)
    base = sqlite3.connect(copy)
    for statement in (
        "DELETE FROM store_entry WHERE id = 5",
        "UPDATE store_entry SET body = '{}' WHERE id = 5",
        "UPDATE store_entry SET log_index = NULL WHERE id = 5",
        "UPDATE store_entry SET log_index = log_index + 1000 WHERE id = 5",
        "DELETE FROM store_checkpoint",
        "UPDATE store_checkpoint SET size = 1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            base.execute(statement)
    base.close()


def test_the_rewrite_is_really_well_chained(centre: World, tmp_path: Path) -> None:
    """An attack that left traces by accident would prove nothing."""
    copy = tmp_path / "chained.sqlite3"
    shutil.copy(centre.database, copy)
    base = opened(str(copy))
    before = base.execute("SELECT body FROM store_entry ORDER BY id").fetchall()
    rechained_rewrite(base, random.Random(1), None)
    assert base.execute("SELECT body FROM store_entry ORDER BY id").fetchall() != before
    base.close()


def test_a_hole_is_named_by_stream_and_by_number(centre: World, answering: Answering, tmp_path: Path) -> None:
    copy, index = attacked(centre, tmp_path, attack="delete in the middle", trial=3, key=None)
    first = answering.verify(copy)["first"]
    assert (first["stream"][:5], first["seq"], first["log_index"]) == ("case:", 2, index)


def test_taking_a_number_away_is_seen(centre: World, answering: Answering, tmp_path: Path) -> None:
    copy = tmp_path / "unnumbered.sqlite3"
    shutil.copy(centre.database, copy)
    base = opened(str(copy))
    base.execute("UPDATE store_entry SET log_index = NULL WHERE log_index = 33")
    base.close()
    assert answering.verify(copy)["first"]["log_index"] == 33
