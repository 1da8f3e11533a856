"""严正 checks the history: a wrong file beside it is a wrong file and no alarm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.lib import checkpoint, crypto
from jiefen.store.models import Checkpoint, Entry
from kit.pages import flat
from kit.qinghe import Qinghe


def foreign() -> str:
    """A checkpoint of another system."""
    return checkpoint.compose(
        origin="别处", size=3, root=b"r" * 32, at=datetime(2026, 3, 1, tzinfo=UTC), private_key=crypto.new_key()
    )  # fmt: skip


def verified(world: Qinghe, text: str | bytes | None) -> tuple[int, str]:
    world.reach("handling")
    sequence()
    seal(at=world.now, export=None)
    files = {} if text is None else {"checkpoint": SimpleUploadedFile("c.txt", text if isinstance(text, bytes) else text.encode())}  # fmt: skip
    answer = world.client("auditor").post("/verify", {"key": "k"} | files)
    return answer.status_code, flat(answer.content.decode())


@pytest.mark.parametrize("wrong", ["一张照片", "", b"\xff\xfe\x00", "foreign"])
def test_a_wrong_checkpoint_is_an_error_of_its_field_and_the_history_stands_by_itself(
    world: Qinghe, wrong: str | bytes
) -> None:
    status, shown = verified(world, foreign() if wrong == "foreign" else wrong)
    assert status == 422
    assert "没有比对这个文件" in shown
    assert "历史完整" in shown
    assert 'class="tag bad"' not in shown


def test_the_right_checkpoint_is_compared(world: Qinghe) -> None:
    world.reach("handling")
    sequence()
    seal(at=world.now, export=None)
    status, shown = verified(world, Checkpoint.objects.order_by("pk")[0].text)
    assert status == 200
    assert "与另存的检查点一致" in shown


@pytest.mark.one_database
def test_a_changed_entry_is_still_seen_beside_a_wrong_file(world: Qinghe) -> None:
    world.reach("assigned")
    entry = Entry.objects.order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER entry_no_change")
        cursor.execute("UPDATE store_entry SET actor_id = NULL WHERE id = %s", [entry.pk])
    status, shown = verified(world, "一张照片")
    assert status == 422
    assert "不一致" in shown
