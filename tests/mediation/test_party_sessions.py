"""A party speaks for themselves: behind their own door, about their own invitation, and a no stops everything."""

from __future__ import annotations

import pytest
from django.test import Client

from jiefen.actions.party import doors as acts
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.reports.party.sessions import next_session, own_sessions
from jiefen.store.models import PartyConsent
from kit.mediating import party, plan, who
from kit.parties import at_home, looking, party_of
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


def say(world: Qinghe, number: str, verb: str, name: str = "李四", **fields: str) -> str:
    told = {"party": int(party(world, number, name)), "verb": verb, "fields": fields, "proven": True}
    return acts.say(world.case(number).pk, at=world.now, key="", **told).sentence


def test_李四_says_he_cannot_come_and_周敏_reads_when_he_could(world: Qinghe) -> None:
    number = world.reach("started")
    session = plan(world, number)
    mine = session.invitations.get(party__name="李四")
    say(world, number, "answer_invitation", invitation=str(mine.pk), coming="not_coming", said="周五下午可以")
    mine.refresh_from_db()
    assert (mine.state, mine.via, mine.wish) == ("not_coming", "portal", "周五下午可以")
    page = world.client("mediator").get(f"/cases/{number}?tab=mediation").content.decode()
    assert "周五下午可以" in page


def test_nobody_answers_for_the_other_side(world: Qinghe) -> None:
    number = world.reach("started")
    other = plan(world, number).invitations.get(party__name="张三")
    with pytest.raises(Invalid):
        say(world, number, "answer_invitation", invitation=str(other.pk), coming="coming")
    with pytest.raises(Unseen):
        acts.say(
            world.case(number).pk, party=999_999, verb="consent", fields={}, proven=True, at=world.now, key=""
        )
    with pytest.raises(RuleError):
        say(world, number, "withdraw", said="替他撤回", reason="不办了")


def test_a_party_consents_chooses_and_refuses_in_their_own_name(world: Qinghe) -> None:
    number = world.reach("started")
    plan(world, number)
    say(world, number, "consent", asked="mediate", consent="yes")
    say(world, number, "choose_mediator", mediator=who("戚国良"), consent="yes")
    case = world.case(number)
    view = own_sessions(case, party=case.parties.get(name="李四"), now=world.now)
    assert (view.said, view.chosen, view.stopped) == ({"mediate": "yes"}, "戚国良", False)
    assert "到法院起诉" in say(world, number, "refuse_mediation")
    assert set(PartyConsent.objects.values_list("via", flat=True)) == {"portal"}
    assert next_session(world.case(number), now=world.now) is None


def test_the_page_is_behind_the_partys_code_and_says_by_which_door_it_was_said(world: Qinghe) -> None:
    number = world.reach("started")
    assert Client().get("/t/session").headers["Location"] == "/track"
    who = party_of(world, number, "李四")
    assert looking(who).post("/t/session", {"say": "refuse_mediation"}).status_code == 302
    assert PartyConsent.objects.get().via == "code"
    browser = at_home(who, code=1)
    assert "我愿意调解" in browser.get("/t/session").content.decode()
    browser.post("/t/session", {"say": "consent", "asked": "mediate", "consent": "yes"})
    assert PartyConsent.objects.order_by("pk").last().via == "portal"
    assert "我不同意调解" in browser.get("/t/session").content.decode()
    assert (
        browser.post("/t/session", {"say": "consent", "asked": "openness", "consent": "no"}).status_code
        == 302
    )
    assert (
        browser.post("/t/session", {"say": "consent", "asked": "nothing", "consent": "no"}).status_code == 422
    )
    assert "您说过：不同意" in browser.get("/t/session").content.decode()
    assert "下一次调解会" not in browser.get("/t").content.decode()
