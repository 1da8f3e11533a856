"""Photos and papers of an application: in parts, each once, sealed, taken away again, handed over with the case."""

from __future__ import annotations

import io
import os
import random
import re
import shutil

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from jiefen.actions.party.evidence import MOST_FILES, forget_left
from jiefen.lib.uploads import opened, path_of
from jiefen.store.models import Case, EvidenceFile, EvidencePart
from kit.qinghe import Qinghe

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Requests at the hour of the test's world."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


@pytest.fixture
def browser(today: Qinghe) -> Client:
    """An application that was begun."""
    client = Client()
    client.post("/apply/q/danger", {"answer": "no"})
    return client


def photo(colour: str = "red", *, where: bytes = b"") -> bytes:
    picture, out = Image.new("RGB", (900, 600), colour), io.BytesIO()
    exif = Image.Exif()
    if where:
        exif[0x9286] = where
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def send(
    client: Client, content: bytes, *, key: str, offset: int, part: bytes, name: str = "照片.jpg"
) -> dict[str, object]:
    told = {"key": key, "name": name, "size": len(content), "offset": offset}
    answer = client.post("/apply/part", {**told, "part": SimpleUploadedFile("part", part)} if part else told)
    return dict(answer.json())


def send_all(
    client: Client, content: bytes, *, key: str, name: str = "照片.jpg", part: int = 1000
) -> dict[str, object]:
    answer: dict[str, object] = {}
    for at in range(0, len(content), part):
        answer = send(client, content, key=key, offset=at, part=content[at : at + part], name=name)
    return answer


def test_parts_that_are_lost_doubled_and_out_of_order_make_one_whole_file(browser: Client) -> None:
    content, chance = photo(), random.Random(5)
    at, done = 0, False
    while not done:
        offset = chance.choice([at, at, 0, at + 700, max(0, at - 700)])
        told = send(
            browser, content, key="photo-one", offset=offset, part=content[offset : offset + 700] or b"x"
        )
        if "problem" in told:
            pytest.fail(str(told))
        at, done = int(str(told["received"])), bool(told["done"])
    assert EvidenceFile.objects.get().digest
    assert send(browser, content, key="photo-one", offset=0, part=content[:700])["done"], (
        "asked again, it is there"
    )
    assert EvidenceFile.objects.count() == 1


def test_the_same_file_is_kept_once_whatever_it_is_called(browser: Client) -> None:
    assert send_all(browser, photo(), key="first-key") == {
        "received": len(photo()),
        "done": True,
        "same": False,
    }
    assert send_all(browser, photo(), key="second-key", name="又一张.jpg")["same"]
    assert EvidenceFile.objects.count() == 1


def test_where_a_photo_was_taken_does_not_come_along_and_nothing_lies_readable(browser: Client) -> None:
    send_all(browser, photo(where=b"CANARY-731"), key="with-place", part=20_000)
    row = EvidenceFile.objects.get()
    assert "照片".encode() not in bytes(row.name)
    stored = b"".join(bytes(part.sealed) for part in EvidencePart.objects.all())
    assert b"CANARY" not in stored
    assert b"\xff\xd8\xff" not in stored[:64]
    assert not list(settings.HOME.root.glob("applying-*")), "nothing is left of judging it"


def test_what_is_no_picture_is_refused_in_words_and_gone(browser: Client) -> None:
    told = send_all(browser, b"MZ" + b"\0" * 3000, key="not-a-photo")
    assert "认不出这是什么文件" in str(told["problem"])
    assert not EvidenceFile.objects.exists()
    large = browser.post(
        "/apply/part", {"key": "too-large", "name": "a.jpg", "size": 30 * 1024 * 1024, "offset": 0}
    )
    assert "20 MB" in large.json()["problem"]
    assert (
        browser.post("/apply/part", {"key": "../../x", "name": "a.jpg", "size": 3, "offset": 0}).status_code
        == 422
    )


