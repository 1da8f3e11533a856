"""The page of a session: phrases without a script, a draft that saves itself, and a sealed note for its mediator alone."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from jiefen.actions.people.clients import make_client
from jiefen.domain.case.permissions import DESK_ACTIONS, Relation, allowed
from jiefen.domain.common.words import Confidentiality, Role
from jiefen.reports.case import search
from jiefen.reports.mediation import session_page
from jiefen.reports.mediation.minutes import minutes_fields
from jiefen.store.models import Case, Draft, Entry, MediationSession, Outbox
from kit.mediating import MINUTES, agree, hold, party, plan, who
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

BOTTOM = "底线是退三千七"
SEAL = {"note": BOTTOM}


def sealed(world: Qinghe, **overrides: str) -> MediationSession:
    number = world.reach("started", **overrides)
    session = plan(world, number)
    world.take("mediator", "seal_note", number, session=str(session.pk), **SEAL)
    session.refresh_from_db()
    assert session.concessions_sealed
    return session


def address(session: MediationSession) -> str:
    return f"/cases/{session.case.number}/sessions/{session.pk}"


def test_周敏_writes_and_completes_the_minutes_on_their_page(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    agree(world, number)
    MediationSession.objects.filter(pk=session.pk).update(begins_at=world.now)
    browser = world.client("mediator")
    typed = MINUTES | {"present": [party(world, number)], "statements": "申请人：押金应当全退。"}
    answer = browser.post(address(session), typed)
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get(address(session)).content.decode()
    assert "押金应当全退" in page
    assert "完成笔录" not in page


def test_a_refusal_keeps_every_word_that_was_typed(world: Qinghe) -> None:
    session = plan(world, world.reach("started"))
    answer = world.client("mediator").post(address(session), MINUTES | {"notices": ""})
    assert answer.status_code == 422
    assert MINUTES["statements"] in answer.content.decode()
    assert "请填写“告知事项”" in answer.content.decode()


def test_a_ready_phrase_is_put_in_without_a_script_and_nothing_is_saved(world: Qinghe) -> None:
    session = plan(world, world.reach("started"))
    answer = world.client("mediator").post(address(session), {"notices": "先说一句。", "insert": "1"})
    assert answer.status_code == 200
    assert "先说一句。\n已告知：调解不收取任何费用。" in answer.content.decode()
    session.refresh_from_db()
    assert session.notices == ""


def test_a_draft_is_kept_for_its_writer_and_gone_when_the_minutes_are_complete(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    browser = world.client("mediator")
    told = json.loads(browser.post(f"{address(session)}/draft", {"statements": "写到一半"}).content)
    again = json.loads(
        browser.post(
            f"{address(session)}/draft", {"statements": "写到一大半", "draft": told["draft"]}
        ).content
    )
    assert again["draft"] == told["draft"]
    assert "写到一大半" in browser.get(address(session)).content.decode()
    assert f'href="{address(session)}"' in browser.get("/drafts").content.decode()
    assert "写到一大半" not in world.client("reviewer").get(address(session)).content.decode()
    agree(world, number)
    MediationSession.objects.filter(pk=session.pk).update(begins_at=world.now)
    assert browser.post(address(session), MINUTES | {"present": [party(world, number)]}).status_code == 302
    assert not Draft.objects.exists()


def test_notes_are_added_below_each_other(world: Qinghe) -> None:
    session = sealed(world)
    browser = world.client("mediator")
    assert browser.post(f"{address(session)}/seal", {"note": "对方最多等到月底"}).status_code == 302
    page = browser.get(address(session)).content.decode()
    assert page.index(BOTTOM) < page.index("对方最多等到月底")


@pytest.mark.long
@pytest.mark.parametrize("level", ["normal", "family", "special"])
def test_nobody_but_the_mediator_in_charge_reads_what_is_sealed(world: Qinghe, level: str) -> None:
    """Every role, in every unit from which it might see the case: on the page, in lists, by search and by the API."""
    session = sealed(world, confidentiality=level)
    case = Case.objects.get(pk=session.case_id)
    units = (
        ("mediation", "centre", "window-1", "desk", "property")
        if level == "normal"
        else ("mediation", "centre")
    )
    readers = set()
    for role in Role:
        for unit in units:
            name = f"{role}-{unit}"
            actor = world.person(name, f"{role}@{unit}")
            if session_page.concessions(actor, case=case, row=session) is not None:
                readers.add(name)
            browser: Client = world.client(name)
            for page in (
                address(session),
                f"/cases/{case.number}",
                f"/cases/{case.number}?tab=mediation",
                "/search?q=底线",
            ):
                assert BOTTOM not in browser.get(page).content.decode(), (name, page)
    assert readers == set()
    mediator = world.actor("mediator")
    assert BOTTOM in (session_page.concessions(mediator, case=case, row=session) or "")


def test_what_is_sealed_is_in_no_entry_no_outbox_no_paper_no_answer_of_the_api_and_no_column(
    world: Qinghe,
) -> None:
    session = sealed(world)
    number = session.case.number
    token = make_client("法院平台", username="mediator", at=timezone.now())
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    told = Client().get(f"/api/cases/{number}", **headers).content.decode()
    told += "".join(Entry.objects.values_list("body", flat=True))
    told += "".join(Outbox.objects.values_list("body", flat=True))
    session.refresh_from_db()
    told += " ".join(minutes_fields(session).values())
    told += " ".join(str(getattr(session, field.attname)) for field in session._meta.concrete_fields)
    told += world.client("reviewer").get("/cases.xlsx").content.decode("latin-1")
    assert BOTTOM not in told
    assert search.search(world.actor("mediator"), text=BOTTOM, now=world.now).rows == []


def test_周敏_no_longer_reads_it_once_she_has_stepped_aside(world: Qinghe) -> None:
    session = sealed(world)
    world.take("mediator", "recuse", session.case.number, barred=f"m{who('周敏')}", reason="同学。")
    case = world.case(session.case.number)
    assert session_page.concessions(world.actor("mediator"), case=case, row=session) is None


def test_the_printed_minutes_name_those_who_came_and_what_is_undisputed(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    agree(world, number)
    world.later(days=3)
    hold(world, number, session, present=party(world, number))
    session.refresh_from_db()
    fields = minutes_fields(session)
    assert fields["parties"] == "申请人 张三"
    assert "押金为 8600 元" in fields["facts"]
    assert fields["place"] == "第一调解室"
    assert fields["time"] == "2026-03-05 09:00–10:30"


def test_the_permission_itself_is_for_own_cases_of_two_roles() -> None:
    readers = {
        (role, relation)
        for role in Role
        for relation in Relation
        for level in Confidentiality
        for glass in (False, True)
        if allowed(
            "read_concessions", role=role, relations=[relation], confidentiality=level, broken_glass=glass
        )
    }
    assert readers == {(Role.HANDLER, Relation.OWN), (Role.MEDIATOR, Relation.OWN)}
    assert "read_concessions" not in DESK_ACTIONS
