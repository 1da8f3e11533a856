"""Nobody's case is held by somebody who cannot act, and none is sent to a unit with nobody in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiefen.actions.case.unheld import tell_of_unheld
from jiefen.actions.people import people
from jiefen.domain.common.errors import Invalid, RuleError
from jiefen.domain.routing.rules import Facts, UnitFacts, parse_rules, passed_over, propose
from jiefen.reports.case import page as case_page
from jiefen.reports.common.lists import work
from jiefen.reports.ledger.health import examine
from jiefen.reports.people.people import empty_units
from jiefen.reports.routing import triage
from jiefen.reports.routing.offers import offers
from jiefen.reports.routing.rules import empty_targets
from jiefen.store.models import Case, Clock, Entry, Mediator, Notice, Post, Unit, User
from jiefen.store.routing import facts_of
from kit.invariants import check_case
from kit.mediating import plan
from kit.qinghe import Qinghe

LOST = "没有人能办，等换人或改派"
WAITING = "等本单位处理"


def listed(world: Qinghe, who: str, heading: str) -> list[str]:
    sections = {section.heading: section for section in work(world.actor(who), now=world.now)}
    return [row.number for row in sections[heading].rows] if heading in sections else []


def disable(world: Qinghe) -> None:
    user = User.objects.get(username="mediator").pk
    people.disable(user=user, by=world.actor("admin"), at=world.now)


def end_post(world: Qinghe) -> None:
    post = Post.objects.get(user__username="mediator", unit__code="mediation", until=None)
    people.end_post(user=post.user_id, post=post.pk, by=world.actor("admin"), at=world.now)


def go_on_leave(world: Qinghe) -> None:
    user = User.objects.get(username="mediator").pk
    people.set_leave(user=user, until="2026-03-20", by=world.actor("admin"), at=world.now)


def close_the_unit(world: Qinghe) -> None:
    Unit.objects.filter(code="mediation").update(closed_on=world.now.date())


CAUSES = (disable, end_post, go_on_leave, close_the_unit)


@pytest.mark.parametrize("state", ["handling", "reviewing", "reviewed"])
@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_a_case_whose_handler_cannot_go_on_is_on_the_lists_of_who_may_reassign_it(
    world: Qinghe, cause, state: str
) -> None:
    number = world.reach(state)
    assert not listed(world, "reviewer", LOST)
    cause(world)
    assert listed(world, "reviewer", LOST) == [number]
    assert listed(world, "dispatcher", LOST) == [number]


def test_it_waits_in_the_unit_and_the_page_says_why_and_what_next(world: Qinghe) -> None:
    number = world.reach("handling")
    colleague = world.person("同事", "mediator@mediation")
    disable(world)
    assert number in listed(world, "同事", WAITING)
    view = case_page.case_view(world.actor("reviewer"), case=world.case(number), now=world.now)
    assert view.next is not None
    assert (view.next.heading, view.next.button.verb) == ("换承办人", "hand_over")
    assert "账号已停用" in view.next.text
    assert view.row.holder == "县人民调解委员会 · 周敏（待换人）"
    assert "待换人" in view.team[0].sub
    world.take("reviewer", "hand_over", number, person=str(colleague.user_id), reason="周敏离岗。")
    assert not listed(world, "reviewer", LOST)
    assert world.case(number).handler_id == colleague.user_id


def test_whoever_recused_themselves_holds_nothing(world: Qinghe) -> None:
    number = world.reach("handling")
    mediator = f"m{Mediator.objects.get(user__username='mediator').pk}"
    world.take("mediator", "recuse", number, barred=mediator, reason="当事人是我的亲戚。")
    assert listed(world, "reviewer", LOST) == [number]
    world.take("mediator", "refer_up", number, reason="需要中心协调，本人已回避。")
    world.take("dispatcher", "dispatch", number, unit="mediation")
    assert listed(world, "dispatcher", LOST) == [number], "the one person there may not sign for it"
    world.later(hours=2)
    world.take("dispatcher", "take_back", number)


def test_after_the_last_day_of_leave_the_case_is_theirs_again(world: Qinghe) -> None:
    number = world.reach("handling")
    go_on_leave(world)
    world.later(days=17)  # the 20th
    assert listed(world, "reviewer", LOST) == [number]
    world.later(days=1)
    assert not listed(world, "reviewer", LOST)


def test_who_may_reassign_is_told_once_and_again_with_the_next_holder(world: Qinghe) -> None:
    number = world.reach("handling")
    disable(world)
    assert tell_of_unheld(at=world.now) == 1
    assert tell_of_unheld(at=world.later(hours=1)) == 0
    told = Notice.objects.filter(event__startswith="unheld:").values_list("user__username", flat=True)
    assert {"reviewer", "dispatcher"} <= set(told)
    assert "周敏账号已停用" in Notice.objects.filter(event__startswith="unheld:")[0].text
    colleague = world.person("同事", "mediator@mediation")
    world.take("reviewer", "hand_over", number, person=str(colleague.user_id), reason="周敏离岗。")
    people.disable(user=colleague.user_id, by=world.actor("admin"), at=world.now)
    assert tell_of_unheld(at=world.now) == 1


def test_a_person_on_leave_is_offered_nothing(world: Qinghe) -> None:
    number = world.reach("handling")
    other = world.person("同事", "mediator@mediation")
    User.objects.filter(pk=other.user_id).update(away_until=world.now.date())
    with pytest.raises(Invalid):
        world.take("reviewer", "hand_over", number, person=str(other.user_id), reason="分担一下。")


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("dispatch", {"unit": "330999101001"}),
        ("dispatch", {"unit": "mediation", "co": "330999101001"}),
        ("add_co", {"unit": "330999101001"}),
    ],
)
def test_a_unit_with_nobody_gets_no_case(world: Qinghe, verb: str, fields: dict[str, str]) -> None:
    number = world.register()
    with pytest.raises(Invalid) as refused:
        world.take("dispatcher", verb, number, **fields)
    assert "没有能签收的人" in "".join(refused.value.fields.values())


def test_an_empty_unit_is_seen_greyed_with_its_reason_and_never_first(world: Qinghe) -> None:
    number = world.register(kind="0201", place="330999101001")  # a neighbours' quarrel goes to the village
    rows = offers(facts_of(world.case(number)), seen=Case.objects.all(), now=world.now)
    assert rows[0].unit_code == "desk"
    assert rows[0].chosen
    village = next(row for row in rows if row.unit_code == "330999101001")
    assert (village.nobody, village.chosen, village.key) == ("还没有能签收的人", False, "")
    world.person("村调解员", "mediator@330999101001")
    first = offers(facts_of(world.case(number)), seen=Case.objects.all(), now=world.now)[0]
    assert (first.unit_code, first.nobody, first.sub) == (
        "330999101001",
        "",
        "在岗 1 人 · 在办 0 件 · 最近没有签收",
    )
    User.objects.filter(username="村调解员").update(away_until=world.now.date())
    rows = offers(facts_of(world.case(number)), seen=Case.objects.all(), now=world.now)
    assert next(row.nobody for row in rows if row.unit_code == "330999101001") == "能签收的 1 人都在休假"


def test_each_option_says_who_is_there_and_when_it_last_signed(world: Qinghe) -> None:
    world.reach("handling")
    rows = offers(facts_of(world.case(world.register())), seen=Case.objects.all(), now=world.now)
    assert rows[0].sub == "在岗 1 人 · 在办 1 件 · 最近签收 03-03 10:00"


def test_rules_people_and_doctor_say_which_units_are_empty(world: Qinghe) -> None:
    Post.objects.filter(unit__code="petition").update(until=world.now)
    (target,) = empty_targets(now=world.now)
    assert (target.unit, target.rules.count("R-")) == ("县信访局接待科", 2)
    assert "县信访局接待科（还没有能签收的人）" in empty_units(world.actor("admin"), now=world.now)
    world.reach("handling")
    disable(world)
    health = examine(at=world.now, clock=None)
    assert any("承办人不能再办" in text for text in health.problems)
    assert any("没有能签收的人" in text for text in health.notes)
    assert health.figures["unheld"] == 1


def test_the_domain_skips_an_empty_unit_and_names_it() -> None:
    rules = parse_rules([{"id": "R-1", "label": "都去", "to": "hall", "when": []}])
    units = {"desk": UnitFacts("分流台"), "hall": UnitFacts("大厅", nobody="还没有能签收的人")}
    facts = Facts(kind="0602")
    (only,) = propose(facts, rules=rules, units=units, fallback="desk")
    assert (only.unit, only.skipped) == ("desk", ("R-1 都去：大厅还没有能签收的人",))
    assert [(code, rule.id) for code, rule in passed_over(facts, rules=rules, units=units)] == [
        ("hall", "R-1")
    ]


def test_a_dispatch_is_taken_back_within_ten_minutes_and_its_entry_stays(world: Qinghe) -> None:
    number = world.register()
    started = Clock.objects.get(case__number=number, rule="C-DISPATCH").started_at
    world.later(hours=1)
    world.take("dispatcher", "dispatch", number, unit="mediation", co="property")
    world.later(minutes=10)
    world.take("dispatcher", "take_back", number, reason="点错了单位。")
    case = world.case(number)
    assert (case.state, case.holder.code) == ("accepted", "desk")
    assert list(Entry.objects.filter(case=case).order_by("seq").values_list("verb", flat=True)) == [
        "register",
        "dispatch",
        "take_back",
    ]
    running = Clock.objects.get(case=case, rule="C-DISPATCH", stopped_at=None)
    assert running.started_at == started, "the desk has no more time than it had"
    assert not case.clocks.filter(rule="C-SIGN", stopped_at=None).exists()
    assert not case.assignments.filter(lead=False, until=None).exists()
    check_case(number)


@pytest.mark.parametrize("late", ["eleven minutes", "signed"])
def test_it_is_not_taken_back_later_or_once_signed(world: Qinghe, late: str) -> None:
    number = world.reach("assigned")
    if late == "signed":
        world.take("mediator", "sign", number)
    else:
        world.later(minutes=10, seconds=1)
    with pytest.raises(RuleError, match="不能再撤回"):
        world.take("dispatcher", "take_back", number)


def test_from_a_unit_that_everybody_has_left_the_desk_takes_it_back_at_any_time(world: Qinghe) -> None:
    number = world.reach("started")
    plan(world, number)
    disable(world)
    world.later(days=3)
    world.take("dispatcher", "take_back", number, reason="该单位已没有人。")
    case = world.case(number)
    assert (case.state, case.holder.code, case.handler_id) == ("accepted", "desk", None)
    assert not case.proceedings.filter(finished_at=None).exists()
    check_case(number)


def test_another_unit_than_the_first_choice_needs_a_reason(world: Qinghe) -> None:
    number = world.register()
    with pytest.raises(Invalid) as refused:
        world.take("dispatcher", "dispatch", number, unit="property", reason="")
    assert refused.value.fields == {"reason": "规则首选的不是物业纠纷调委会，请写明为什么改派给它。"}
    world.take("dispatcher", "dispatch", number, unit="mediation", reason="")
    free = world.register(kind="1201")
    assert (
        offers(facts_of(Case.objects.get(number=free)), seen=Case.objects.all(), now=world.now)[0].unit_code
        == "desk"
    )
    world.take("dispatcher", "dispatch", free, unit="property", reason="")


def test_a_lost_handler_is_not_told_of_limits_but_their_unit_is(world: Qinghe) -> None:
    from jiefen.actions.clocks.warnings import tick

    number = world.reach("handling")
    colleague = world.person("同事", "mediator@mediation")
    gone = User.objects.get(username="mediator").pk
    disable(world)
    late = max(clock.due for clock in Clock.objects.filter(case__number=number, due__isnull=False))
    tick(at=late + timedelta(days=2), propose=lambda *_, **__: None)
    told = set(Notice.objects.filter(event__startswith="clock:").values_list("user_id", flat=True))
    assert colleague.user_id in told
    assert gone not in told


def test_the_board_offers_the_slip_back_and_no_longer(world: Qinghe) -> None:
    number = world.reach("assigned")
    board = triage.board(world.actor("dispatcher"), query={}, now=world.now)
    assert [row.url for row in board.fresh] == [f"/cases/{number}/take_back"]
    assert board.fresh[0].until == "10:10"
    assert triage.board(world.actor("town-reviewer"), query={}, now=world.now).fresh == []
    later = world.now + timedelta(minutes=11)
    assert triage.board(world.actor("dispatcher"), query={}, now=later).fresh == []
    world.take("mediator", "sign", number)
    assert triage.board(world.actor("dispatcher"), query={}, now=world.now).fresh == []
