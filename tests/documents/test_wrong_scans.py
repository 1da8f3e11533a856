"""Scans of the wrong case are refused in words (issue item 11, bad input): real codes in real pictures and PDFs."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image

from jiefen.actions.documents.issue_paper import RenderedFile, draw_code, issue_paper
from jiefen.domain.common.errors import Invalid
from jiefen.domain.documents.paper_rules import SIGN_HERE
from jiefen.domain.intake.numbering import display
from jiefen.lib.qr_codes import codes_in
from jiefen.reports.common.opened import tracking_code_of
from jiefen.store.common.reference import snapshot
from kit.filing import catalogue, photo, upload
from kit.qinghe import Qinghe
from kit.signing import party, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def scan(text: str, *, turned: float = 2.0, kind: str = "JPEG") -> bytes:
    """A page with a code in its corner, a little askew, as a scanner makes it."""
    code, page, out = io.BytesIO(), Image.new("L", (1240, 1754), "white"), io.BytesIO()
    segno.make(text, error="m", micro=False).save(code, kind="png", scale=4, border=4)
    page.paste(Image.open(code).convert("L"), (150, 1400))
    page.rotate(turned, fillcolor=255).convert("RGB").save(out, kind)
    return out.getvalue()


def issued(world: Qinghe, number: str) -> str:
    """The address in the code of a paper of this case."""
    code, blind = draw_code()
    issue_paper(
        number=number, code="acceptance", made=RenderedFile(digest=code.encode().hex().ljust(64, "0")[:64], size=9, name="登记表.pdf"),
        blind=blind, told='{"facts":[],"number":""}', seal=False, by=world.actor("mediator"), at=world.now,
    )  # fmt: skip
    return f"https://jf.example/v/{code}"


@pytest.mark.parametrize("kind", ["JPEG", "PDF"])
def test_a_scan_of_another_cases_paper_is_refused_by_name(world: Qinghe, kind: str) -> None:
    number, other = world.reach("started"), world.reach("started")
    name = f"扫描件.{'jpg' if kind == 'JPEG' else 'pdf'}"
    material = upload(world, number, name, scan(issued(world, other), kind=kind))
    with pytest.raises(Invalid) as refused:
        catalogue(world, number, material, "minutes")
    sentence = refused.value.fields["material"]
    assert "扫描错了" in sentence
    assert "人民调解受理登记表" in sentence
    assert world.case(number).attachments.get(pk=material).document == ""
    own = upload(world, number, f"自己的{name}", scan(issued(world, number), kind=kind))
    catalogue(world, number, own, "minutes")
    assert world.case(number).attachments.get(pk=own).document == "minutes"


def test_nobody_signs_on_the_paper_of_another_case_or_on_a_revoked_one(world: Qinghe) -> None:
    number, other = world.reach("started"), world.reach("started")
    write(world, number)
    world.take("mediator", "offer_agreement", number)
    who = str(party(world, number, "张三"))
    wrong = upload(world, number, "错的.jpg", scan(issued(world, other)))
    with pytest.raises(Invalid, match="1 处"):
        world.take("mediator", "sign_on_paper", number, party=who, scan=wrong)
    own = upload(world, number, "对的.jpg", scan(issued(world, number)))
    paper = world.case(number).papers.get()
    world.take("reviewer", "revoke_paper", number, paper=str(paper.pk), reason="错字")
    with pytest.raises(Invalid) as refused:
        world.take("mediator", "sign_on_paper", number, party=who, scan=own)
    assert "已经作废" in refused.value.fields["scan"]
    plain = upload(world, number, "没有码的.jpg", photo())
    world.take("mediator", "sign_on_paper", number, party=who, scan=plain)


def test_nobody_signs_on_a_sheet_of_an_older_text_or_of_another_agreement(world: Qinghe) -> None:
    number = world.reach("started")
    digests = []
    for amount in ("8000", "7000"):
        write(world, number, {"amount": amount})
        world.take("mediator", "offer_agreement", number)
        digests.append(world.case(number).agreements.get(ended_at=None).digest)
        if amount == "8000":
            world.take("mediator", "take_back_agreement", number, reason="金额写错")
    who = str(party(world, number, "张三"))
    for digest, says in ((digests[0], "收回重写"), ("0" * 64, "不是本案的协议")):
        wrong = upload(world, number, f"{says}.jpg", scan(f"{SIGN_HERE}{digest}"))
        with pytest.raises(Invalid) as refused:
            world.take("mediator", "sign_on_paper", number, party=who, scan=wrong)
        assert says in refused.value.fields["scan"]
    own = upload(world, number, "对的.jpg", scan(f"{SIGN_HERE}{digests[1]}"))
    world.take("mediator", "sign_on_paper", number, party=who, scan=own)


def test_a_receipt_of_another_case_is_refused_and_its_number_told_only_to_who_may_see_it(
    world: Qinghe,
) -> None:
    number, other = world.reach("started"), world.register()
    shown = display(other, snapshot().centre.short)
    address = f"https://jf.example/t/{tracking_code_of(world.case(other))}"
    material = upload(world, number, "回执.jpg", scan(address))
    for who, may_see in (("dispatcher", True), ("mediator", False)):
        assert world.sees(who, other) is may_see
        with pytest.raises(Invalid) as refused:
            world.take(who, "catalogue_material", number, material=material, document="other")
        assert "回执" in refused.value.fields["material"]
        assert (shown in refused.value.fields["material"]) is may_see


@pytest.mark.parametrize(
    "text", ["https://evil.example/v/AAAA-BBBB-CCCC", "hello", "https://jf.example/x/1", ""]
)
def test_a_strange_code_or_none_is_no_reason_to_refuse(world: Qinghe, text: str) -> None:
    number = world.reach("started")
    content = scan(text) if text else photo()
    material = upload(world, number, "材料.jpg", content)
    catalogue(world, number, material, "evidence")
    assert world.case(number).attachments.get(pk=material).document == "evidence"


def test_a_damaged_file_holds_no_codes(tmp_path: object) -> None:
    from pathlib import Path

    for media_type, content in (
        ("application/pdf", b"%PDF-1.7 nothing"), ("image/jpeg", b"\xff\xd8\xff"), ("audio/mpeg", b"ID3"),
    ):  # fmt: skip
        path = Path(str(tmp_path)) / "file"
        path.write_bytes(content)
        assert codes_in(path, media_type=media_type) == []
