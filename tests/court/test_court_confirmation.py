"""Judicial confirmation: who may ask, by when, of which court, with what papers, and what the court answered."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader

from jiefen.actions.court.confirmation_reminders import remind_of_confirmation
from jiefen.domain.agreement.words import Rung
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.court.confirmation import ConfirmationMatter, competent, hints, refusal
from jiefen.reports.agreement.outcome_ladder import RUNGS
from jiefen.reports.case.page import case_view, tab_buttons
from jiefen.reports.case.tabs import panels_of
from jiefen.store.models import Case, Clock, Notice, PartyMessage, Sighting
from kit.invariants import check_case
from kit.qinghe import NOW, Qinghe

pytestmark = pytest.mark.one_database

YES = {"how": "本人到窗口表示同意"}
FILED = {"bar": "none", "filed_on": "2026-03-03"}


def party(world: Qinghe, number: str, side: str) -> str:
    return str(world.case(number).parties.get(side=side).pk)


def joined(world: Qinghe, **more: str) -> str:
    number = world.reach("confirmed", **more)
    for side in ("applicant", "respondent"):
        world.take("clerk", "join_confirmation", number, party=party(world, number, side), **YES)
    return number


def buttons(world: Qinghe, number: str, who: str = "clerk") -> set[str]:
    actor, case = world.actor(who), world.case(number)
    view = case_view(actor, case=case, now=world.now)
    return {one.verb for one in tab_buttons(actor, tab="agreement", case=case, view=view, now=world.now)}


def state(world: Qinghe, number: str) -> str:
    panels = panels_of(world.case(number), tab="agreement", buttons=(), now=world.now)
    return next(panel.state for panel in panels if panel.heading == "司法确认")


def test_both_sides_ask_together_or_nobody_does(world: Qinghe) -> None:
    number = world.reach("confirmed")
    assert "join_confirmation" in buttons(world, number)
    assert "file_confirmation" not in buttons(world, number)
    world.take("clerk", "join_confirmation", number, party=party(world, number, "applicant"), **YES)
    assert "等 李四 同意" in state(world, number)
    with pytest.raises(RuleError, match="双方都同意"):
        world.take("clerk", "file_confirmation", number, **FILED)
    with pytest.raises(Invalid):
        world.take("clerk", "join_confirmation", number, party=party(world, number, "applicant"), **YES)
    world.take("clerk", "join_confirmation", number, party=party(world, number, "respondent"), **YES)
    assert "file_confirmation" in buttons(world, number)
    check_case(number)


def test_the_way_through_the_court_is_kept_with_its_clocks(world: Qinghe) -> None:
    number = joined(world)
    answer = world.take("clerk", "file_confirmation", number, **FILED)
    assert "清和县人民法院" in answer.sentence
    assert not Clock.objects.filter(rule="RT-02", stopped_at=None).exists()
    world.later(days=2)
    world.take("reviewer", "close", number)
    with pytest.raises(Invalid):
        world.take("clerk", "court_accepts", number, accepted_on="2026-03-02")
    world.take("clerk", "court_accepts", number, accepted_on="2026-03-05")
    assert Clock.objects.filter(rule="RT-03", stopped_at=None).exists()
    check_case(number)
    world.later(days=10)
    world.take("clerk", "court_decides", number, decree="effective", decided_on="2026-03-15")
    assert not Clock.objects.filter(rule="RT-03", stopped_at=None).exists()
    assert state(world, number) == "裁定有效"
    assert {"join_confirmation", "file_confirmation"}.isdisjoint(buttons(world, number))
    check_case(number)


def test_the_thirtieth_day_is_the_last_by_the_day_of_filing(world: Qinghe) -> None:
    number = joined(world)
    due = Clock.objects.get(rule="RT-02").due
    assert due is not None
    world.now = due + timedelta(days=3)
    assert "30 日已过" in str(panels_of(world.case(number), tab="agreement", buttons=(), now=world.now))
    assert "join_confirmation" not in buttons(world, number)
    late = (due + timedelta(days=1)).date().isoformat()
    with pytest.raises(Invalid):
        world.take("clerk", "file_confirmation", number, **FILED | {"filed_on": late})
    world.take("clerk", "file_confirmation", number, **FILED | {"filed_on": due.date().isoformat()})


@pytest.mark.parametrize("bar", ["scope", "venue", "status", "special", "title"])
def test_what_a_court_would_not_accept_is_said_with_its_article(world: Qinghe, bar: str) -> None:
    number = joined(world)
    with pytest.raises(Invalid) as refused:
        world.take("clerk", "file_confirmation", number, **FILED | {"bar": bar})
    assert "第355条" in refused.value.fields["bar"]


def test_where_it_cannot_be_asked_for_the_reason_stands_instead_of_the_button() -> None:
    fine = ConfirmationMatter(
        "0602", in_force=True, tracks={"peoples_mediation"}, due=NOW + timedelta(days=3)
    )
    assert refusal(fine, now=NOW) == ""
    for other in (
        ConfirmationMatter("0602", in_force=False, tracks=fine.tracks, due=fine.due),
        ConfirmationMatter("1101", in_force=True, tracks=fine.tracks, due=fine.due),
        ConfirmationMatter("0602", in_force=True, tracks={"petition"}, due=fine.due),
        ConfirmationMatter("0602", in_force=True, tracks=fine.tracks, due=NOW - timedelta(days=1)),
    ):
        assert refusal(other, now=NOW).endswith("。")
    assert competent(invited_by="清和县人民法院", county="清和县")[0].why.startswith("邀请调解")
    assert len(competent(invited_by="", county="清和县")) == 2
    assert len(hints("0101")) == 2
    assert len(hints("0602")) == 1


def test_reminders_come_at_four_steps_once_each_however_late_the_job_is(world: Qinghe) -> None:
    number = world.reach("confirmed")
    told: list[int] = []
    for days in (0, 3, 5, 13, 7, 4):
        world.later(days=days)
        remind_of_confirmation(at=world.now)
        assert remind_of_confirmation(at=world.now) == 0, "told once"
        told.append(
            Notice.objects.filter(event__startswith="confirm:", case__number=number)
            .values("event")
            .distinct()
            .count()
        )
    assert told == [1, 1, 2, 3, 4, 4]
    assert PartyMessage.objects.filter(event__startswith="confirm:").exists()


def test_a_job_that_comes_a_month_late_tells_nothing_that_is_over(world: Qinghe) -> None:
    world.reach("confirmed")
    world.later(days=45)
    assert remind_of_confirmation(at=world.now) == 0


def test_the_package_holds_four_papers_their_digests_and_nothing_of_the_talks(world: Qinghe) -> None:
    number = joined(world)
    world.take("mediator", "note", number, text="李四私下愿意退六千", audience="internal")
    address = f"/cases/{number}/confirmation.zip"
    answer = world.client("reviewer").get(address)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        for one in manifest["files"]:
            assert hashlib.sha256(archive.read(one["name"])).hexdigest() == one["sha256"]
            assert archive.read(one["name"]).startswith(b"%PDF-")
        pages = PdfReader(io.BytesIO(archive.read("1-司法确认申请书.pdf"))).pages
    assert len(names) == 5
    asked = "".join("".join(page.extract_text() for page in pages).split())
    for said in ("11010519491231002X", "（2026）清矛调字第00001号", "此致", "人民法院"):
        assert said in asked, said
    assert Sighting.objects.filter(case__number=number, what="package").count() == 1
    for username in ("mediator", "clerk", "stranger"):
        assert world.client(username).get(address).status_code in (403, 404), username
    for may, shown in (({"export"}, True), ((), False)):
        panels = panels_of(world.case(number), tab="agreement", buttons=(), now=world.now, may=may)
        assert any(panel.url.endswith("confirmation.zip") for panel in panels) is shown


def test_what_the_court_confirmed_is_a_rung_of_its_own(world: Qinghe) -> None:
    number = joined(world)
    world.take("clerk", "file_confirmation", number, **FILED)
    assert not Case.objects.filter(RUNGS[Rung.COURT](world.now)).exists()
    world.take("clerk", "court_decides", number, decree="effective", decided_on="2026-03-03")
    agreed = set(Case.objects.filter(RUNGS[Rung.CONFIRMED](world.now)).values_list("number", flat=True))
    by_court = set(Case.objects.filter(RUNGS[Rung.COURT](world.now)).values_list("number", flat=True))
    assert by_court == agreed & {number}
