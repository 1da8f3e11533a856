"""The lawful ways that are open to a party: offered while in time, named with who decides once past."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jiefen.domain.clocks.limits import party_rules
from jiefen.domain.clocks.remedies import REMEDIES, Offer, alarm, remedies
from jiefen.domain.common.kinds import GROUPS
from jiefen.domain.common.moments import ZONE
from jiefen.domain.common.words import Outcome, Track

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=ZONE)
PAST, SOON, FAR = NOW - timedelta(days=1), NOW + timedelta(days=6), NOW + timedelta(days=100)


def ways(
    kind: str, *, tried: tuple[str, ...] = (), outcome: str = "", **limits: datetime | None
) -> dict[str, Offer]:
    by_rule = {name.replace("_", "-"): due for name, due in limits.items()}
    return {
        offer.id: offer for offer in remedies(kind, tried=tried, outcome=outcome, limits=by_rule, now=NOW)
    }


@pytest.mark.parametrize(
    ("kind", "there", "not_there"),
    [
        ("0701", {"labour_arbitration", "labour_inspection", "labour_suit"}, {"suit", "reconsideration"}),
        ("0602", {"suit", "contract_arbitration"}, {"labour_arbitration", "reconsideration"}),
        ("0901", {"suit", "land_arbitration"}, {"contract_arbitration"}),
        ("1101", {"reconsideration", "administrative_suit"}, {"suit", "labour_arbitration"}),
        ("0101", {"suit"}, {"contract_arbitration", "confirmation", "petition_review"}),
    ],
)
def test_the_kind_of_dispute_decides_which_ways_there_are(
    kind: str, there: set[str], not_there: set[str]
) -> None:
    found = ways(kind)
    assert there <= set(found)
    assert not not_there & set(found)
    assert all(offer.open for offer in found.values())


@pytest.mark.parametrize("group", GROUPS)
def test_a_court_and_legal_aid_are_always_open(group: str) -> None:
    past = {rule.id.replace("-", "_"): PAST for rule in party_rules()}
    for found in (ways(group), ways(group, **past)):
        assert [one.heading for one in found.values() if one.open].count("到法院起诉") >= 1
        assert found["legal_aid"].open


@pytest.mark.parametrize(
    ("kind", "rule", "way"),
    [
        ("0701", "LB_02", "labour_arbitration"),
        ("1101", "AR_01", "reconsideration"),
        ("0602", "RT_02", "confirmation"),
        ("0901", "LD_01_APPLY", "land_arbitration"),
        ("0602", "RT_04", "enforcement"),
        ("0602", "XF_06_ASK", "petition_review"),
    ],
)
def test_a_way_past_its_limit_is_not_open_and_says_who_decides(kind: str, rule: str, way: str) -> None:
    in_time, late = ways(kind, **{rule: FAR})[way], ways(kind, **{rule: PAST})[way]
    assert in_time.open
    assert not in_time.note
    assert not late.open
    assert "期限已过" in late.note
    assert "由" in late.note
    assert list(ways(kind, **{rule: PAST}))[-1] == way, "what is too late comes last"


def test_limitation_passed_leaves_the_court_open_with_the_note_that_it_is_a_defence() -> None:
    suit = ways("0602", LM_01=PAST)["suit"]
    assert suit.open
    assert "仍然可以起诉" in suit.note
    assert "不主动适用" in suit.note


def test_of_two_limits_the_later_one_decides() -> None:
    assert ways("1101", AR_01=PAST, AR_01_UNTOLD=FAR)["reconsideration"].open
    assert not ways("1101", AR_01=PAST, AR_01_UNTOLD=PAST)["reconsideration"].open


def test_confirmation_is_offered_after_an_agreement_by_mediation_only() -> None:
    tried = (Track.PEOPLES_MEDIATION,)
    assert "confirmation" in ways("0602", tried=tried, outcome=Outcome.AGREED)
    assert "confirmation" not in ways("0602", tried=tried, outcome=Outcome.NOT_AGREED)
    assert "confirmation" not in ways("0602", outcome=Outcome.AGREED)


def test_after_a_petition_reconsideration_is_named_whatever_the_kind() -> None:
    assert "reconsideration" not in ways("0602")
    assert "reconsideration" in ways("0602", tried=(Track.PETITION_REVIEW,))


def test_review_and_re_review_follow_one_another_and_end() -> None:
    first, second = (Track.PETITION,), (Track.PETITION, Track.PETITION_REVIEW)
    assert {"petition_review"} == {one for one in ways("1101", tried=first) if "review" in one}
    assert {"petition_rereview"} == {one for one in ways("1101", tried=second) if "review" in one}
    third = (*second, Track.PETITION_REREVIEW)
    assert not [one for one in ways("1101", tried=third) if "review" in one]


def test_what_is_nearly_too_late_comes_first() -> None:
    found = ways("0701", LB_02=SOON)
    assert next(iter(found)) == "labour_arbitration"
    assert found["labour_arbitration"].soon
    assert not ways("0701", LB_02=FAR)["labour_arbitration"].soon


def test_the_alarm_sounds_under_seven_days_and_says_what_to_do_and_where() -> None:
    week = NOW + timedelta(days=7)
    assert alarm("LB-02", due=week, now=NOW) == ""
    told = alarm("LB-02", due=week - timedelta(seconds=1), now=NOW)
    assert "不足 7 天" in told
    assert "仲裁院" in told
    assert "第44条" in told
    assert "期限已过" in alarm("LB-02", due=PAST, now=NOW)
    assert alarm("LB-02", due=None, now=NOW) == ""
    assert "到窗口" in alarm("TR-01-ASK", due=SOON, now=NOW), "a limit without a way of its own"


@pytest.mark.parametrize(
    ("way", "limit"),
    [
        ("confirmation", "30 日"),
        ("labour_arbitration", "一年"),
        ("reconsideration", "60 日"),
        ("enforcement", "两年"),
    ],
)
def test_a_way_tells_its_limit_even_where_none_was_recorded(way: str, limit: str) -> None:
    assert limit in next(one for one in REMEDIES if one.id == way).text


def test_every_limit_named_is_a_partys_own() -> None:
    own = {rule.id for rule in party_rules()}
    assert {rule for one in REMEDIES for rule in one.limits} <= own
    assert all(one.passed for one in REMEDIES if one.limits)