def test_twenty_files_and_no_more(browser: Client) -> None:
    for n in range(MOST_FILES):
        send(browser, b"x" * 9, key=f"file-number-{n}", offset=0, part=b"x")
    assert "最多放 20 份" in str(send(browser, b"x" * 9, key="one-too-many", offset=0, part=b"x")["problem"])


def test_without_script_several_files_go_at_once_and_one_is_taken_away(browser: Client) -> None:
    answered_until_files(browser)
    both = [SimpleUploadedFile("合同.jpg", photo("blue")), SimpleUploadedFile("收据.jpg", photo("green"))]
    assert browser.post("/apply/q/files", {"file": both, "add": "1"}).headers["Location"] == "/apply/q/files"
    assert "合同.jpg" in browser.get("/apply/q/files").content.decode()
    assert browser.post("/apply/q/files", {"file": [SimpleUploadedFile("x.exe", b"MZ")]}).status_code == 422
    first = EvidenceFile.objects.order_by("pk").first()
    assert first is not None
    assert browser.get(f"/apply/thumb/{first.pk}").headers["Content-Type"] == "image/jpeg"
    assert Client().get(f"/apply/thumb/{first.pk}").status_code == 404
    browser.post("/apply/q/files", {"remove": str(first.pk)})
    assert browser.post("/apply/q/files", {"next": "1"}).headers["Location"] == "/apply/answers"
    page = browser.get("/apply/answers").content.decode()
    assert "1 份" in page
    seen = re.search('name="seen" value="([^"]+)"', page)
    assert seen is not None
    answer = browser.post("/apply/answers", {"agreed": "1", "seen": seen[1]})
    assert answer.headers["Location"] == "/apply/done"
    kept = Case.objects.get().attachments.get()
    assert (kept.name, kept.audience) == ("收据.jpg", "applicant")
    with opened(kept.digest, root=settings.HOME.files) as content:
        assert content.read(3) == b"\xff\xd8\xff"
    assert Case.objects.get().entries.filter(verb="attach").count() == 1
    assert not EvidenceFile.objects.exists(), "the case has it now"


def test_refused_at_the_end_no_file_of_it_is_left_readable(browser: Client) -> None:
    answered_until_files(browser)
    browser.post("/apply/q/files", {"file": [SimpleUploadedFile("收据.jpg", photo("purple"))], "next": "1"})
    digest = EvidenceFile.objects.get().digest
    refused = browser.post("/apply/answers", {"agreed": "1", "seen": "0"})
    assert "又改过" in refused.content.decode()
    with pytest.raises(FileNotFoundError):
        opened(digest, root=settings.HOME.files)


def test_a_file_that_was_on_its_way_when_handing_in_failed_goes_with_the_application(browser: Client) -> None:
    send_all(browser, photo("orange"), key="on-its-way")
    row = EvidenceFile.objects.get()
    path = path_of(row.digest, root=settings.HOME.files)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"as it was written")
    browser.post("/apply/throw-away")
    assert not EvidenceFile.objects.exists()
    assert not path.exists()


def test_a_folder_left_by_a_killed_process_is_gone_within_the_hour(today: Qinghe) -> None:
    old, young = (settings.HOME.root / f"applying-{name}" for name in ("old", "young"))
    for folder, minutes in ((old, 61), (young, 1)):
        folder.mkdir()
        (folder / "photo").write_bytes(b"readable")
        moment = today.now.timestamp() - minutes * 60
        os.utime(folder, (moment, moment))
    assert forget_left(at=today.now) == 1
    assert (old.exists(), young.exists()) == (False, True)
    shutil.rmtree(young)


def test_strangers_do_not_fill_the_disk(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiefen.actions.party.evidence.MOST_OF_ALL", 1000)
    told = send(browser, b"x" * 1001, key="one-too-large", offset=0, part=b"x")
    assert "放不下" in str(told["problem"])
    assert browser.get("/apply/q/whose").status_code == 200, "without files it goes on"


def answered_until_files(browser: Client) -> None:
    from test_applying import ANSWERS

    at = "/apply/q/whose"
    while not at.endswith("/files"):
        at = browser.post(at, {"answer": ANSWERS[at.rpartition("/")[2]]}).headers["Location"]
