"""The ladder of outcomes, the month's sample, and what is paid (rows A10, F4, D5; law.md § 3.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.actions.common.actors import system_actor
from jiefen.actions.figures.allowances import compute_allowances, set_tariff, settle_allowance
from jiefen.actions.ledger.sequence import seal, sequence
from jiefen.actions.oversight.audits import draw_last_month, draw_sample, publish_audit
from jiefen.domain.common import sampling
from jiefen.domain.common.errors import NotAllowed, RuleError
from jiefen.domain.common.moments import ZONE
from jiefen.domain.figures import allowance, shares
from jiefen.domain.oversight.irregularities import Recorded, oddities, twins
from jiefen.reports.agreement.outcome_ladder import RUNGS
from jiefen.reports.figures.audits import published
from jiefen.reports.figures.outcomes import outcomes
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Allowance, AuditDraw, AuditItem, Case
from kit.invariants import check_case
from kit.qinghe import Qinghe


def rungs(world: Qinghe, number: str) -> list[str]:
    return [
        str(rung) for rung, at in RUNGS.items() if Case.objects.filter(at(world.now), number=number).exists()
    ]


@pytest.mark.django_db
def test_a_matter_climbs_the_ladder_by_what_its_parties_say_and_by_nothing_else(world: Qinghe) -> None:
    number = world.reach("reviewed")
    assert rungs(world, number) == ["agreed"]
    parties = list(world.case(number).parties.values_list("pk", flat=True))
    told = {"about": "agreement", "channel": "call", "said": "是的"}
    world.take("clerk", "confirm_for_party", number, party=str(parties[0]), answer="yes", **told)
    assert rungs(world, number) == ["agreed"], "one side is not both"
    world.take("clerk", "confirm_for_party", number, party=str(parties[1]), answer="yes", **told)
    assert rungs(world, number) == ["agreed", "confirmed"]
    world.take("reviewer", "close", number)
    term = str(world.case(number).agreements.get().terms.get().pk)
    world.take("mediator", "report_term", number, term=term, said="李四说付了")
    assert rungs(world, number) == ["agreed", "confirmed"], "a report is not a receipt"
    world.take("clerk", "verify_term", number, term=term, said="看了转账回单，问过张三")
    assert rungs(world, number) == ["agreed", "confirmed", "performed"]
    world.later(days=89)
    assert "durable" not in rungs(world, number)
    world.later(days=2)
    assert rungs(world, number)[-1] == "durable"
    world.take("clerk", "confirm_for_party", number, party=str(parties[0]), answer="no", **told)
    assert rungs(world, number) == ["agreed"], "who takes their word back takes the ladder with it"
    check_case(number)


@pytest.mark.django_db
def test_an_unhappy_visit_or_a_like_matter_within_ninety_days_is_not_durable(world: Qinghe) -> None:
    first, second = world.reach("closed"), world.reach("closed")
    for number in (first, second):
        term = str(world.case(number).agreements.get().terms.get().pk)
        world.take("clerk", "verify_term", number, term=term, said="收到了")
    world.later(days=20)
    world.take("clerk", "visit", first, side="applicant", content="dissatisfied", said="又来吵")
    again = world.register()
    world.take("dispatcher", "link", again, other=second, reason="同一件事又来了")
    world.later(days=80)
    assert "durable" not in rungs(world, first) + rungs(world, second)


@pytest.mark.django_db
def test_every_figure_stands_on_all_accepted_matters_and_opens_its_list(world: Qinghe) -> None:
    world.reach("closed")
    world.reach("handling")
    world.register()
    number = world.reach("reviewed")
    world.take("reviewer", "unconfirm", number, reason="联系不上")
    view = outcomes(world.actor("leader"), query={"month": "2026-03", "rung": "confirmed"}, now=world.now)
    told = {cell.label: cell.n for cell in view.months[0].cells}
    assert view.months[0].base == 3, "what waits at the desk is not accepted yet"
    assert told == {
        "达成协议": 2, "当事人确认": 1, "履行完毕": 0, "司法确认": 0, "九十日无反复": 0, "未获当事人确认": 1, "没有调成": 0,
        "一方不同意调解": 0, "撤回": 0, "答复、引导": 0, "还在办": 1,
    }  # fmt: skip
    assert {cell.share for cell in view.months[0].cells} == {"—"}, "three are too few for a share"
    assert view.count == len(view.rows) == 1


@given(st.integers(1, 5000), st.data())
def test_a_share_lies_in_its_interval_and_is_never_rounded_up_to_all(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = shares.interval(part, whole=whole)
    assert 0 <= low <= part / whole <= high <= 1
    text = shares.shown(part, whole=whole)
    assert (text == "100.0%") == (part == whole and whole >= shares.FEWEST)
    assert (text == "—") == (whole < shares.FEWEST)


@given(st.sets(st.text("0123456789", min_size=1, max_size=6), max_size=60), st.integers(0, 60))
def test_the_sample_depends_on_the_seed_alone(numbers: set[str], n: int) -> None:
    once = sampling.drawn(numbers, seed="a", n=n)
    assert once == sampling.drawn(sorted(numbers, reverse=True), seed="a", n=n)
    assert len(once) == len(set(once)) == min(n, len(numbers))
    assert set(once) <= numbers


@pytest.mark.parametrize(("base", "n"), [(0, 0), (3, 3), (10, 10), (200, 10), (201, 11), (1000, 50)])
def test_five_per_cent_at_least_ten_never_more_than_there_are(base: int, n: int) -> None:
    assert sampling.size(base) == n


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


TEXT = "双方核对了合同和转账记录，租客承认墙面污损，房东同意退还押金的大部分，余款用于粉刷。"


def one(case: int, **change: object) -> Recorded:
    told: dict[str, object] = {
        "case": case, "unit": 1, "accepted_at": at("2026-03-02 09:00"), "recorded_at": at("2026-03-03 10:00"),
        "performed_at": at("2026-03-20 10:00"), "text": f"第{case}件，" + TEXT[case:] + "甲乙丙丁戊己庚辛壬癸"[case:] * 3, "promises": 1,
    }  # fmt: skip
    return Recorded(**(told | change))  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"recorded_at": at("2026-03-03 22:30")}, "offhours"),
        ({"recorded_at": at("2026-03-07 10:00")}, "offhours"),
        ({"performed_at": at("2026-03-02 15:00")}, "sameday"),
        ({"promises": 0}, "zero"),
        ({"same_phone": True}, "samephone"),
        ({"same_door": True}, "samedoor"),
        ({"phone_changed": True}, "changed"),
    ],
)
def test_each_oddity_is_found_and_an_ordinary_success_has_none(
    world: Qinghe, change: dict[str, object], code: str
) -> None:
    days = snapshot().calendar
    assert oddities([one(1, text="甲")], calendar=days) == {}
    assert oddities([one(1, **({"text": "甲"} | change))], calendar=days) == {1: [code]}


def test_the_same_template_with_other_sums_and_days_is_found_and_different_words_are_not() -> None:
    same = {n: f"{TEXT}共 {n}000 元，{n + 1} 月 {n + 2} 日前付清。" for n in range(3)}
    assert twins(same) == {0, 1, 2}
    assert (
        twins({1: TEXT, 2: "两家约定院墙以旧基为准，各自承担一半费用，五月底前修好，相邻一侧不开窗。"})
        == set()
    )


@pytest.mark.django_db
def test_five_in_half_an_hour_from_one_unit_are_a_burst(world: Qinghe) -> None:
    def burst(n: int, *, minutes: int) -> set[int]:
        start = at("2026-03-03 10:00")
        rows = [one(k, text="甲", recorded_at=start + timedelta(minutes=minutes * k)) for k in range(n)]
        return set(oddities(rows, calendar=snapshot().calendar))

    assert burst(5, minutes=7) == {0, 1, 2, 3, 4}
    assert burst(4, minutes=1) == set()
    assert burst(5, minutes=8) == set()


@pytest.mark.django_db
def test_last_months_sample_waits_for_a_sealed_log_is_drawn_once_and_audited_from_outside(
    world: Qinghe,
) -> None:
    numbers = [world.reach("closed") for _ in range(12)]
    world.later(days=31)
    assert draw_last_month(at=world.now) == 0, "nothing sealed since the month ended"
    sequence()
    seal(at=world.now, export=None)
    assert draw_last_month(at=world.now) == 1
    assert draw_last_month(at=world.now) == 0
    draw = AuditDraw.objects.get()
    assert (draw.base, draw.drawn) == (12, 10)
    assert AuditItem.objects.filter(why="random").count() == 10
    assert "twin" in AuditItem.objects.filter(why="random")[0].oddities, "twelve like agreements"
    item = AuditItem.objects.filter(why="random").select_related("case")[0]
    told = {"audit": str(item.pk), "found": "false", "note": "双方都说没有这回事。"}
    with pytest.raises(NotAllowed):
        world.take("mediator", "audit_outcome", item.case.number, **told)
    world.take("supervisor", "audit_outcome", item.case.number, **told)
    assert rungs(world, item.case.number) == [], "what was found untrue stands on no rung"
    publish_audit(month="2026-03", by=world.actor("supervisor"), at=world.now, key="")
    assert [(line.looked, line.false, line.share) for line in published()] == [(1, 1, "—")]
    with pytest.raises(RuleError):
        draw_sample(month=date(2026, 4, 1), by=system_actor(), at=world.now, key="")
    assert len(numbers) == 12


def work(**change: object) -> allowance.PaidWork:
    told: dict[str, object] = {
        "weight": "larger", "claimed": True, "confirmed": True, "audited_false": False, "corrected": False, "notes": 2,
        "visited": True,
    }  # fmt: skip
    return allowance.PaidWork(**(told | change))  # type: ignore[arg-type]


def test_work_is_paid_whether_it_led_to_agreement_or_not_and_a_claim_nobody_confirmed_is_not() -> None:
    def paid(**change: object) -> Decimal:
        return allowance.total(allowance.lines(work(**change), tariff=allowance.DEFAULTS))

    assert paid() == paid(claimed=False, confirmed=False) > 0
    assert paid(confirmed=False) == 0
    assert paid(audited_false=True) == 0
    assert paid(corrected=True) == 0
    assert paid(notes=0) < paid()


@pytest.mark.django_db
def test_allowances_are_computed_once_approved_by_somebody_else_and_set_by_version(world: Qinghe) -> None:
    supervisor, leader = world.actor("supervisor"), world.actor("leader")
    world.reach("closed")
    failed = world.reach("started")
    world.take("mediator", "record", failed, outcome="not_agreed", summary="分歧较大。")
    world.take("reviewer", "approve", failed)
    world.take("reviewer", "close", failed)
    with pytest.raises(RuleError, match="还没有设定"):
        compute_allowances(month="2026-03", by=supervisor, at=world.now, key="")
    amounts = dict.fromkeys(allowance.LINES, "10") | {"since": "2026-01-01", "note": "文件"}
    with pytest.raises(NotAllowed):
        set_tariff(fields=amounts, by=supervisor, at=world.now, key="")
    set_tariff(fields=amounts, by=leader, at=world.now, key="")
    for _ in range(2):
        compute_allowances(month="2026-03", by=supervisor, at=world.now, key="")
    assert Allowance.objects.count() == 2, "the failed one is paid as the other is, and none twice"
    row = Allowance.objects.order_by("pk")[0]
    told = {"allowance_id": row.pk, "reason": ""}
    with pytest.raises(NotAllowed):
        settle_allowance(approve=True, by=supervisor, at=world.now, key="", **told)
    settle_allowance(approve=True, by=leader, at=world.now, key="", **told)
    world.give("mediator", "leader@centre")
    other = Allowance.objects.order_by("pk")[1]
    with pytest.raises(NotAllowed, match="自己"):
        settle_allowance(
            approve=True, by=world.actor("mediator"), at=world.now, key="", allowance_id=other.pk, reason=""
        )
