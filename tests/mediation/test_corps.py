"""The register of mediators: committees checked, shortages named, nobody ranked, a few ratings never shown as an average."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from jiefen.actions.mediation import mediators
from jiefen.domain.common.errors import Invalid, NotAllowed
from jiefen.domain.common.kinds import KINDS
from jiefen.domain.mediation.roster import Member, committee_problems, covers, lacking, term_ends, uncovered
from jiefen.reports.mediation import roster, roster_gaps
from jiefen.store.models import CommitteeSeat, Mediator
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

TODAY = date(2026, 3, 3)
ENTRY = {
    "name": "冯春生",
    "kind": "full_time",
    "unit": "property",
    "since": "2026-03-01",
    "groups": "04",
    "finer": "物业及其管理、0203",
}


def members(n: int, *, women: int = 1, since: date = date(2025, 1, 1)) -> list[Member]:
    return [Member(f"委员{at}", at < women, "member" if at else "chair", since) for at in range(n)]


@pytest.mark.parametrize(
    ("committee", "told"),
    [
        (members(2), "应为 3 至 9 人"),
        (members(10), "应为 3 至 9 人"),
        (members(3, women=0), "没有妇女成员"),
        (members(4, since=date(2023, 3, 2)), "应换届"),
        ([Member("甲", True, "member", TODAY)] * 3, "还没有主任"),
    ],
)
def test_a_committee_that_the_act_does_not_allow_is_named(committee: list[Member], told: str) -> None:
    assert any(told in problem for problem in committee_problems(committee, today=TODAY))


@pytest.mark.parametrize("n", [3, 9])
def test_a_committee_of_three_to_nine_with_a_woman_and_a_chair_is_in_order(n: int) -> None:
    assert committee_problems(members(n), today=TODAY) == []


def test_a_term_lasts_three_years_and_one_from_a_leap_day_ends_on_the_day_before() -> None:
    assert term_ends(date(2024, 5, 10)) == date(2027, 5, 10)
    assert term_ends(date(2024, 2, 29)) == date(2027, 2, 28)


def test_minima_by_tier_and_gaps_by_kind() -> None:
    assert (
        lacking("county", full_time=1),
        lacking("town", full_time=2),
        lacking("village", full_time=0),
    ) == (2, 0, 1)
    assert covers(("04",), "0402")
    assert not covers(("0401",), "0402")
    assert "0402" not in uncovered([("04",), ()])
    assert len(uncovered([])) == len(KINDS)


def test_任可_enters_somebody_who_is_then_on_the_roster_by_name_and_on_the_sheet_for_the_court(
    world: Qinghe,
) -> None:
    pk = mediators.enter_mediator(fields=ENTRY, by=world.actor("admin"), at=world.now, key="k").more[
        "mediator"
    ]
    names = [row.name for row in roster.roster(world.actor("dispatcher"), query={}, now=world.now)]
    assert "冯春生" in names
    assert names == sorted(names)
    row = next(
        row
        for row in roster.roster(world.actor("dispatcher"), query={"speciality": "04"}, now=world.now)
        if row.id == pk
    )
    assert row.specialities == ("相邻污染损害防止", "物权相关", "物业及其管理")
    content, n = roster.roster_sheet(now=world.now)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet.max_row == n + 1 == len(names) + 1


def test_what_was_left_out_or_made_up_is_refused_by_field(world: Qinghe) -> None:
    with pytest.raises(Invalid) as refused:
        mediators.enter_mediator(
            fields={"unit": "property", "finer": "吵架"}, by=world.actor("admin"), at=world.now, key="k"
        )
    assert set(refused.value.fields) == {"name", "kind", "since", "finer"}
    with pytest.raises(NotAllowed):
        mediators.enter_mediator(fields=ENTRY, by=world.actor("mediator"), at=world.now, key="k2")


def test_the_load_is_the_cases_in_hand_now(world: Qinghe) -> None:
    before = next(row for row in roster.roster(world.actor("dispatcher"), query={"q": "周敏"}, now=world.now))
    world.reach("handling")
    world.reach("closed")
    after = next(row for row in roster.roster(world.actor("dispatcher"), query={"q": "周敏"}, now=world.now))
    assert after.open == before.open + 1


def test_a_unit_below_its_minimum_a_broken_committee_and_an_ending_term_are_listed(world: Qinghe) -> None:
    gaps = roster_gaps.gaps(now=world.now)
    property_ = next(row for row in gaps.short if row.unit == "物业纠纷调委会")
    assert (property_.has, property_.wants, property_.lacks) == (1, 3, 2)
    broken = {row.unit: row.problems for row in gaps.committees}
    assert any("应为 3 至 9 人" in problem for problem in broken["物业纠纷调委会"])
    assert "县人民调解委员会" not in broken
    assert any(gap.label == "涉民政" and gap.whole for gap in gaps.kinds)
    seat = CommitteeSeat.objects.get(mediator__name="周敏")
    CommitteeSeat.objects.filter(pk=seat.pk).update(since=date(2023, 4, 1))
    assert "周敏" in [term.name for term in roster_gaps.gaps(now=world.now).terms]


def test_a_further_term_ends_the_one_before(world: Qinghe) -> None:
    zhou = Mediator.objects.get(name="周敏")
    mediators.give_seat(
        mediator=zhou.pk,
        fields={"position": "chair", "seated_on": "2026-03-01"},
        by=world.actor("admin"),
        at=world.now,
    )
    assert [str(seat.since) for seat in zhou.seats.filter(until=None)] == ["2026-03-01"]


def test_fewer_than_five_ratings_make_no_average_and_their_number_is_told(world: Qinghe) -> None:
    for n, score in enumerate(("5", "4", "4", "5", "3")):
        told = roster_gaps.ratings(now=world.now)
        assert all(mark.value == "—" for row in told for mark in row.marks)
        mediators.rate_window(
            fields={"unit": "window-1", "source": "citizen", "score": score},
            by=world.actor("dispatcher"),
            at=world.now,
            key=str(n),
        )
    mark = roster_gaps.ratings(now=world.now)[0].marks[0]
    assert (mark.label, mark.value, mark.n) == ("群众", "4.2", 5)


@pytest.mark.parametrize(
    "address", ["/mediators", "/mediators/shortages", "/mediators/new", "/mediators.xlsx", "/ratings"]
)
def test_沈岚_opens_every_page_of_the_register(world: Qinghe, address: str) -> None:
    assert world.client("dispatcher").get(address).status_code == 200


def test_the_card_is_corrected_and_takes_training_and_a_seat(world: Qinghe) -> None:
    browser, pk = world.client("admin"), Mediator.objects.get(name="何秋").pk
    assert (
        browser.post(
            f"/mediators/{pk}/training", {"on": "2026-02-01", "hours": "8", "topic": "物业条例"}
        ).status_code
        == 302
    )
    assert browser.post(f"/mediators/{pk}/training", {"on": "", "hours": "", "topic": ""}).status_code == 422
    page = browser.get(f"/mediators/{pk}").content.decode()
    assert "物业条例" in page
    assert browser.get(f"/mediators/{pk}/edit").status_code == 200
    typed = {
        "name": "何秋",
        "kind": "full_time",
        "unit": "property",
        "since": "2024-01-08",
        "until": "2026-03-02",
    }
    assert browser.post(f"/mediators/{pk}/edit", typed).status_code == 302
    assert "何秋" not in [
        row.name for row in roster.roster(world.actor("dispatcher"), query={}, now=world.now)
    ]
    assert not Mediator.objects.get(pk=pk).seats.filter(until=None).exists()
