"""交材料: files of a party, theirs to take away again until they are handed in, and never the other side's to see."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jiefen.actions.documents.party_files import MOST, forget_old
from jiefen.domain.common.words import Audience
from jiefen.lib.uploads import path_of
from jiefen.store.models import Attachment, Party, PartyFile
from kit.invariants import check_case
from kit.parties import at_home, looking, party_of, read_by
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests at the hour of the test's world."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)


def a_file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def adds(browser: Client, *files: SimpleUploadedFile, key: str = "a") -> int:
    return browser.post("/t/materials", {"do": "add", "file": list(files), "key": key}).status_code


def does(browser: Client, do: str, *, key: str = "d", **fields: object) -> int:
    return browser.post("/t/materials", {"do": do, "key": key} | fields).status_code


def on_disk(row: PartyFile) -> bool:
    return path_of(row.digest, root=settings.HOME.files).is_file()


def test_several_are_added_one_is_taken_away_and_the_rest_is_handed_in(world: Qinghe) -> None:
    number = world.reach("started")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    hers = at_home(zhang)
    assert (
        adds(hers, a_file("租约.txt", "租期一年"), a_file("转账.txt", "八千六百"), a_file("错的.txt", "不交"))
        == 302
    )
    page = hers.get("/t/materials").content.decode()
    for row in zhang.files.all():
        assert row.name in page
        assert row.digest[:12] in page
    assert not world.case(number).attachments.exists(), "nothing is handed in yet"
    wrong = zhang.files.get(name="错的.txt")
    assert does(hers, "remove", file=wrong.pk, key="r") == 302
    assert does(hers, "hand_in", key="h") == 302
    assert sorted(row.name for row in world.case(number).attachments.all()) == ["租约.txt", "转账.txt"]
    assert does(hers, "remove", file=zhang.files.get(name="租约.txt").pk, key="r2") == 302
    assert world.case(number).attachments.count() == 2, "what was handed in stays"
    desk = world.client("mediator").get(f"/cases/{number}?tab=files").content.decode()
    assert "租约.txt" in desk
    assert "您交了材料" in read_by(zhang)
    seen = "".join(
        at_home(li).get(page).content.decode() for page in ("/t", "/t/materials", "/t/papers", "/t/mine")
    )
    assert "租约" not in seen + read_by(li)
    assert "交了材料" not in read_by(li)
    assert world.case(number).entries.get(verb="hand_in").audience == Audience.SOME
    check_case(number)


def test_the_same_file_is_there_once_and_a_bad_one_keeps_no_other_out(world: Qinghe) -> None:
    zhang = party_of(world, world.reach("started"), "张三")
    hers = at_home(zhang)
    assert adds(hers, a_file("租约.txt", "租期一年"), a_file("病毒.exe", "MZ")) == 422
    assert adds(hers, a_file("再来.txt", "租期一年"), key="b") == 302
    assert zhang.files.count() == 1
    assert adds(hers, key="none") == 422
    assert does(hers, "hand_in") == 302
    assert adds(hers, a_file("又来.txt", "租期一年"), key="c") == 302
    does(hers, "hand_in", key="again")
    assert Attachment.objects.count() == 1, "handed in once"


def test_one_party_does_not_take_away_the_others(world: Qinghe) -> None:
    number = world.reach("started")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    adds(at_home(zhang), a_file("租约.txt", "租期一年"))
    row = zhang.files.get()
    for file in (row.pk, "0", "x", "9" * 30):
        does(at_home(li), "remove", file=file, key=str(file))
    row.refresh_from_db()
    assert row.removed_at is None
    assert (
        looking(zhang)
        .post("/t/materials", {"do": "hand_in", "key": "x"})
        .headers["Location"]
        .startswith("/t/own")
    )
    assert not Attachment.objects.exists()


def test_too_many_and_too_much_are_refused(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    zhang = party_of(world, world.reach("started"), "张三")
    hers = at_home(zhang)
    assert adds(hers, *(a_file(f"{n}.txt", f"第 {n} 份") for n in range(MOST))) == 302
    assert adds(hers, a_file("多.txt", "多一份"), key="more") == 422
    monkeypatch.setattr(settings, "MAX_CASE_FILES", 20)
    does(hers, "hand_in")
    assert not Attachment.objects.exists()


def test_what_was_taken_away_or_never_handed_in_leaves_the_disk_and_nobody_elses_copy_does(
    world: Qinghe,
) -> None:
    number = world.reach("started")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    adds(at_home(zhang), a_file("我的.txt", "只有我有"), a_file("合同.txt", "双方都有"))
    adds(at_home(li), a_file("合同.txt", "双方都有"), key="his")
    mine, both = zhang.files.get(name="我的.txt"), zhang.files.get(name="合同.txt")
    for row in (mine, both):
        does(at_home(zhang), "remove", file=row.pk, key=row.name)
    assert forget_old(at=world.now + timedelta(hours=23)) == 0
    assert forget_old(at=world.now + timedelta(hours=25)) == 2
    assert (on_disk(mine), on_disk(both)) == (False, True)
    does(at_home(li), "hand_in")
    adds(at_home(zhang), a_file("忘了.txt", "忘了交"), key="later")
    left = zhang.files.get()
    assert forget_old(at=world.now + timedelta(days=13)) == 0
    assert forget_old(at=world.now + timedelta(days=15)) == 1
    assert not on_disk(left)
    assert Party.objects.get(pk=li.pk).files.count() == 1


def test_what_was_handed_in_is_in_the_file_of_everything_of_ones_own(world: Qinghe) -> None:
    number = world.reach("started")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    adds(at_home(zhang), a_file("租约.txt", "租期一年"))
    does(at_home(zhang), "hand_in")
    held = {}
    for party in (zhang, li):
        content = b"".join(at_home(party).get("/t/mine.zip").streaming_content)
        archive = zipfile.ZipFile(io.BytesIO(content))
        held[party.name] = [file["name"] for file in json.loads(archive.read("manifest.json"))["files"]]
    assert any("租约.txt" in name for name in held["张三"])
    assert not any("租约.txt" in name for name in held["李四"])
