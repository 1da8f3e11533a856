"""The file 卷宗 of a case as one PDF: order, page numbers, what has no pages, and what cannot be bound (row D6)."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.moments import ZONE
from jiefen.jobs.demo import fill
from jiefen.lib.uploads import path_of
from jiefen.store.models import Case, SealUse, Volume
from kit.filing import catalogue, file_up, filed, issue, pages_of, photo, upload
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def stored(volume: Volume) -> bytes:
    return path_of(volume.file.digest, root=settings.HOME.files).read_bytes()


def refused(world: Qinghe, number: str) -> str:
    client = world.client("reviewer")
    client.post(f"/cases/{number}/volume", {"key": "again"})
    return client.get(f"/cases/{number}?tab=files").content.decode()


def test_the_file_lies_in_its_order_with_running_page_numbers(world: Qinghe) -> None:
    number = filed(world)
    volume = Volume.objects.get(case__number=number)
    pages = pages_of(stored(volume))
    cover = pages[0].replace(" ", "")
    assert "人民调解卷宗" in cover
    assert "张三" in cover
    assert "保管期限10年" in cover
    listed = pages[1].replace(" ", "")
    order = ["人民调解申请书", "当事人权利义务告知书", "张三身份证.jpg", "另附材料清单（1件）", "卷宗封底"]
    assert sorted(order, key=listed.index) == order, listed
    assert "通话记录.txt" in "".join(pages[2:]).replace(" ", ""), "what has no pages is named on a sheet"
    assert volume.pages == len(pages) - 2, "cover and catalogue bear no number"
    assert "卷内缺" in volume.note


def test_putting_it_together_again_replaces_the_file_and_keeps_the_shelf(world: Qinghe) -> None:
    number = filed(world)
    world.take("reviewer", "place_volume", number, box="7", shelf="A-3")
    before = Volume.objects.get().pages
    issue(world, number, "acceptance")
    file_up(world, number, key="second")
    volume = Volume.objects.get()
    assert volume.pages > before
    assert (volume.box, volume.shelf) == ("7", "A-3")
    assert "volume" not in "".join(pages_of(stored(volume))), "the first is not bound into the second"


def test_a_revoked_paper_is_not_bound(world: Qinghe) -> None:
    number = world.reach("closed")
    issue(world, number, "application", "acceptance")
    paper = world.case(number).papers.get(code="acceptance")
    world.take("reviewer", "revoke_paper", number, paper=str(paper.pk), reason="登记表写错了名字")
    file_up(world, number)
    text = "".join(pages_of(stored(Volume.objects.get()))).replace(" ", "")
    assert "人民调解申请书" in text
    assert "受理登记表" not in text


def test_what_cannot_be_bound_is_named(world: Qinghe) -> None:
    number = world.reach("closed")
    assert "卷内还没有东西" in refused(world, number)
    material = upload(world, number, "合同.jpg", photo())
    catalogue(world, number, material, "evidence")
    row = world.case(number).attachments.get(pk=material)
    path_of(row.digest, root=settings.HOME.files).unlink()
    assert "“合同.jpg”的文件不在磁盘上" in refused(world, number)
    world.case(number).attachments.filter(pk=material).update(size=201 * 1024 * 1024)
    assert "超过 200 MB" in refused(world, number)
    assert not Volume.objects.exists()


def pdf(*, pages: int = 2, user: str = "", owner: str = "", algorithm: str = "AES-256") -> bytes:
    """A PDF as a bank or an office sends it: locked against editing, against opening, or not at all."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if user or owner:
        writer.encrypt(user, owner, algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_what_is_locked_against_editing_alone_is_bound_like_any_other(world: Qinghe, algorithm: str) -> None:
    number = world.reach("closed")
    name = "银行流水.pdf"
    catalogue(world, number, upload(world, number, name, pdf(owner="o", algorithm=algorithm)), "evidence")
    file_up(world, number)
    volume = Volume.objects.get()
    assert volume.pages == 3, "two of the statement, and the back cover"
    assert "装不进卷" not in volume.note


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("有密码.pdf", pdf(user="u", owner="o"), "有密码，不能装订"),
        ("断了.pdf", pdf()[:300], "不是完好的 PDF"),
        ("一页也没有.pdf", pdf(pages=0), "没有页面"),
    ],
)
def test_what_cannot_be_bound_is_said_at_the_upload_and_lies_beside_the_file(
    world: Qinghe, name: str, content: bytes, why: str
) -> None:
    number = world.reach("closed")
    client = world.client("mediator")
    told = {"key": name, "file": SimpleUploadedFile(name, content)}
    page = client.post(f"/cases/{number}/files", told, follow=True).content.decode()
    assert why in page
    assert "另附在卷外" in page
    material = str(world.case(number).attachments.get(name=name).pk)
    catalogue(world, number, material, "evidence")
    issue(world, number, "application")
    file_up(world, number)
    volume = Volume.objects.get()
    assert f"装不进卷、另附：证据材料：{name}" in volume.note
    text = "".join(pages_of(stored(volume))).replace(" ", "")
    assert "有密码或者打不开" in text
    assert "人民调解申请书" in text, "the rest is bound"


