"""Nothing is sealed, issued or vouched for as ours before an agreement is in force, in whatever order names come (人民调解法 29)."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from jiefen.actions.documents.issue_paper import RenderedFile, draw_code, issue_paper
from jiefen.domain.common.errors import RuleError, Stale
from jiefen.reports.documents.documents import offers, paper_pdf, paper_to_issue
from jiefen.reports.documents.verify_paper import verify_paper
from jiefen.store.models import IssuedPaper, SealUse
from kit.qinghe import Qinghe
from kit.signing import attach, in_force, party, sign, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NAMES = ("张三", "李四", "王五")
STEPS = (*NAMES, "mediator", "seal")


class _Back(Exception):
    """Takes a step back."""


def three_sided(world: Qinghe) -> str:
    """Two respondents of one applicant, each with a promise."""
    number = world.reach("started")
    first = world.case(number).parties.get(name="李四")
    first.pk, first.name, first.position, first.id_blind, first.code_blind = None, "王五", 9, None, None
    first.save()
    each = [{"giver": str(party(world, number, name)), "text": f"{name}退还押金"} for name in NAMES[1:]]
    write(world, number, *each)
    world.take("mediator", "offer_agreement", number)
    return number


def do(world: Qinghe, number: str, step: str) -> None:
    if step == "mediator":
        world.take("mediator", "sign_as_mediator", number)
    elif step == "seal":
        world.take("reviewer", "seal_agreement", number)
    elif step == "王五":
        scan = attach(world, number, name="王五签的.jpg")
        world.take("clerk", "sign_on_paper", number, party=str(party(world, number, step)), scan=scan)
    else:
        sign(world, number, step, strokes="", typed=step)


def issue(world: Qinghe, number: str, *, seen: int | None = None) -> str:
    code, blind = draw_code()
    issue_paper(
        number=number, code="agreement", made=RenderedFile(digest=code.encode().hex().ljust(64, "0")[:64], size=9, name="协议.pdf"),
        blind=blind, told='{"facts":[],"number":""}', seal=True, seen=seen, by=world.actor("reviewer"), at=world.now,
    )  # fmt: skip
    return code


def every_order(world: Qinghe, number: str, done: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Walks each order of the steps to its end; `number` is as it was when the walk is over."""
    yield done
    for step in STEPS:
        if step in done:
            continue
        try:
            with transaction.atomic():
                if step == "seal" and len(done) < len(STEPS) - 1:
                    with pytest.raises(RuleError, match="不能盖章"):
                        do(world, number, step)
                else:
                    do(world, number, step)
                    yield from every_order(world, number, (*done, step))
                raise _Back
        except _Back:
            pass


def test_in_no_order_of_signing_is_anything_sealed_or_issued_before_it_is_in_force(world: Qinghe) -> None:
    number = three_sided(world)
    orders = ends = 0
    for done in every_order(world, number, ()):
        orders += 1
        standing = world.case(number).agreements.get(ended_at=None)
        if len(done) == len(STEPS):
            ends += 1
            assert standing.state == "effective"
            assert done[-1] == "seal"
            code = issue(world, number)
            assert SealUse.objects.filter(paper__case__number=number).exists()
            paper = verify_paper(code)
            assert paper is not None
            assert not paper.void
            continue
        assert standing.state == "offered", done
        with pytest.raises(RuleError, match="协议还没有生效"):
            issue(world, number)
    assert (orders, ends) == (1 + 4 + 12 + 24 + 24 + 24, 24), "every order was walked"


def test_a_draft_has_a_box_for_everybody_and_says_across_the_page_that_it_is_one(world: Qinghe) -> None:
    number = three_sided(world)
    for signed in ((), ("张三",)):
        for name in signed:
            do(world, number, name)
        made = paper_pdf(world.case(number), code="agreement", now=world.now, full=True)
        text = text_of(made.pdf)
        assert ("11010519491231002X" in text) is (signed == ()), "whole on the sheet for pens"
        assert "未生效草稿" in text
        for name in (*NAMES, "人民调解员", "记录人"):
            assert name in text, (name, signed)
        assert "年月日" in text, "no day stands under what has no force"
        assert "本协议自2026年" not in text
    offer = next(one for one in offers(world.case(number), now=world.now) if one.code == "agreement")
    assert offer.refused
    assert "协议还没有生效" in offer.faults[0].sentence


def test_an_agreement_in_force_names_everybody_whole_its_day_its_place_and_its_copies(world: Qinghe) -> None:
    number = in_force(world)
    world.later(days=3)
    issued = paper_to_issue(
        world.case(number), code="agreement", now=world.now, verify_code="", verify_url="", sealed=False
    )
    text = text_of(issued.pdf)
    assert "11010519491231002X" in text
    assert "13900000002" in text
    assert "本协议自2026年3月3日起生效" in text
    assert "2026年3月6日" not in text, "the day of printing is nobody's concern"
    assert "一式三份" in text
    assert "记录人：" in text
    assert "调解地点：" in text
    masked = text_of(paper_pdf(world.case(number), code="agreement", now=world.now, full=True).pdf)
    assert "11010519491231002X" not in masked
    assert "13900000002" not in masked


@pytest.mark.parametrize("lines", range(2, 40, 3))
def test_no_page_bears_signatures_alone_however_long_the_facts_are(world: Qinghe, lines: int) -> None:
    number = world.reach("started")
    write(
        world,
        number,
        facts="李四认可收到押金八千元并同意按期如数退还，双方对租期、房屋和水电费没有其他争议。\n" * lines,
    )
    world.take("mediator", "offer_agreement", number)
    pages = [
        plain(page)
        for page in pages_of(paper_pdf(world.case(number), code="agreement", now=world.now, full=True).pdf)
    ]
    with_boxes = [page for page in pages if "记录人" in page and "签名" in page]
    assert any("退还押金" in page or "具有法律约束力" in page for page in with_boxes), lines


def test_a_paper_made_from_what_has_changed_since_does_not_leave(world: Qinghe) -> None:
    number = in_force(world)
    seen = world.case(number).version
    world.take("mediator", "note", number, text="当事人来电。", audience="internal")
    with pytest.raises(Stale):
        issue(world, number, seen=seen)
    assert not IssuedPaper.objects.exists()


def test_what_an_older_version_issued_before_the_force_is_not_vouched_for(world: Qinghe) -> None:
    number = in_force(world)
    code = issue(world, number)
    early = world.case(number).agreements.get().offered_at
    world.later(hours=2)
    world.case(number).agreements.update(effective_at=world.now)
    assert early is not None
    page = Client().get(f"/v/{code}").content.decode()
    assert "这份协议出具时没有生效" in page
    assert "这是本中心出具的文书" not in page


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def plain(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "")


def text_of(pdf: bytes) -> str:
    return plain("".join(pages_of(pdf)))
