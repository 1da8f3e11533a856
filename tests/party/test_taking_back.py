"""Taking an application back, asking for it to be taken up again, and objections that cannot wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jiefen.actions.messages import notices
from jiefen.actions.oversight.appeals import tell_of_granted
from jiefen.domain.common.errors import RuleError
from jiefen.domain.oversight.words_disagreement import URGENT, AppealAbout
from jiefen.jobs.running import rounds
from jiefen.store.models import Case, Clock, Notice, Party, User
from kit.invariants import check_case
from kit.parties import at_home, looking, party_of
from kit.qinghe import Qinghe

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def today(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests at the hour of the test's world."""
    monkeypatch.setattr(timezone, "now", lambda: world.now)


def withdraws(party: Party, reason: str = "已经自己谈好了") -> int:
    return at_home(party).post("/t/withdraw", {"reason": reason, "key": f"{party.pk}"}).status_code


def told(username: str, text: str) -> int:
    return Notice.objects.filter(user=User.objects.get(username=username), text__contains=text).count()


def test_the_applicant_withdraws_and_what_follows_is_said_first(world: Qinghe) -> None:
    number = world.reach("started")
    zhang = party_of(world, number, "张三")
    page = at_home(zhang).get("/t/withdraw").content.decode()
    assert page.index("期限照样在走") < page.index("我要撤回")
    assert withdraws(zhang, "") == 422, "it is asked why"
    assert withdraws(zhang) == 302
    assert world.case(number).state == "withdrawn"
    assert "您撤回了申请" in looking(zhang).get("/t").content.decode()
    notices.deliver(at=world.now)
    assert told("mediator", "申请人撤回")
    check_case(number)


@pytest.mark.parametrize(
    "case", ["respondent", "two applicants", "violence", "agreed", "ended", "not at home"]
)
def test_nobody_withdraws_for_others_or_where_a_person_should_ask(world: Qinghe, case: str) -> None:
    number = world.reach(
        "agreed" if case == "agreed" else "handling", flags=("violence",) * (case == "violence")
    )
    who = party_of(world, number, "李四" if case == "respondent" else "张三")
    if case == "two applicants":
        Party.objects.filter(case__number=number, name="李四").update(side="applicant")
    if case == "ended":
        world.take("clerk", "withdraw", number, said="本人书面", reason="和解")
    before = world.case(number).state
    if case == "not at home":
        answer = looking(who).post("/t/withdraw", {"reason": "替他撤", "key": "x"})
        assert answer.headers["Location"] == "/t/own?back=/t/withdraw"
    else:
        assert withdraws(who) == 409
        assert "我要撤回" not in at_home(who).get("/t/withdraw").content.decode()
    assert world.case(number).state == before


def test_what_has_ended_is_taken_up_again_when_somebody_outside_the_line_agrees(world: Qinghe) -> None:
    number = world.reach("closed")
    li = party_of(world, number, "李四")
    page = looking(li).get("/t").content.decode()
    assert "请求重新处理" in page
    asked = at_home(li).get("/t/appeal", {"about": "reopen"}).content.decode()
    assert 'value="reopen" selected' in asked
    at_home(li).post("/t/appeal", {"about": "reopen", "said": "对方又不退了", "key": "r"})
    row = li.appeals.get()
    reviewer = str(world.actor("reviewer").user_id)  # who approved it
    with pytest.raises(RuleError):
        world.take("leader", "assign_appeal", number, appeal=str(row.pk), person=reviewer)
    judge = str(world.actor("supervisor").user_id)
    world.take("leader", "assign_appeal", number, appeal=str(row.pk), person=judge)
    assert tell_of_granted(at=world.now) == 0
    answer = world.take(
        "supervisor",
        "answer_appeal",
        number,
        appeal=str(row.pk),
        result="upheld",
        answer="情况有变，重新办理。",
    )
    assert "重新打开" in answer.sentence
    for _ in range(3):
        assert tell_of_granted(at=world.now) == 1
    assert told("dispatcher", "已同意重新处理") == 1
    world.later(minutes=5)
    world.take("dispatcher", "reopen", number, reason="复核同意")
    assert tell_of_granted(at=world.now) == 0
    world.take("clerk", "withdraw", number, said="本人书面", reason="谈好了")
    assert tell_of_granted(at=world.now) == 0, "it was taken up, and ended once more"


