"""What is heavy waits for a second person: asked with a reason, decided by somebody else, done once, told to all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiefen.actions.case.decide import decide_approval
from jiefen.actions.common.command import Answer
from jiefen.actions.people import people
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.reports.ledger.verify import verify
from jiefen.store.models import Approval, Entry, Post, User
from kit.qinghe import Qinghe

WHY = "原领导调走，县委任命文件已到。"


def pk(username: str) -> int:
    return User.objects.get(username=username).pk


@pytest.fixture
def two(world: Qinghe) -> Qinghe:
    """任可 and 何二 both administer the centre."""
    world.person("admin2", "administrator@centre", name="何二")
    return world


def ask(
    world: Qinghe, *, person: str = "reviewer", role: str = "leader", unit: str = "centre", by: str = "admin"
) -> Answer:
    return people.add_post(
        user=pk(person), role=role, unit=unit, reason=WHY, by=world.actor(by), at=world.now
    )


def decide(
    world: Qinghe, asked: Answer, by: str, *, agree: bool = True, answer: str = "", key: str = ""
) -> Answer:
    return decide_approval(
        approval=asked.more["approval"], agree=agree, answer=answer, by=world.actor(by), at=world.now, key=key
    )


def open_posts(username: str) -> set[str]:
    return set(Post.objects.filter(user=pk(username), until=None).values_list("role", flat=True))


@pytest.mark.parametrize("role", ["leader", "auditor", "administrator"])
def test_a_high_post_waits_and_is_given_once_by_a_second_administrator(two: Qinghe, role: str) -> None:
    two.person("new", name="新来")
    two.give("new", "clerk@window-1")
    if role != "leader":
        people.end_post(
            user=pk("new"), post=Post.objects.get(user=pk("new")).pk, by=two.actor("admin"), at=two.now
        )
    asked = ask(two, person="new", role=role)
    assert role not in open_posts("new")
    done = decide(two, asked, "admin2")
    assert "已同意并办好" in done.sentence
    assert role in open_posts("new")
    with pytest.raises(RuleError, match="已经决定过"):
        decide(two, asked, "admin2")
    assert Post.objects.filter(user=pk("new"), role=role).count() == 1


@pytest.mark.parametrize("role", ["clerk", "dispatcher", "handler", "mediator", "supervisor", "grid"])
def test_another_post_is_given_at_once(world: Qinghe, role: str) -> None:
    ask(world, role=role)
    assert role in open_posts("reviewer")
    assert not Approval.objects.exists()


def test_a_new_person_with_a_high_post_comes_in_without_it_until_it_is_agreed_to(two: Qinghe) -> None:
    facts = {"username": "qian", "name": "钱进", "role": "auditor", "unit": "centre"}
    with pytest.raises(Invalid) as refused:
        people.add_person(**facts, by=two.actor("admin"), at=two.now)
    assert "第二个人" in refused.value.fields["reason"]
    assert not User.objects.filter(username="qian").exists()
    issued = people.add_person(**facts, reason="上级派来的审计员", by=two.actor("admin"), at=two.now)
    assert issued.password
    assert open_posts("qian") == set()
    assert "auditor" not in Entry.objects.get(stream="system", verb="add_person").body
    decide_approval(
        approval=Approval.objects.get().pk, agree=True, answer="", by=two.actor("admin2"), at=two.now
    )
    assert open_posts("qian") == {"auditor"}


def test_whoever_asked_never_decides_and_the_store_refuses_it_too(two: Qinghe) -> None:
    asked = ask(two)
    with pytest.raises(NotAllowed, match="自己提出的"):
        decide(two, asked, "admin")
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=asked.more["approval"]).update(decided_by=pk("admin"))


@pytest.mark.parametrize("stranger", ["leader", "auditor", "clerk", "dispatcher", "reviewer"])
def test_nobody_without_the_right_decides_or_opens_it(two: Qinghe, stranger: str) -> None:
    asked = ask(two)
    with pytest.raises(Unseen):
        decide(two, asked, stranger)
    seen = two.client(stranger).get(f"/approvals/{asked.more['approval']}").status_code
    assert seen == (200 if stranger == "auditor" else 404)


def test_where_there_is_one_administrator_a_leader_of_the_unit_or_above_decides(world: Qinghe) -> None:
    asked = ask(world, person="town-reviewer", unit="330999001")
    for other in ("reviewer", "auditor", "town-mediator"):
        with pytest.raises(Unseen):
            decide(world, asked, other)
    decide(world, asked, "leader")
    assert "leader" in open_posts("town-reviewer")


def test_the_person_concerned_never_decides(world: Qinghe) -> None:
    world.person("second", "leader@330999001", name="副职")
    asked = ask(world, person="second", unit="330999001001")
    with pytest.raises(Unseen):
        decide(world, asked, "second")
    decide(world, asked, "leader")


def test_an_administrator_of_another_town_does_not_decide(world: Qinghe) -> None:
    world.person("elsewhere", "administrator@330999002", name="别处")
    asked = ask(world, person="town-reviewer", unit="330999001")
    with pytest.raises(Unseen):
        decide(world, asked, "elsewhere")


def test_where_nobody_could_decide_it_is_refused_in_words(world: Qinghe) -> None:
    User.objects.filter(username="leader").update(is_active=False)
    with pytest.raises(RuleError, match="没有别的系统管理员、领导在岗"):
        ask(world)


def test_a_request_runs_out_after_72_hours(two: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: two.now)
    asked = ask(two)
    two.later(hours=71, minutes=59)
    assert "待同意" in two.client("admin2").get(f"/approvals/{asked.more['approval']}").content.decode()
    two.later(minutes=1)
    with pytest.raises(RuleError, match="过期"):
        decide(two, asked, "admin2")
    assert ask(two).more["approval"] != asked.more["approval"], "it may be asked again"


def test_the_same_is_not_asked_twice_while_it_waits(two: Qinghe) -> None:
    ask(two)
    with pytest.raises(RuleError, match="已经提交过"):
        ask(two, by="admin2")


def test_a_refusal_needs_a_word_and_does_nothing(two: Qinghe) -> None:
    asked = ask(two)
    with pytest.raises(Invalid):
        decide(two, asked, "admin2", agree=False)
    decide(two, asked, "admin2", agree=False, answer="没有任命文件")
    assert "leader" not in open_posts("reviewer")
    with pytest.raises(RuleError):
        decide(two, asked, "admin2")


def test_what_does_not_hold_any_more_is_not_done(two: Qinghe) -> None:
    """The asker has lost the post, the person has become an auditor meanwhile, the account is disabled."""
    asked = ask(two)
    Post.objects.filter(user=pk("admin")).update(until=two.now)
    with pytest.raises(NotAllowed):
        decide(two, asked, "admin2")
    Post.objects.filter(user=pk("admin")).update(until=None)
    Post.objects.filter(user=pk("reviewer")).update(role="auditor")
    with pytest.raises(Invalid):
        decide(two, asked, "admin2")
    Post.objects.filter(user=pk("reviewer")).update(role="reviewer")
    User.objects.filter(username="admin").update(is_active=False)
    with pytest.raises(RuleError, match="已停用"):
        decide(two, asked, "admin2")
    assert "leader" not in open_posts("reviewer")


def test_the_same_click_twice_agrees_once(two: Qinghe) -> None:
    asked = ask(two)
    first = decide(two, asked, "admin2", key="k")
    again = decide(two, asked, "admin2", key="k")
    assert again.replayed
    assert again.sentence == first.sentence


def test_the_sign_in_of_a_high_post_is_reset_by_two_and_the_password_goes_to_who_asked(two: Qinghe) -> None:
    admin, before = two.actor("admin"), User.objects.get(username="leader").password
    issued = people.reset_password(user=pk("leader"), reason="本人忘记密码，已当面核对", by=admin, at=two.now)
    assert issued.password == ""
    assert User.objects.get(username="leader").password == before
    decide(two, issued.answer, "admin2")
    assert User.objects.get(username="leader").password == before, "nobody but who asked sees the new one"
    again = people.reset_password(user=pk("leader"), by=admin, at=two.now)
    assert check_password(again.password, User.objects.get(username="leader").password)
    with pytest.raises(Invalid):
        people.reset_password(user=pk("leader"), by=admin, at=two.now)


@pytest.mark.parametrize("person", ["leader", "auditor", "admin2"])
@pytest.mark.parametrize("what", ["reset_password", "reset_second_factor", "enable"])
def test_no_reset_of_a_high_post_goes_by_one_person(two: Qinghe, person: str, what: str) -> None:
    with pytest.raises(Invalid):
        getattr(people, what)(user=pk(person), by=two.actor("admin"), at=two.now)
    epoch = User.objects.get(username=person).epoch
    getattr(people, what)(user=pk(person), reason="手机丢了，已当面核对", by=two.actor("admin"), at=two.now)
    assert User.objects.get(username=person).epoch == epoch


def test_an_agreed_reset_runs_out_after_a_day_and_is_for_one_thing_alone(two: Qinghe) -> None:
    admin = two.actor("admin")
    asked = people.reset_password(user=pk("leader"), reason="本人忘记密码", by=admin, at=two.now)
    decide(two, asked.answer, "admin2")
    with pytest.raises(Invalid):
        people.reset_second_factor(user=pk("leader"), by=admin, at=two.now)
    with pytest.raises(Invalid):
        people.reset_password(user=pk("auditor"), by=admin, at=two.now)
    with pytest.raises(Invalid):
        people.reset_password(user=pk("leader"), by=admin, at=two.now + timedelta(hours=24))


def test_all_is_in_the_history_which_still_holds(two: Qinghe) -> None:
    asked = ask(two)
    decide(two, asked, "admin2")
    rows = Entry.objects.filter(stream="system", verb__in=("ask_approval", "decide_approval", "add_post"))
    assert [(row.verb, row.actor.username) for row in rows.order_by("seq")] == [
        ("ask_approval", "admin"),
        ("add_post", "admin"),
        ("decide_approval", "admin2"),
    ]
    assert verify(at=two.now).ok


# By page.


def test_the_pages_ask_decide_and_carry_out(two: Qinghe) -> None:
    browser, second = two.client("admin"), two.client("admin2")
    leader = pk("leader")
    page = browser.get(f"/people/{leader}").content.decode()
    assert f'href="/people/{leader}/reset_password"' in page
    refused = browser.post(f"/people/{leader}/reset_password", {"key": "1"})
    assert refused.status_code == 422
    asked = browser.post(f"/people/{leader}/reset_password", {"key": "2", "reason": "忘记密码，已核对身份"})
    assert 'class="secret"' not in asked.content.decode()
    assert "要由第二个人同意" in asked.content.decode()
    row = Approval.objects.get()
    assert "重置陆书明的密码" in second.get("/approvals").content.decode()
    shown = second.get(f"/approvals/{row.pk}").content.decode()
    assert "忘记密码，已核对身份" in shown
    assert browser.get(f"/approvals/{row.pk}").content.decode().count('value="agree"') == 0
    assert second.post(f"/approvals/{row.pk}", {"key": "3", "do": "refuse"}).status_code == 422
    assert second.post(f"/approvals/{row.pk}", {"key": "4", "do": "agree"}).status_code == 302
    assert "去重置" in browser.get(f"/approvals/{row.pk}").content.decode()
    done = browser.post(f"/people/{leader}/reset_password", {"key": "5"}).content.decode()
    assert re.search(r'<b class="secret">([a-z2-9-]+)</b>', done)
    assert second.post(f"/approvals/{row.pk}", {"key": "6", "do": "agree"}).status_code == 409
