"""A respondent is asked to come, reads what is asked of them, and refuses with nothing but the letter."""

from __future__ import annotations

import pytest
from django.test import Client

from jiefen.domain.common.errors import RuleError
from jiefen.reports.figures.invited import invited
from jiefen.store.models import Outreach, Party, PartyMessage
from jiefen.store.outreach import letter_code_of
from jiefen.store.parties import code_of
from kit.parties import party_of
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> Qinghe:
    """Requests at the hour of the test's world."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: world.now)
    return world


def lisi(world: Qinghe, *, way: str = "letter") -> tuple[str, Party]:
    """李四, asked to come by the mediator of a case in hand."""
    number = world.reach("handling")
    party = party_of(world, number, "李四")
    world.take("mediator", "release_claim", number, claim="请退还押金八千元", via="phone")
    world.take("mediator", "invite", number, party=str(party.pk), way=way)
    return number, party_of(world, number, "李四")


def test_li_si_types_the_code_of_the_letter_and_refuses(today: Qinghe) -> None:
    number, party = lisi(today)
    code = letter_code_of(party)
    assert len(code.replace("-", "")) == 8
    browser = Client()
    answer = browser.post("/letter", {"code": code.lower().replace("-", " "), "name": " 李四"})
    assert answer.headers["Location"] == "/t/session"
    page = browser.get("/t/session").content.decode()
    assert "请退还押金八千元" in page
    assert browser.post("/t/session", {"say": "refuse_mediation"}).status_code == 302
    consent = today.case(number).consents.get(party=party, about="mediate")
    assert (consent.consent, consent.via) == ("no", "code")
    assert Outreach.objects.get(party=party).came_at == today.now


def test_the_picture_on_the_letter_opens_with_one_press_and_nothing_typed(today: Qinghe) -> None:
    number, party = lisi(today)
    browser = Client()
    browser.post(f"/t/{code_of(party)}", {"code": code_of(party)})
    answer = browser.post(
        "/t/session", {"say": "consent", "asked": "mediate", "consent": "yes", "when": "周六上午"}
    )
    assert answer.status_code == 302
    assert today.case(number).consents.get(party=party).said == "方便的时间：周六上午"


def test_a_letter_says_nothing_to_a_court(today: Qinghe) -> None:
    """What binds wants the own door, also where somebody posts it by hand."""
    number, party = lisi(today)
    browser = Client()
    browser.post("/letter", {"code": letter_code_of(party), "name": "李四"})
    assert browser.get("/t/court").headers["Location"].startswith("/t/own")
    assert browser.get("/t/agreement").headers["Location"].startswith("/t/own")
    refused = browser.post("/t/session", {"say": "join_confirmation"})
    assert "确认码" in refused.content.decode()
    assert not today.case(number).court_confirmations.exists()


@pytest.mark.parametrize("name", ["李思", "李", "", "张三"])
def test_the_code_alone_opens_nothing_and_never_says_which_of_the_two_is_wrong(
    today: Qinghe, name: str
) -> None:
    _, party = lisi(today)
    wrong_name = Client().post("/letter", {"code": letter_code_of(party), "name": name})
    wrong_code = Client().post("/letter", {"code": "AAAA-AAAA", "name": "李四"})
    assert {answer.status_code for answer in (wrong_name, wrong_code)} == {422}
    assert "对不上" in wrong_name.content.decode()
    assert "对不上" in wrong_code.content.decode()
    assert Outreach.objects.get(party=party).came_at is None


def test_names_are_guessed_five_times_a_day_wherever_from_and_the_picture_still_opens(today: Qinghe) -> None:
    _, party = lisi(today)
    code = letter_code_of(party)
    for guess in range(5):
        wrong = Client(REMOTE_ADDR=f"10.0.0.{guess}").post("/letter", {"code": code, "name": f"李{guess}"})
        assert wrong.status_code == 422
    used_up = Client().post("/letter", {"code": code, "name": "李四"})
    assert "二维码" in used_up.content.decode()
    assert Client().post("/track", {"code": code_of(party)}).status_code == 302
    today.later(days=1)
    assert Client().post("/letter", {"code": code, "name": "李四"}).status_code == 302


def test_who_knows_the_letter_and_says_no_name(today: Qinghe) -> None:
    _, party = lisi(today)
    page = Client().post("/who", {"typed": letter_code_of(party)}).content.decode()
    assert "是我们" in page
    assert "邀请信" in page
    assert "李四" not in page
    assert "不是我们" in Client().post("/who", {"typed": "AAAA-AAAA"}).content.decode()


def test_a_lost_letter_is_printed_again_with_its_code(today: Qinghe) -> None:
    number, party = lisi(today)
    code = letter_code_of(party)
    today.take("mediator", "invite", number, party=str(party.pk), way="letter")
    assert letter_code_of(party_of(today, number, "李四")) == code
    assert today.case(number).entries.filter(verb="invite").count() == 2


def test_a_message_names_neither_the_matter_nor_the_other_side(
    today: Qinghe, django_capture_on_commit_callbacks: object
) -> None:
    number = today.reach("handling")
    party = party_of(today, number, "李四")
    with pytest.raises(RuleError) as refused:
        today.take("mediator", "invite", number, party=str(party.pk), way="sms")
    assert "寄信" in refused.value.fields["way"]
    assert not PartyMessage.objects.filter(event__startswith="outreach").exists()


def test_nobody_is_invited_by_letter_where_violence_is_alleged(today: Qinghe) -> None:
    number = today.reach("handling", flags=["violence"])
    party = party_of(today, number, "李四")
    with pytest.raises(RuleError):
        today.take("mediator", "invite", number, party=str(party.pk), way="letter")


def test_a_letter_opens_nothing_once_the_matter_has_ended(today: Qinghe) -> None:
    number, party = lisi(today)
    today.take("mediator", "withdraw", number, said="当面说的", reason="自己谈好了")
    assert Client().post("/letter", {"code": letter_code_of(party), "name": "李四"}).status_code == 422


def test_the_share_of_those_who_came_is_told_by_way_from_ten_on_and_of_nobody(today: Qinghe) -> None:
    first = [lisi(today)[1] for _ in range(9)]
    leader = today.actor("leader")
    nine = invited(leader, now=today.now)[0]
    assert (nine.asked, nine.came) == (9, "—")
    _, last = lisi(today)
    for party in (*first[:3], last):
        Client().post("/track", {"code": code_of(party)})
    line = invited(leader, now=today.now)[0]
    assert (line.way, line.asked, line.came, line.share) == ("寄信或者送上门", 10, "4", "40.0%")
