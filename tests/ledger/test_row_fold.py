"""What the entries say of rows, held row by row against a table: what differs, in which way, and which entry says otherwise."""

from __future__ import annotations

import pytest

from jiefen.store.common import row_fold, row_notes
from jiefen.store.common.row_fold import Difference, RowFold
from jiefen.store.models import Unit
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def compared(said: dict[int, str | None]) -> list[Difference]:
    """`said`: the digest told of each unit, by its key."""
    fold = RowFold()
    for entry, (key, digest) in enumerate(said.items(), start=100):
        fold.add({f"unit:{key}": digest, "case:1": "x"}, entry=entry, log_index=entry)
    found = list(fold.differences([row_notes.layouts()["unit"]]))
    assert fold.compared == Unit.objects.count()
    return found


def test_each_way_in_which_a_row_can_differ_is_named_with_the_entry_that_says_otherwise(
    world: Qinghe,
) -> None:
    now = dict(row_notes.rows_of(row_notes.layouts()["unit"]))
    keys, beyond = sorted(now), max(now) + 7
    said: dict[int, str | None] = dict(now)
    assert compared(said) == []
    del said[keys[0]], said[keys[3]], said[keys[-1]]
    changed, gone = list(said)[1], list(said)[2]
    said |= {changed: "another", gone: None, beyond: "was there", beyond + 1: None}
    entries = {key: entry for entry, key in enumerate(said, start=100)}
    assert compared(said) == sorted(
        [
            Difference("unit", keys[0], "row_extra", None),
            Difference("unit", keys[3], "row_extra", None),
            Difference("unit", keys[-1], "row_extra", None),
            Difference("unit", changed, "row_changed", entries[changed]),
            Difference("unit", gone, "row_extra", entries[gone]),
            Difference("unit", beyond, "row_missing", entries[beyond]),
        ],
        key=lambda one: one.key,
    )


def test_of_a_table_that_no_entry_names_every_row_is_too_much(world: Qinghe) -> None:
    assert [(one.key, one.kind, one.entry) for one in compared({})] == [
        (key, "row_extra", None) for key in Unit.objects.order_by("pk").values_list("pk", flat=True)
    ]


def test_what_waits_is_kept_in_batches_and_nothing_is_lost(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_fold, "BATCH", 3)
    now: dict[int, str | None] = dict(row_notes.rows_of(row_notes.layouts()["unit"]))
    assert len(now) > 6
    assert compared(now) == []
