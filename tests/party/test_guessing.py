"""Whoever holds a slip that is not theirs guesses little, and locks its owner out of nothing (S-12)."""

from __future__ import annotations

import pytest
from django.test import Client

from jiefen.actions.agreement.party_codes import draw, print_code
from jiefen.store.models import PartyCode
from jiefen.store.parties import code_of
from kit.parties import looking, party_of
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Requests at the hour of the test's world."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


def test_a_tail_is_guessed_twice_then_the_whole_number_is_asked_wherever_the_guesses_come_from(
    today: Qinghe,
) -> None:
    number = today.register()
    code = code_of(party_of(today, number, "张三"))
    for guess in range(2):
        address = {"REMOTE_ADDR": f"10.0.0.{guess}"}
        assert (
            Client(**address).post("/track", {"code": code, "phone_tail": f"900{guess}"}).status_code == 422
        )
    refused = Client().post("/track", {"code": code, "phone_tail": "0001"})
    assert refused.status_code == 422
    assert "完整电话号码" in refused.content.decode()
    assert Client().post("/track", {"code": code, "phone_tail": "138 0000 0001"}).status_code == 302
    today.later(days=150)
    assert Client().post("/track", {"code": code, "phone_tail": "0001"}).status_code == 422
    today.later(days=51)
    assert Client().post("/track", {"code": code, "phone_tail": "0001"}).status_code == 302


def test_whoever_finds_a_slip_locks_its_owner_out_of_nothing(today: Qinghe) -> None:
    """Tail, number, PIN and confirmation code guessed until none is taken: the owner's browser and slip still open."""
    number = today.reach("handling")
    party = party_of(today, number, "张三")
    code, blind = draw(party.pk)
    owner = Client()
    assert owner.post("/track", {"code": code_of(party), "phone_tail": "0001"}).status_code == 302
    print_code(number=number, party=party.pk, blind=blind, by=today.actor("clerk"), at=today.now)
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    for guess in range(8):
        for typed in (f"900{guess}", f"1380000900{guess}", f"42851{guess}", f"AAAA-AAA{guess}"):
            assert stranger.post("/track", {"code": code_of(party), "phone_tail": typed}).status_code == 422
    assert owner.post("/track", {"code": code_of(party), "phone_tail": "0001"}).status_code == 302, (
        "known browser"
    )
    new = Client(REMOTE_ADDR="10.1.1.1")
    assert new.post("/track", {"code": code_of(party), "phone_tail": code}).status_code == 302, (
        "slip, elsewhere"
    )


@pytest.mark.usefixtures("sms")
def test_codes_asked_for_by_whoever_is_at_the_page_end_no_slip_and_leave_the_window_its_own(
    today: Qinghe,
) -> None:
    number = today.reach("handling")
    party = party_of(today, number, "李四")
    code, blind = draw(party.pk)
    print_code(number=number, party=party.pk, blind=blind, by=today.actor("clerk"), at=today.now)
    browser = looking(party)
    for ask in range(6):
        browser.post("/t/own", {"send": "1", "key": f"ask{ask}"})
    assert PartyCode.objects.filter(party=party, via="sms").count() == 5
    assert Client().post("/track", {"code": code_of(party), "phone_tail": code}).status_code == 302
    again, blind = draw(party.pk)
    print_code(number=number, party=party.pk, blind=blind, by=today.actor("clerk"), at=today.now)
    assert Client().post("/track", {"code": code_of(party), "phone_tail": again}).status_code == 302
