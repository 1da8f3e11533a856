"""A paper leaves the centre: by whom, with which seal, and how anybody can tell it is ours (rows D6, E8; trust.md S-9, S-10)."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from jiefen.papers.word_defaults import default_template
from jiefen.reports.documents.documents import BUILDERS, offers
from jiefen.store.models import IssuedPaper, SealUse, WordTemplate
from kit.qinghe import Qinghe
from kit.signing import in_force

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def text_of(pdf: bytes) -> str:
    return (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        .replace(" ", "")
        .replace("\n", "")
    )


def issue(world: Qinghe, who: str, number: str, code: str, **more: str) -> int:
    return (
        world.client(who).post(f"/cases/{number}/papers/{code}", {"key": f"{who}{code}", **more}).status_code
    )


def newest(world: Qinghe, number: str) -> tuple[IssuedPaper, bytes]:
    row = world.case(number).papers.order_by("-pk")[0]
    answer = world.client("mediator").get(f"/cases/{number}/files/{row.file_id}")
    return row, b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_every_document_that_is_offered_can_be_looked_at_and_issued(world: Qinghe) -> None:
    number = world.reach("closed", flags=("petition",))
    found = [one.code for one in offers(world.case(number), now=world.now)]
    assert {
        "application",
        "acceptance",
        "rights_notice",
        "oral_agreement",
        "confirmation_application",
    } <= set(found)
    assert "termination_notice" not in found, "what was agreed is not terminated"
    client = world.client("mediator")
    for code in found:
        answer = client.get(f"/cases/{number}/papers/{code}")
        assert answer.status_code == 200, code
        assert "预览" in text_of(answer.content), code
        assert issue(world, "mediator", number, code) == 302, code
    assert IssuedPaper.objects.count() == len(found)


def test_a_document_that_the_case_has_nothing_for_is_not_made_up(world: Qinghe) -> None:
    number = world.reach("handling")
    client = world.client("mediator")
    for code in ("agreement", "minutes", "termination_notice", "visit_record", "pet_opinion", "nonsense"):
        assert client.get(f"/cases/{number}/papers/{code}").status_code == 404, code
    assert set(BUILDERS) >= {"agreement", "minutes"}


def test_the_agreement_says_the_sum_in_words_shows_who_signed_how_and_is_verified_by_anybody(
    world: Qinghe,
) -> None:
    number = in_force(world)
    assert issue(world, "mediator", number, "agreement") == 302
    row, pdf = newest(world, number)
    text = text_of(pdf)
    assert "捌仟元整" in text
    assert "网上手写签名（本人确认码）" in text
    assert world.case(number).agreements.get().digest[:20] in text
    code = re.search(r"核验码([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", text)
    assert code is not None
    stranger = Client()
    page = stranger.get(f"/v/{code[1]}").content.decode()
    assert "这是本中心出具的文书" in page
    assert "8,000.00 元" in page
    assert "2026年3月3日" in page, "the day it took effect"
    assert "张三" not in page, "names are masked"
    same = stranger.post("/v/check", {"code": code[1], "file": SimpleUploadedFile("a.pdf", pdf)})
    assert "一字不差" in same.content.decode()
    other = stranger.post("/v/check", {"code": code[1], "file": SimpleUploadedFile("a.pdf", pdf + b" ")})
    assert "不一样" in other.content.decode()
    assert stranger.get("/v/AAAA-AAAA-AAAA").status_code == 422
    world.take("reviewer", "revoke_paper", number, paper=str(row.pk), reason="金额写错")
    assert "已经作废" in stranger.get(f"/v/{code[1]}").content.decode()


def test_only_a_reviewer_puts_the_seal_and_each_use_is_on_record(world: Qinghe) -> None:
    number = world.reach("handling")
    assert issue(world, "mediator", number, "acceptance", seal="1") == 403
    assert not IssuedPaper.objects.exists()
    assert issue(world, "reviewer", number, "acceptance", seal="1") == 302
    use = SealUse.objects.select_related("seal", "by").get()
    assert (use.seal.name, use.by.username) == (world.case(number).holder.name, "reviewer")
    page = world.client("admin").get("/documents").content.decode()
    assert "顾长山" in page
    assert number not in page, "who manages templates need not be one who reads cases"


def test_a_failed_mediation_is_told_the_other_ways_with_the_time_that_is_left(world: Qinghe) -> None:
    number = world.reach("started", happened_on="2026-01-05")
    world.take("mediator", "record", number, outcome="not_agreed", summary="分歧较大。")
    pdf = world.client("mediator").get(f"/cases/{number}/papers/termination_notice").content
    text = text_of(pdf)
    assert "起诉" in text
    assert "自当日起中断，重新计算三年，至2029年3月5日" in text
    assert "不必等" not in text, "mediation is over"
    assert "分歧较大" not in text, "what the handler wrote for the file blames nobody on a paper for both"
    assert "法律援助" in text


def test_a_name_of_ten_thousand_letters_and_a_rare_one_are_printed_and_a_command_is_only_text(
    world: Qinghe,
) -> None:
    for name in ("长" * 100, "𬀩㛃䶮", '#read("/etc/passwd")'):
        number = world.register(applicant_name=name)
        world.take("dispatcher", "dispatch", number, unit="mediation")
        world.take("mediator", "sign", number)
        answer = world.client("mediator").get(f"/cases/{number}/papers/application")
        assert answer.status_code == 200
        assert "root:" not in text_of(answer.content)


def upload(
    world: Qinghe, content: bytes, *, name: str = "a.docx", code: str = "agreement"
) -> tuple[int, str]:
    file = SimpleUploadedFile(name, content)
    answer = world.client("admin").post("/documents", {"code": code, "file": file, "key": name})
    return answer.status_code, answer.content.decode()


def test_a_template_of_ones_own_is_looked_through_kept_by_version_and_used_for_what_is_issued(
    world: Qinghe,
) -> None:
    number = in_force(world)
    assert upload(world, default_template("agreement"))[0] == 302
    row = WordTemplate.objects.get()
    client = world.client("admin")
    assert client.get(f"/documents/{row.pk}").content.startswith(b"%PDF")
    assert client.post("/documents", {"use": f"{row.pk}:on", "key": "u"}).status_code == 302
    assert issue(world, "mediator", number, "agreement") == 302
    issued, pdf = newest(world, number)
    assert issued.template == 1
    assert "退还押金" in text_of(pdf)
    word = world.client("mediator").get(f"/cases/{number}/papers/agreement/word")
    with zipfile.ZipFile(io.BytesIO(word.content)) as packed:
        assert "退还押金" in packed.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docm", b"PK", "docm"),
        ("a.docx", b"not a zip", ""),
        ("a.docx", b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
    ],
)
def test_a_template_that_is_none_is_refused_in_words_and_nothing_is_kept(
    world: Qinghe, name: str, content: bytes, says: str
) -> None:
    status, page = upload(world, content, name=name)
    assert status == 422
    assert says in page
    assert not WordTemplate.objects.exists()


def test_a_template_with_code_in_it_is_refused_with_its_paragraph(world: Qinghe) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default_template("agreement"))) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = content.replace(
                    b"</w:body>", b"<w:p><w:r><w:t>{{ ''.__class__.__mro__ }}</w:t></w:r></w:p></w:body>"
                )
            new.writestr(entry.filename, content)
    status, page = upload(world, made.getvalue())
    assert status == 422
    assert "段" in page
    assert not WordTemplate.objects.exists()