def test_an_open_matter_is_not_asked_to_be_taken_up_again(world: Qinghe) -> None:
    number = world.reach("handling")
    zhang = party_of(world, number, "张三")
    for about in ("reopen", "review"):
        answer = at_home(zhang).post("/t/appeal", {"about": about, "said": "再办一次", "key": about})
        assert answer.status_code == 422
        assert f'value="{about}"' not in at_home(zhang).get("/t/appeal").content.decode()
    with pytest.raises(RuleError):
        world.take("clerk", "appeal", number, party=str(zhang.pk), about="reopen", said="再办一次")
    closed = party_of(world, world.reach("closed"), "张三")
    refused = at_home(closed).post("/t/appeal", {"about": "review", "said": "不是信访", "key": "n"})
    assert refused.status_code == 422


@pytest.mark.parametrize("about", list(AppealAbout)[:9])
def test_what_cannot_wait_is_answered_in_three_days_and_a_leader_knows(
    world: Qinghe, about: AppealAbout
) -> None:
    number = world.reach("started")
    li = party_of(world, number, "李四")
    at_home(li).post("/t/appeal", {"about": about, "said": "他逼我签字", "key": "u"})
    notices.deliver(at=world.now)
    rules = set(Clock.objects.filter(case__number=number, stopped_at=None).values_list("rule", flat=True))
    assert ("C-URGENT" in rules) == (about in URGENT)
    assert "C-APPEAL" in rules
    assert bool(told("leader", about.label)) == (about in URGENT)
    assert told("supervisor", "异议") == 1
    assert not told("mediator", "异议"), "who is objected to is not told first"
    assert "他逼我签字" not in "".join(Notice.objects.values_list("text", flat=True))


def test_an_urgent_objection_of_one_side_keeps_its_days_when_the_others_is_answered(world: Qinghe) -> None:
    number = world.reach("started")
    rows = {}
    for name, about in (("张三", "pressure"), ("李四", "leak")):
        party = party_of(world, number, name)
        at_home(party).post("/t/appeal", {"about": about, "said": "请查", "key": name})
        rows[name] = party.appeals.get()
        world.later(hours=1)
    judge = str(world.actor("supervisor").user_id)
    for name in rows:
        world.take("leader", "assign_appeal", number, appeal=str(rows[name].pk), person=judge)
        world.take(
            "supervisor",
            "answer_appeal",
            number,
            appeal=str(rows[name].pk),
            result="rejected",
            answer="查过了",
        )
        running = Clock.objects.filter(case__number=number, rule="C-URGENT", stopped_at=None)
        assert [clock.started_at for clock in running] == ([rows["李四"].made_at] if name == "张三" else [])
    check_case(number)


def test_no_job_ends_a_matter_because_a_party_is_silent(world: Qinghe) -> None:
    """Two years of rounds over a case in every open state: each is still where it was."""
    numbers = [
        world.reach(goal) for goal in ("registered", "assigned", "handling", "started", "agreed", "reviewing")
    ]
    back = world.register()
    world.take("dispatcher", "send_back", back, reason="请补租约")
    before = dict(Case.objects.values_list("number", "state"))
    assert {*numbers, back} == set(before)
    for days in (1, 3, 10, 30, 90, 180, 365, 730):
        at = world.now + timedelta(days=days)
        for round_ in (rounds.every_second, rounds.every_ten_seconds):
            round_(at, held=False)
    assert dict(Case.objects.values_list("number", "state")) == before
    assert not Case.objects.exclude(ended_at=None).exists()
