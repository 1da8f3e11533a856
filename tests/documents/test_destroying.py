"""Destruction of files whose time is over: who, which, and that nothing personal is left (rows D6; 档案法 21; PIPL 47)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from jiefen.actions.documents.destruction import destroy, propose_destruction, settle_destruction
from jiefen.actions.privacy import erasing
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.domain.documents.words import ListState
from jiefen.lib.uploads import path_of
from jiefen.reports.case import page as case_page
from jiefen.reports.common.opened import tracking_code_of
from jiefen.reports.ledger.verify import verify
from jiefen.reports.party.entry import party_of_code
from jiefen.store.models import DestructionList, Entry, ReturnVisit, Volume
from jiefen.web.case.page import TABS
from kit.filing import catalogue, filed, pages_of, photo, upload
from kit.pages import flat
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
YEARS = 11 * 366


def propose(world: Qinghe, *numbers: str, by: str = "reviewer", title: str = "到期卷宗") -> int:
    volumes = list(Volume.objects.filter(case__number__in=numbers).values_list("pk", flat=True))
    told = propose_destruction(title=title, volumes=volumes, by=world.actor(by), at=world.now)
    return int(told.more["list"])


def settle(
    world: Qinghe, pk: int, *, approve: bool = True, by: str = "leader", reason: str = "已鉴定"
) -> None:
    settle_destruction(list_id=pk, approve=approve, reason=reason, by=world.actor(by), at=world.now)


def carry_out(world: Qinghe, pk: int) -> str:
    return destroy(list_id=pk, by=world.actor("reviewer"), at=world.now).sentence


def aged(world: Qinghe, **overrides: str) -> str:
    number = filed(world, **overrides)
    world.later(days=YEARS)
    return number


def gone(world: Qinghe, number: str) -> None:
    pk = propose(world, number)
    settle(world, pk)
    carry_out(world, pk)


def readable() -> str:
    """Every column of every table as it can be read without a key."""
    found = []
    for model in apps.get_app_config("store").get_models():
        if model is Entry:
            continue  # texts in the history are sealed; looked at by themselves
        for row in model._default_manager.all().values_list():
            found += [
                bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell) for cell in row
            ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM store_casetext")
        found += [str(row[0]) for row in cursor.fetchall()]
    found += Entry.objects.values_list("body", flat=True)
    return "\n".join(found)


def test_one_person_lists_another_approves_and_then_it_is_gone(world: Qinghe) -> None:
    number = aged(world)
    pk = propose(world, number)
    with pytest.raises(Unseen):
        carry_out(world, pk)
    with pytest.raises(NotAllowed):
        settle(world, pk, by="reviewer")
    with pytest.raises(Invalid):
        settle(world, pk, reason="")
    world.give("reviewer", "leader@desk")
    with pytest.raises(NotAllowed, match="自己列的清册"):
        settle(world, pk, by="reviewer")
    settle(world, pk)
    files = [path_of(row.digest, root=settings.HOME.files) for row in world.case(number).attachments.all()]
    assert all(path.is_file() for path in files)
    assert "已销毁 1 卷" in carry_out(world, pk)
    assert not any(path.is_file() for path in files)
    assert DestructionList.objects.get().state == ListState.DONE
    assert Entry.objects.filter(stream="system", verb="destroy").count() == 1
    with pytest.raises(Unseen):
        carry_out(world, pk)


WHO = {
    "applicant_name": "欧阳待删", "respondent_name": "司马待删", "applicant_phone": "13811112222",
    "respondent_phone": "13911113333", "story": "为了一只景泰蓝花瓶，欧阳待删找上门来。", "wanted": "赔偿景泰蓝花瓶",
}  # fmt: skip
CANARIES = ("欧阳待删", "司马待删", "13811112222", "景泰蓝", "欧阳", "待删")


def test_a_leader_of_one_town_does_not_approve_what_the_county_keeps(world: Qinghe) -> None:
    number = aged(world)
    pk = propose(world, number)
    world.person("town-leader", "leader@330999001", name="镇长")
    with pytest.raises(NotAllowed, match="不属于您单位"):
        settle(world, pk, by="town-leader")
    settle(world, pk)
    world.person("town-desk", "reviewer@330999001", name="镇审核")
    with pytest.raises(NotAllowed, match="不属于您单位"):
        destroy(list_id=pk, by=world.actor("town-desk"), at=world.now)


def lived(world: Qinghe) -> str:
    """A file with everything in it that people say: an agreement, an objection, a visit, a rating, messages, a draft."""
    number = filed(world, **WHO)
    party = str(world.case(number).parties.get(name="欧阳待删").pk)
    world.take("clerk", "appeal", number, party=party, about="conduct", said="司马待删从来不接电话")
    world.take("clerk", "visit", number, side="applicant", content="satisfied", said="景泰蓝花瓶赔了")
    scores = {"centre": "5", "body": "4", "said": "谢谢，欧阳待删敬上"}
    world.take("clerk", "rate_for_party", number, party=party, **scores)
    world.take("reviewer", "note", number, text="欧阳待删来电问进展", audience="internal")
    world.client("reviewer").get(f"/cases/{number}")
    world.client("clerk").post(
        f"/cases/{number}/parties/{party}/reveal", {"reason": "打电话给欧阳待删", "key": "look"}
    )
    return number


def tracking(world: Qinghe, number: str) -> Client:
    """A browser in which the party's page has been opened with the right code."""
    code = tracking_code_of(world.case(number))
    client = Client()
    client.post("/track", {"code": code, "phone_tail": "2222"})
    return client


