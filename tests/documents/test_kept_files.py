"""A file is handed out as it was kept, or not at all; whoever must act is told, and `verify --files` reads all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from test_taking_away import taken

from jiefen.lib.uploads import path_of
from jiefen.reports.ledger.verify import verify
from jiefen.reports.ledger.verify_files import check_files
from jiefen.store.models import Attachment, Entry, Notice
from kit.filing import filed, upload
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def delete(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("x"))


def change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


HARMS: tuple[tuple[Callable[[Path], None], str], ...] = (
    (delete, "file_missing"), (rename, "file_missing"), (change_a_byte, "file_changed"), (append, "file_changed"),
    (empty, "file_changed"),
)  # fmt: skip


def a_file(world: Qinghe, tag: str) -> tuple[str, Attachment, Path]:
    number = world.reach("handling")
    upload(world, number, name="通话记录.txt", content=f"{tag} 三月二日通话两次\n".encode() * 40)
    row = Attachment.objects.get(case__number=number)
    return number, row, path_of(row.digest, root=settings.HOME.files)


@pytest.mark.parametrize(("harm", "kind"), HARMS)
def test_a_file_that_is_not_what_was_kept_is_refused_in_words_and_told(
    harm: Callable[[Path], None], kind: str, world: Qinghe
) -> None:
    number, row, path = a_file(world, harm.__name__)
    client, address = world.client("mediator"), f"/cases/{number}/files/{row.pk}"
    good = client.get(address)
    assert b"".join(good.streaming_content).startswith(harm.__name__.encode())  # type: ignore[attr-defined]
    harm(path)
    for _ in range(2):
        answer = client.get(address)
        assert answer.status_code == 409
        assert ("不在磁盘上" if kind == "file_missing" else "和存入时不一样") in answer.content.decode()
    entry = Entry.objects.get(verb=kind)
    assert json.loads(entry.body)["facts"] == {"case": row.case_id, "file": row.pk, "digest": row.digest}
    told = set(Notice.objects.filter(event__startswith=kind).values_list("user__username", flat=True))
    assert {"admin", "auditor"} <= told
    assert client.get(f"/cases/{number}").status_code == 200
    assert [(found.kind, found.row) for found in check_files()[1]] == [(kind, f"attachment:{row.pk}")]
    assert verify(at=world.now).ok, "the rows are right; it is the file that is not"


def test_files_that_are_right_are_no_finding(world: Qinghe) -> None:
    a_file(world, "ordinary")
    read, found = check_files()
    assert (read, found) == (1, [])


def test_the_volume_taken_away_says_what_is_not_in_it(world: Qinghe) -> None:
    number = filed(world)
    by_name = {row.name: path_of(row.digest, root=settings.HOME.files) for row in Attachment.objects.all()}
    before = {name: path.read_bytes() for name, path in by_name.items()}
    delete(by_name["通话记录.txt"])
    change_a_byte(by_name["张三身份证.jpg"])
    try:
        found = taken(world, number)
    finally:
        for name, path in by_name.items():
            path.write_bytes(before[name])
    manifest = {one["name"]: one.get("problem") for one in json.loads(found.read("manifest.json"))["files"]}
    assert manifest["材料/通话记录.txt"] == "文件不在磁盘上"
    assert manifest["材料/张三身份证.jpg"] == "文件和存入时不一样"
    assert not {"材料/通话记录.txt", "材料/张三身份证.jpg"} & set(found.namelist())
