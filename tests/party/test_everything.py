"""All that is held of one party in one file: it says what it holds, and nothing of the other side is in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from django.conf import settings
from pypdf import PdfReader

from jiefen.lib.uploads import path_of
from jiefen.store.models import Party
from kit.filing import issue
from kit.parties import at_home, looking, party_of
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def taken(party: Party) -> zipfile.ZipFile:
    answer = at_home(party).get("/t/mine.zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def told_in(archive: zipfile.ZipFile) -> str:
    """Every text of the file, the pages included."""
    texts = []
    for name in archive.namelist():
        content = archive.read(name)
        if name.endswith(".pdf"):
            pages = PdfReader(io.BytesIO(content)).pages
            texts.append("".join(page.extract_text() for page in pages).replace("\n", ""))
        else:
            texts.append(content.decode())
    return "\n".join(texts)


def test_each_takes_away_their_own_and_every_digest_is_right(world: Qinghe) -> None:
    number = world.reach("handling", flags=("petition",))
    issue(world, number, "pet_acceptance")
    zhang, li = party_of(world, number, "张三"), party_of(world, number, "李四")
    for party, said in ((zhang, "我只想拿回押金"), (li, "墙是他弄坏的")):
        at_home(party).post("/t/messages", {"said": said, "key": said})
    hers, his = taken(zhang), taken(li)
    listed = json.loads(hers.read("manifest.json"))["files"]
    assert [file["name"].rpartition(".")[2] for file in listed] == ["pdf", "json", "pdf"]
    for file in listed:
        content = hers.read(file["name"])
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["size"])
    texts, others = told_in(hers), told_in(his)
    assert texts.count("我只想拿回押金") == 2, "to read, and as data"
    assert "13800000001" in texts
    for mark in ("墙是他弄坏的", "13900000002"):
        assert mark in others, "the control"
        assert mark not in texts
    assert "我只想拿回押金" not in others
    assert len(json.loads(his.read("manifest.json"))["files"]) == 2, "the paper was not his"


def test_a_paper_that_is_gone_is_named_and_the_rest_is_there(world: Qinghe) -> None:
    number = world.reach("handling", flags=("petition",))
    issue(world, number, "pet_acceptance")
    paper = world.case(number).papers.get()
    path_of(paper.file.digest, root=settings.HOME.files).unlink()
    archive = taken(party_of(world, number, "张三"))
    assert archive.testzip() is None
    assert "文件不在" in archive.read("manifest.json").decode()


def test_it_needs_the_partys_own_door(world: Qinghe) -> None:
    number = world.reach("handling")
    answer = looking(party_of(world, number, "张三")).get("/t/mine.zip")
    assert answer.headers["Location"] == "/t/own?back=/t/mine.zip"
