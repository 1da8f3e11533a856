"""Dispute codes (row D8): one a place; counted as nobody, small counts left out; what comes by one is known of the case."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from jiefen.actions.intake import codes
from jiefen.actions.intake.register import register
from jiefen.domain.common.errors import Invalid, NotAllowed, Unseen
from jiefen.domain.common.words import Outcome
from jiefen.domain.intake.registration import read
from jiefen.papers import render
from jiefen.portal.hall.codes import IN_SESSION
from jiefen.reports.figures.codes import FEW, codes_view, poster
from jiefen.store.models import Case, CodeCase, CodeVisits, DisputeCode, Entry
from kit.qinghe import FIELDS, Qinghe

UNIT = "grid-330999001001"


def make(world: Qinghe, words: str = "湖滨社区居委会门口", by: str = "dispatcher") -> DisputeCode:
    answer = codes.make_dispute_code(unit=UNIT, words=words, by=world.actor(by), at=world.now)
    return DisputeCode.objects.get(pk=answer.more["code"])


def brought(world: Qinghe, code: DisputeCode, *, settled: int, ended: int, applied: int) -> None:
    """So many cases by one code, as if they had run their course."""
    for at in range(applied):
        number = world.register(applicant_name=f"程念{at}")
        CodeCase.objects.create(code=code, case=world.case(number))
        if at < ended:
            outcome = Outcome.AGREED if at < settled else Outcome.NOT_AGREED
            Case.objects.filter(number=number).update(ended_at=world.now, outcome=outcome)


def test_a_place_has_one_code_and_its_making_stands_in_the_history(world: Qinghe) -> None:
    code = make(world)
    assert Entry.objects.get(stream=codes.STREAM).verb == "make_dispute_code"
    assert len(code.code) == 8
    with pytest.raises(Invalid):
        make(world)
    with pytest.raises(Invalid):
        codes.make_dispute_code(unit="nowhere", words="", by=world.actor("dispatcher"), at=world.now)
    with pytest.raises(NotAllowed):
        make(world, words="东门社区", by="supervisor")


def test_whoever_scans_finds_the_place_and_leaves_nothing_but_a_count(world: Qinghe) -> None:
    code, stranger = make(world), Client()
    for typed in (code.code, code.code.lower()):
        page = stranger.get(f"/c/{typed}").content.decode()
        assert "湖滨社区居委会门口" in page
        assert "湖滨社区网格" in page
    assert CodeVisits.objects.get().opened == 2
    assert "jiefen-session" not in stranger.cookies
    assert all("session" not in name for name in stranger.cookies)
    assert {field.name for field in CodeVisits._meta.fields} == {"id", "code", "day", "opened"}


def test_a_code_that_was_taken_down_still_leads_to_the_centre(world: Qinghe) -> None:
    code = make(world)
    codes.withdraw_dispute_code(code=code.pk, by=world.actor("dispatcher"), at=world.now)
    page = Client().get(f"/c/{code.code}")
    assert page.status_code == 200
    assert "湖滨社区" not in page.content.decode()
    assert not CodeVisits.objects.exists()
    with pytest.raises(Unseen):
        codes.withdraw_dispute_code(code=code.pk, by=world.actor("dispatcher"), at=world.now)
    assert poster(code.pk, size="a4", host="https://x", now=world.now) is None
    assert Client().get("/c/nonsense").status_code == 200


def test_going_on_to_apply_carries_the_code(world: Qinghe) -> None:
    code, stranger = make(world), Client()
    assert stranger.post(f"/c/{code.code}").headers["Location"] == "/apply"
    assert stranger.session[IN_SESSION] == code.pk


def test_few_are_not_shown_and_neither_is_what_they_could_be_reckoned_from(world: Qinghe) -> None:
    brought(world, make(world), settled=2, ended=3, applied=4)
    line = codes_view().lines[0]
    assert (line.applied, line.ended, line.settled, line.share, line.below) == (FEW, FEW, FEW, "—", False)


def test_enough_are_shown_with_their_share_beside_that_of_all(world: Qinghe) -> None:
    good, poor = make(world), make(world, words="东门社区活动室")
    brought(world, good, settled=10, ended=10, applied=10)
    brought(world, poor, settled=10, ended=20, applied=20)
    lines = {line.words: line for line in codes_view().lines}
    assert (lines[good.words].share, lines[good.words].below) == ("100.0%", False)
    assert (lines[poor.words].share, lines[poor.words].below) == ("50.0%", True)
    assert codes_view().share == "66.7%"


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a3", 842)])
def test_the_poster_is_one_page_with_the_place_the_phone_and_a_large_picture(
    world: Qinghe, size: str, width: int
) -> None:
    code = make(world)
    fields = poster(code.pk, size=size, host="https://jiefen.example.gov.cn", now=world.now)
    assert fields is not None
    assert fields["qr"] == f"https://jiefen.example.gov.cn/c/{code.code}"
    pages = PdfReader(io.BytesIO(render("poster", fields=fields))).pages
    assert len(pages) == 1
    assert round(float(pages[0].mediabox.width)) == width
    text = pages[0].extract_text().replace(" ", "")
    assert "湖滨社区居委会门口" in text
    assert "0570-8012345" in text
    longest = render("poster", fields=fields | {"words": "很" * 40, "unit": "长" * 40})
    assert len(PdfReader(io.BytesIO(longest)).pages) == 1


def test_the_page_makes_prints_and_takes_down(world: Qinghe) -> None:
    desk = world.client("dispatcher")
    assert desk.post("/codes", {"unit": UNIT, "words": ""}).status_code == 422
    desk.post("/codes", {"unit": UNIT, "words": "湖滨社区"})
    code = DisputeCode.objects.get()
    assert "湖滨社区" in desk.get("/codes").content.decode()
    assert desk.get(f"/codes/{code.pk}/poster/a4").headers["Content-Type"] == "application/pdf"
    assert desk.get(f"/codes/{code.pk}/poster/a5").status_code == 404
    desk.post("/codes", {"withdraw": code.pk})
    assert DisputeCode.objects.get().until is not None
    assert world.client("supervisor").post("/codes", {"unit": UNIT, "words": "别处"}).status_code == 403


def test_visits_are_counted_by_the_day(world: Qinghe) -> None:
    code = make(world)
    for days in (0, 0, 1):
        codes.count_visit(code.pk, at=world.now + timedelta(days=days))
    assert list(CodeVisits.objects.order_by("day").values_list("opened", flat=True)) == [2, 1]
    assert replace(codes_view().lines[0]).opened == 3


def test_a_code_named_at_the_window_is_the_cases(world: Qinghe) -> None:
    code, facts = make(world), read(FIELDS, today=world.now.date(), flags=(), strict=True)
    by, at = world.actor("grid"), world.now
    number = register(registration=facts, scanned=code.code.lower(), by=by, at=at).number
    assert world.case(number).came_by.code == code
    with pytest.raises(Invalid):
        register(registration=facts, scanned="8F3K-27QD", by=by, at=at)
    refused = world.client("clerk").post("/register", {"save": "1", "scanned": "8F3K-27QD"})
    assert 'value="8F3K-27QD"' in refused.content.decode()