def everywhere(world: Qinghe, number: str, *, browser: Client) -> dict[str, str]:
    """What people can still open, as text."""
    staff = world.client("reviewer")
    pages = {f"case:{tab}": f"/cases/{number}?tab={tab}" for tab in TABS}
    pages |= {"search": "/search?q=欧阳待删", "words": "/search?q=景泰蓝", "phone": "/search?q=13811112222"}
    pages |= {"ledger": "/cases", "archive": "/archive", "application": f"/cases/{number}/papers/application"}
    told = {}
    for name, url in pages.items():
        answer = staff.get(url)
        assert answer.status_code in (200, 404), (name, answer.status_code)
        is_pdf = answer["Content-Type"] == "application/pdf"
        text = "".join(pages_of(answer.content)) if is_pdf else answer.content.decode()
        told[name] = text.replace(url.partition("?q=")[2] or "\0", "")  # what was typed comes back
    told["track"] = browser.get("/t", follow=True).content.decode()
    return told


def test_nothing_personal_is_left_and_the_ledger_still_holds(world: Qinghe) -> None:
    number, other = lived(world), world.reach("closed")
    code = tracking_code_of(world.case(number))
    browser = tracking(world, number)
    before, seen = readable(), everywhere(world, number, browser=browser)
    assert all(mark in before for mark in ("欧阳待删", "景泰蓝")), "the control: it can be read"
    assert "景泰蓝" in seen["case:overview"]
    assert all(number in seen[name] for name in ("search", "words", "phone"))
    assert "欧阳待删" in seen["application"].replace(" ", "")
    assert "司" in seen["track"]
    digests = sorted(world.case(number).attachments.values_list("digest", flat=True))
    version = world.case(number).version
    world.later(days=YEARS)
    gone(world, number)
    left = readable()
    for canary in CANARIES:
        lines = [line[:200] for line in left.splitlines() if canary in line]
        assert not lines, lines[:5]
    for name, text in everywhere(world, number, browser=browser).items():
        assert number not in text or name not in ("search", "words", "phone"), name
        for canary in CANARIES:
            assert canary not in text.replace(" ", ""), (name, canary)
    case = world.case(number)
    assert (case.number, case.version) == (number, version + 1)
    assert sorted(case.attachments.values_list("digest", flat=True)) == digests
    assert party_of_code(code) is None
    assert world.case(other).story, "the other case is as it was"
    verdict = verify(at=world.now)
    assert verdict.ok, verdict.findings
    assert case_page.chain_of(case)["ok"]


