"""The whole file as a zip that speaks for itself, and what never leaves with it (row D6; trust.md § 3.6)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from jiefen.lib.zip_stream import zip_stream
from jiefen.store.models import Sighting
from kit.filing import catalogue, file_up, filed, upload
from kit.mediating import plan
from kit.qinghe import NOW, SAFE, Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SECRET = {"concession": "底线其实是六千三百元", "plea": "他昨天又推了我一把", "said": "窗口的人态度差极了"}
CONTROL = "这一句可以外带"


def taken(world: Qinghe, number: str, *, who: str = "reviewer") -> zipfile.ZipFile:
    answer = world.client(who).get(f"/cases/{number}/volume.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def everything(found: zipfile.ZipFile) -> str:
    """All that can be read in it, PDFs too."""
    texts = []
    for name in found.namelist():
        content = found.read(name)
        if name.endswith(".pdf"):
            pages = PdfReader(io.BytesIO(content)).pages
            texts.append("".join(page.extract_text() for page in pages).replace("\n", ""))
        texts.append(content.decode("utf-8", "ignore"))
    return "\n".join(texts).replace(" ", "")


def check_as_a_stranger(found: zipfile.ZipFile) -> None:
    """Only what 怎样核对.txt says: hashlib, json, zipfile."""
    manifest = json.loads(found.read("manifest.json"))
    for one in manifest["files"]:
        content = found.read(one["name"])
        assert hashlib.sha256(content).hexdigest() == one["sha256"], one["name"]
        assert len(content) == one["size"]
    previous = b""
    lines: list[dict[str, Any]] = [json.loads(line) for line in found.read("history.jsonl").splitlines()]
    for n, line in enumerate(lines, start=1):
        body = line.get("body_sha256") or hashlib.sha256(line["body"].encode()).hexdigest()
        previous = hashlib.sha256(b"\x02" + previous + bytes.fromhex(body)).digest()
        assert (line["seq"], line["digest"]) == (n, previous.hex()), n
    assert manifest["head"] == previous.hex()
    assert manifest["entries"] == len(lines)


def test_somebody_without_our_code_can_check_it(world: Qinghe) -> None:
    number = filed(world)
    found = taken(world, number)
    assert found.testzip() is None
    names = found.namelist()
    assert {"volume.pdf", "manifest.json", "history.jsonl", "怎样核对.txt"} <= set(names)
    assert {"材料/张三身份证.jpg", "材料/通话记录.txt"} <= set(names)
    check_as_a_stranger(found)
    row = next(one for one in json.loads(found.read("manifest.json"))["files"] if "身份证" in one["name"])
    assert (row["document"], row["added_by"]) == ("身份证明", "周敏")
    assert Sighting.objects.filter(what="download", user__username="reviewer", case__number=number).exists()


def test_a_changed_zip_does_not_pass_the_same_check(world: Qinghe) -> None:
    found = taken(world, filed(world))
    entries = {name: found.read(name) for name in found.namelist()}
    for name, before, after in (
        ("history.jsonl", b"register", b"amended"),
        ("材料/通话记录.txt", "退押金".encode(), "不退了".encode()),
    ):
        changed = entries | {name: entries[name].replace(before, after, 1)}
        content = b"".join(zip_stream(((one, [text]) for one, text in changed.items()), at=NOW))
        with pytest.raises(AssertionError):
            check_as_a_stranger(zipfile.ZipFile(io.BytesIO(content)))


def test_nothing_said_in_confidence_leaves_with_it(world: Qinghe) -> None:
    number = world.reach("started")
    case = world.case(number)
    parties = {party.name: str(party.pk) for party in case.parties.all()}
    session = plan(world, number)
    world.take("mediator", "seal_note", number, session=str(session.pk), note=SECRET["concession"])
    world.take("mediator", "screen", number, **(SAFE | {"violence": "yes"}))
    world.take("mediator", "write_care_note", number, party=parties["张三"], plea=SECRET["plea"])
    world.take("mediator", "withdraw", number, said="到窗口书面提出", reason="不想办了")
    world.take(
        "clerk", "rate_for_party", number, party=parties["李四"], centre="1", body="1", said=SECRET["said"]
    )
    catalogue(world, number, upload(world, number, "说明.txt", CONTROL.encode()), "evidence")
    file_up(world, number, who="mediator")
    found = taken(world, number, who="mediator")
    check_as_a_stranger(found)
    text = everything(found)
    assert CONTROL in text, "the control: what may leave is there"
    for secret in SECRET.values():
        assert secret not in text, secret
    told = [json.loads(line) for line in found.read("history.jsonl").splitlines()]
    assert sum("body_sha256" in line for line in told) >= 4
    assert not any(word in line.get("body", "") for line in told for word in ('"centre":"1"', '"violence"'))


def test_two_materials_of_one_name_are_both_there(world: Qinghe) -> None:
    number = filed(world)
    upload(world, number, "补充.txt", b"one")
    world.case(number).attachments.filter(name="补充.txt").update(name="通话记录.txt")
    names = taken(world, number).namelist()
    assert {"材料/通话记录.txt", "材料/通话记录（2）.txt"} <= set(names)


def test_who_may_not_have_it_finds_nothing(world: Qinghe) -> None:
    number = world.reach("closed")
    assert world.client("reviewer").get(f"/cases/{number}/volume.zip").status_code == 404, "not put together"
    number = filed(world)
    world.person("nobody", "handler@family")
    world.person("watcher", "auditor@desk")
    for who in ("nobody", "watcher"):
        assert world.client(who).get(f"/cases/{number}/volume.zip").status_code == 404