def test_a_damaged_picture_does_not_keep_the_rest_from_being_bound(world: Qinghe) -> None:
    number = world.reach("closed")
    material = upload(world, number, "合同.jpg", photo(size=(811, 507)))
    catalogue(world, number, material, "evidence")
    issue(world, number, "application")
    broken = b"\xff\xd8\xff\x00"
    path = path_of(hashlib.sha256(broken).hexdigest(), root=settings.HOME.files)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(broken)  # as one that was kept before pictures were drawn anew
    world.case(number).attachments.filter(pk=material).update(digest=hashlib.sha256(broken).hexdigest())
    file_up(world, number)
    assert "装不进卷、另附：证据材料：合同.jpg" in Volume.objects.get().note


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_not_what_was_kept_is_not_bound(harm: str, world: Qinghe) -> None:
    number = world.reach("closed")
    material = upload(world, number, "合同.jpg", photo(size=(813, 509)))
    catalogue(world, number, material, "evidence")
    issue(world, number, "application")
    path = path_of(world.case(number).attachments.get(pk=material).digest, root=settings.HOME.files)
    path.unlink() if harm == "gone" else path.write_bytes(b"x")
    assert ("不在磁盘上" if harm == "gone" else "和存入时不一样") in refused(world, number)
    assert not Volume.objects.exists()


def test_what_was_put_in_the_catalogue_is_taken_out_again_or_put_elsewhere(world: Qinghe) -> None:
    number = world.reach("closed")
    material = upload(world, number, "别家的流水.pdf", pdf())
    catalogue(world, number, material, "evidence")
    assert (
        "已移出"
        in world.take("mediator", "catalogue_material", number, material=material, document="out").sentence
    )
    assert world.case(number).attachments.get(pk=material).document == ""
    catalogue(world, number, material, "identity")
    assert world.case(number).attachments.get(pk=material).document == "identity"
    page = world.client("mediator").get(f"/cases/{number}?tab=files").content.decode()
    assert "归入目录" in page, "the button is there although everything has its place"
    issue(world, number, "application")
    paper = str(world.case(number).papers.get().file_id)
    with pytest.raises(Invalid) as refused:
        world.take("mediator", "catalogue_material", number, material=paper, document="out")
    assert "请作废" in refused.value.fields["material"]


def test_an_open_case_has_no_file_yet_and_a_stranger_finds_nothing(world: Qinghe) -> None:
    number = world.reach("handling")
    assert world.client("reviewer").post(f"/cases/{number}/volume").status_code == 302
    assert not Volume.objects.exists()
    world.person("nobody", "handler@family")
    assert world.client("nobody").post(f"/cases/{number}/volume").status_code == 404


def test_the_invented_county_has_real_papers_and_a_volume_of_every_archived_matter() -> None:
    now = datetime(2026, 11, 30, 10, 0, tzinfo=ZONE)
    fill(14, now=now, quiet=True, passwords=False)
    archived = set(Case.objects.filter(state="archived").values_list("pk", flat=True))
    assert archived
    assert set(Volume.objects.values_list("case_id", flat=True)) == archived
    for volume in Volume.objects.select_related("case", "file"):
        assert len(pages_of(stored(volume))) == volume.pages + 2
        assert volume.case.papers.exclude(at=volume.made_at).count() == 0, (
            "issued when the matter ended, not today"
        )
    sealed = SealUse.objects.filter(paper__case__in=archived)
    assert sealed.exists()
    assert not sealed.filter(paper__code="application").exists()