def test_a_key_that_is_not_destroyed_would_be_found_out(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above: one column forgotten, and it fails."""
    number = lived(world)
    world.later(days=YEARS)
    monkeypatch.setattr(erasing, "TEXTS", tuple(row for row in erasing.TEXTS if row[0] is not ReturnVisit))
    gone(world, number)
    assert "景泰蓝" in readable()


@pytest.mark.parametrize("why", ["永久", "才届满", "冻结", "借出", "又在办理"])
def test_what_must_stay_is_refused_by_the_command_whoever_approved_it(world: Qinghe, why: str) -> None:
    number = aged(world)
    pk = propose(world, number)
    settle(world, pk)
    volume = Volume.objects.filter(case__number=number)
    if why == "永久":
        volume.update(kept_until=None)
    elif why == "才届满":
        volume.update(kept_until=world.now.date())
    elif why == "冻结":
        world.take("reviewer", "hold_file", number, reason="当事人起诉了")
    elif why == "借出":
        world.take(
            "reviewer", "lend_volume", number, borrower="王五", purpose="复核", due_on=str(world.now.date())
        )
    else:
        world.take("reviewer", "reopen", number, reason="协议被撤销")
    with pytest.raises(RuleError, match=why):
        carry_out(world, pk)
    assert world.case(number).story
    if why in ("冻结", "借出"):
        verb, told = ("lift_hold", {"reason": "诉讼结束"}) if why == "冻结" else ("return_volume", {})
        world.take("reviewer", verb, number, **told)
        carry_out(world, pk)
        assert not world.case(number).story
    with pytest.raises((RuleError, Unseen)):
        propose(world, number)


def test_a_file_that_another_case_needs_stays_on_the_disk(world: Qinghe) -> None:
    one, two = filed(world), world.reach("closed")
    row = world.case(one).attachments.get(name="张三身份证.jpg")
    catalogue(world, two, upload(world, two, "同一张.jpg", photo()), "identity")
    assert world.case(two).attachments.get(name="同一张.jpg").digest == row.digest
    world.later(days=YEARS)
    gone(world, one)
    assert path_of(row.digest, root=settings.HOME.files).is_file()


def test_nothing_is_done_with_a_destroyed_file_any_more(world: Qinghe) -> None:
    number = aged(world)
    gone(world, number)
    with pytest.raises(RuleError, match="已按清册销毁"):
        world.take("reviewer", "note", number, text="补记", audience="internal")
    assert world.client("reviewer").get(f"/cases/{number}/volume.zip").status_code == 404


def test_the_page_of_the_archive_leads_through_it(world: Qinghe) -> None:
    number = filed(world)
    world.take("reviewer", "place_volume", number, box="7", shelf="东三")
    desk, leader = world.client("reviewer"), world.client("leader")
    assert "东三" in desk.get("/archive").content.decode()
    assert "没有到期的卷宗" in desk.get("/archive").content.decode()
    Volume.objects.update(kept_until="2020-12-31")
    volume = Volume.objects.get()
    page = flat(desk.get("/archive").content.decode())
    assert f'name="volume" value="{volume.pk}"' in page
    assert desk.post("/archive", {"volume": volume.pk, "title": "到期卷宗", "key": "one"}).status_code == 302
    pk = DestructionList.objects.get().pk
    assert "执行销毁" not in desk.get("/archive").content.decode()
    assert "同意销毁" not in desk.get("/archive").content.decode()
    assert "同意销毁" in leader.get("/archive").content.decode()
    leader.post("/archive", {"list": pk, "do": "approve", "reason": "已鉴定，无保存价值", "key": "two"})
    assert "执行销毁" in desk.get("/archive").content.decode()
    desk.post("/archive", {"list": pk, "do": "destroy", "key": "three"})
    assert "已销毁 1 卷" in desk.get("/archive").content.decode()
    case = desk.get(f"/cases/{number}?tab=files").content.decode()
    assert "已按清册销毁" in case
    assert "登记存放位置" not in case
    assert world.client("mediator").get("/archive").status_code == 403
