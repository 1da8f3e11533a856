"""A party's own word to a court: what they read, and what they may say behind their own door."""

from __future__ import annotations

import pytest
from django.test import Client

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.reports.party.court import court_matters, own_court
from jiefen.reports.party.sessions import own_sessions
from jiefen.store.models import ConfirmationConsent, ReferralChoice
from kit.parties import at_home, party_of
from kit.qinghe import SAFE, Qinghe

pytestmark = pytest.mark.one_database

SENT = {
    "court": "清和县人民法院",
    "referral": "delegated",
    "received_on": "2026-03-02",
    "materials": "起诉状副本 1 份",
}


def say(world: Qinghe, number: str, verb: str, name: str = "李四", **fields: str) -> str:
    case = world.case(number)
    party = case.parties.get(name=name).pk
    return acts.say(
        case.pk, party=party, verb=verb, fields=fields, proven=True, at=world.now, key=""
    ).sentence


def opened(world: Qinghe, number: str, name: str) -> Client:
    """A browser in which the party's own door is open."""
    return at_home(party_of(world, number, name))


def test_李四_chooses_whether_to_mediate_first_and_may_change_his_mind(world: Qinghe) -> None:
    number = world.reach("handling")
    with pytest.raises(RuleError, match="没有等待办理"):
        say(world, number, "record_choice", choice="court")
    world.take("clerk", "take_referral", number, **SENT)
    say(world, number, "record_choice", choice="court")
    say(world, number, "record_choice", choice="mediate")
    assert list(ReferralChoice.objects.values_list("side", "choice")) == [
        ("respondent", "court"),
        ("respondent", "mediate"),
    ]
    case = world.case(number)
    view = own_court(case, party=case.parties.get(name="李四"), now=world.now)
    assert view.chosen == "同意先调解"
    assert own_court(case, party=case.parties.get(name="张三"), now=world.now).chosen == ""


def test_each_joins_for_themselves_and_nobody_twice(world: Qinghe) -> None:
    number = world.reach("confirmed")
    assert "还有 2 方" in court_matters(world.case(number), now=world.now)[0].text
    say(world, number, "join_confirmation", "张三")
    with pytest.raises(Invalid):
        say(world, number, "join_confirmation", "张三")
    assert "还有 1 方" in court_matters(world.case(number), now=world.now)[0].text
    say(world, number, "join_confirmation", "李四")
    assert set(ConfirmationConsent.objects.values_list("by__username", flat=True)) == {"party"}
    world.take("clerk", "file_confirmation", number, bar="none", filed_on="2026-03-03")
    assert "等法院受理" in court_matters(world.case(number), now=world.now)[0].text
    world.take("clerk", "court_decides", number, decree="effective", decided_on="2026-03-03")
    assert "可以申请强制执行" in court_matters(world.case(number), now=world.now)[0].text


def test_the_page_is_behind_the_partys_own_door(world: Qinghe) -> None:
    number = world.reach("handling")
    world.take("clerk", "take_referral", number, **SENT)
    assert Client().get("/t/court").headers["Location"] == "/track"
    browser = opened(world, number, "李四")
    assert "愿不愿意由您决定" in browser.get("/t/court").content.decode()
    assert "愿不愿意由您决定" in browser.get("/t").content.decode()
    answer = browser.post("/t/court", {"say": "record_choice", "choice": "court", "key": "a"})
    assert answer.status_code == 302
    assert ReferralChoice.objects.get().side == "respondent"
    refused = browser.post("/t/court", {"say": "join_confirmation", "key": "b"})
    assert refused.status_code == 409


def test_nothing_about_mediation_is_put_to_a_party_of_a_matter_that_is_not_mediated(world: Qinghe) -> None:
    number = world.reach("handling")
    other = opened(world, number, "李四")
    assert "说说您的意见" in other.get("/t").content.decode()
    world.take("mediator", "screen", number, **SAFE | {"violence": "yes"})
    page = other.get("/t").content.decode()
    assert "说说您的意见" not in page
    for word in ("暴力", "安全筛查", "报警", "保护令"):
        assert word not in page, "the other side reads the same page"
    session = other.get("/t/session").content.decode()
    assert "我愿意调解" not in session
    case = world.case(number)
    assert own_sessions(case, party=case.parties.get(name="李四"), now=world.now).apart
