"""A court sends a matter, each side is asked, and it goes back with nothing but what nobody disputes (E5, CT-01, CT-02)."""

from __future__ import annotations

import pytest

from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.court.words import ReferralResult
from jiefen.reports.documents import papers_court
from jiefen.reports.documents.letters import letter_pdf
from jiefen.store.models import Clock, Referral
from kit.invariants import check_case
from kit.qinghe import SAFE, Qinghe

pytestmark = pytest.mark.one_database

SENT = {
    "court": "清和县人民法院",
    "referral": "delegated",
    "received_on": "2026-03-02",
    "materials": "起诉状副本 1 份\n证据复印件 3 份",
}


def limits(number: str) -> set[str]:
    return set(Clock.objects.filter(case__number=number, stopped_at=None).values_list("rule", flat=True))


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({}, "CT-01"),
        ({"referral": "entrusted", "procedure": "ordinary"}, "CT-02-ORDINARY"),
        ({"referral": "entrusted", "procedure": "simple"}, "CT-02-SIMPLE"),
    ],
)
def test_each_kind_of_referral_has_its_own_limit_from_the_signed_receipt(
    world: Qinghe, sent: dict[str, str], rule: str
) -> None:
    number = world.reach("handling")
    world.take("mediator", "take_referral", number, **SENT | sent)
    assert rule in limits(number)
    world.take("mediator", "screen", number, **SAFE)
    world.take("mediator", "start", number, track="court_delegated")
    assert {one for one in limits(number) if one.startswith("CT-")} == {rule}
    check_case(number)
    world.take("mediator", "return_referral", number, returned="apart")
    assert not {one for one in limits(number) if one.startswith("CT-")}
    assert not world.case(number).proceedings.filter(finished_at=None).exists()
    check_case(number)


def test_guiding_before_filing_starts_no_limit_and_a_procedure_belongs_to_a_filed_case(world: Qinghe) -> None:
    number = world.reach("handling")
    with pytest.raises(Invalid):
        world.take("mediator", "take_referral", number, **SENT | {"referral": "entrusted"})
    with pytest.raises(Invalid):
        world.take("mediator", "take_referral", number, **SENT | {"procedure": "simple"})
    with pytest.raises(Invalid):
        world.take("mediator", "take_referral", number, **SENT | {"received_on": "2026-03-04"})
    world.take("mediator", "take_referral", number, **SENT | {"referral": "guided"})
    assert not {one for one in limits(number) if one.startswith("CT-")}
    with pytest.raises(RuleError, match="还没有退回"):
        world.take("mediator", "take_referral", number, **SENT)


def test_who_refuses_is_not_persuaded(world: Qinghe) -> None:
    number = world.reach("screened")
    world.take("clerk", "take_referral", number, **SENT)
    world.take("clerk", "record_choice", number, side="applicant", choice="mediate", how="窗口当面")
    world.take("mediator", "record_choice", number, side="respondent", choice="court", how="电话：要求判")
    with pytest.raises(RuleError, match="第17条"):
        world.take("mediator", "start", number, track="court_delegated")
    with pytest.raises(RuleError, match="第17条"):
        world.take("mediator", "start", number, track="peoples_mediation")
    world.take("mediator", "start", number, track="litigation_guidance")
    world.take("mediator", "record_choice", number, side="respondent", choice="mediate", how="电话：改主意了")
    world.take("mediator", "start", number, track="court_delegated")


def test_the_letter_back_carries_what_nobody_disputes_and_no_concession(
    world: Qinghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.reach("handling")
    world.take("mediator", "take_referral", number, **SENT)
    world.take("mediator", "note", number, text="李四私下愿意退六千", audience="internal")
    world.take("mediator", "record_choice", number, side="applicant", choice="mediate", how="当面说可以谈")
    world.take("mediator", "return_referral", number, returned="apart", facts="租期届满，押金八千元未退。")
    row = Referral.objects.get()
    fields = papers_court.referral_letter(world.case(number), pk=row.pk)
    said = str(fields)
    assert "押金八千元未退" in said
    assert ReferralResult.APART.label in said
    assert "六千" not in said
    assert "当面说可以谈" not in said
    made = letter_pdf(world.case(number), name=f"referral-{row.pk}", track_url="", now=world.now)
    assert made.startswith(b"%PDF-")


def test_the_window_lists_what_is_due_first(world: Qinghe) -> None:
    first, second = world.reach("handling"), world.reach("handling")
    world.take("mediator", "take_referral", first, **SENT)
    world.take("mediator", "take_referral", second, **SENT | {"referral": "entrusted", "procedure": "simple"})
    page = world.client("clerk").get("/referrals").content.decode()
    assert page.index(second) < page.index(first)
    assert "还没有问" in page
    assert world.client("admin").get("/referrals").status_code == 403
    world.take("mediator", "return_referral", second, returned="refused")
    assert second not in world.client("clerk").get("/referrals").content.decode()
    assert second in world.client("clerk").get("/referrals?tab=returned").content.decode()
