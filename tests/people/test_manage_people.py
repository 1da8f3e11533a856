"""王管理 looks after accounts: what she does holds from the next click on, and a first password is shown once."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.hashers import check_password

from jiefen.actions.people import people
from jiefen.domain.common.errors import Invalid, NotAllowed, RuleError, Unseen
from jiefen.reports.people import people as report
from jiefen.store.models import Entry, Inbox, Post, User
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database

NEW = {"username": "zhaomin", "name": "赵敏", "role": "clerk", "unit": "window-1"}


def admin(world: Qinghe):
    return world.actor("admin")


def user(name: str) -> User:
    return User.objects.get(username=name)


def test_a_new_person_gets_a_post_and_a_password_that_must_be_changed(world: Qinghe) -> None:
    issued = people.add_person(**NEW, by=admin(world), at=world.now, key="k1")
    person = user("zhaomin")
    assert check_password(issued.password, person.password)
    assert person.must_change_password
    assert world.actor("zhaomin").may("register")


def test_a_repeated_call_makes_nobody_twice_and_tells_no_password(world: Qinghe) -> None:
    first = people.add_person(**NEW, by=admin(world), at=world.now, key="k1")
    again = people.add_person(**NEW, by=admin(world), at=world.now, key="k1")
    assert again.answer.replayed
    assert again.password == ""
    assert again.user == first.user
    assert User.objects.filter(username="zhaomin").count() == 1


def test_the_password_is_in_no_row_of_the_database(world: Qinghe) -> None:
    issued = people.add_person(**NEW, by=admin(world), at=world.now, key="k1")
    reset = people.reset_password(user=issued.user, by=admin(world), at=world.now, key="k2")
    stored = [row.answer for row in Inbox.objects.all()] + [entry.body for entry in Entry.objects.all()]
    assert stored
    for secret in (issued.password, reset.password):
        assert not any(secret in text for text in stored)


def test_every_change_is_in_the_history_of_the_system_without_the_name(world: Qinghe) -> None:
    who = people.add_person(**NEW, by=admin(world), at=world.now).user
    by, at = admin(world), world.now
    people.rename(user=who, name="赵小敏", by=by, at=at)
    people.add_post(user=who, role="handler", unit="petition", by=by, at=at)
    post = Post.objects.get(user=who, role="handler")
    people.end_post(user=who, post=post.pk, by=by, at=at)
    people.disable(user=who, by=by, at=at)
    people.enable(user=who, by=by, at=at)
    people.reset_second_factor(user=who, by=by, at=at)
    entries = Entry.objects.filter(stream="system").order_by("seq")
    wanted = [
        "add_person", "rename_person", "add_post", "end_post", "disable_person", "enable_person", "reset_second_factor",
    ]  # fmt: skip
    assert [entry.verb for entry in entries][-7:] == wanted
    assert not any("赵" in entry.body for entry in entries)
    assert json.loads(entries.get(verb="add_post").body)["facts"] == {
        "role": "handler",
        "unit": "petition",
        "user": who,
    }


@pytest.mark.parametrize("verb", ["disable", "reset_second_factor", "reset_password"])
def test_what_takes_access_away_ends_every_session_at_the_next_click(world: Qinghe, verb: str) -> None:
    browser = world.client("clerk")
    assert browser.get("/register").status_code == 200
    getattr(people, verb)(user=user("clerk").pk, by=admin(world), at=world.now)
    assert browser.get("/register").status_code == 302


def test_an_ended_post_takes_its_rights_away_and_says_what_is_left_in_hand(world: Qinghe) -> None:
    world.reach("handling")
    mediator = user("mediator")
    post = Post.objects.get(user=mediator, role="mediator")
    answer = people.end_post(user=mediator.pk, post=post.pk, by=admin(world), at=world.now)
    assert "还有 1 件在办案件" in answer.sentence
    assert not world.actor("mediator").may("register")


def test_an_administrator_cannot_end_their_own_last_administrator_post(world: Qinghe) -> None:
    me = user("admin")
    post = Post.objects.get(user=me, role="administrator")
    with pytest.raises(RuleError, match="自己最后一个"):
        people.end_post(user=me.pk, post=post.pk, by=admin(world), at=world.now)
    world.give("admin", "administrator@petition")
    people.end_post(user=me.pk, post=post.pk, by=admin(world), at=world.now)


@pytest.mark.parametrize("verb", ["disable", "reset_password", "reset_second_factor"])
def test_an_administrator_cannot_lock_themselves_out(world: Qinghe, verb: str) -> None:
    with pytest.raises(RuleError):
        getattr(people, verb)(user=user("admin").pk, by=admin(world), at=world.now)


def test_nobody_else_may_and_the_systems_own_person_is_not_there(world: Qinghe) -> None:
    with pytest.raises(NotAllowed):
        people.add_person(**NEW, by=world.actor("dispatcher"), at=world.now)
    with pytest.raises(NotAllowed):
        people.rename(user=user("clerk").pk, name="某人", by=world.actor("clerk"), at=world.now)
    with pytest.raises(Unseen):
        people.enable(user=user("system").pk, by=admin(world), at=world.now)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("username", "赵敏", "小写字母"),
        ("username", "clerk", "已经有人用了"),
        ("name", " ", "请填写姓名"),
        ("role", "system", "选择一个岗位"),
        ("unit", "nowhere", "在用的单位"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(world: Qinghe, field: str, value: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.add_person(**(NEW | {field: value}), by=admin(world), at=world.now)
    assert said in refused.value.fields[field]
    assert not User.objects.filter(name="赵敏").exists()


def test_the_list_finds_by_name_and_by_unit_with_the_units_below(world: Qinghe) -> None:
    assert [row.username for row in report.people(admin(world), query={"q": "刘倩"}).rows] == ["clerk"]
    assert "mediator" in {
        row.username for row in report.people(admin(world), query={"unit": "mediation"}).rows
    }
    assert report.people(admin(world), query={"unit": "no-such"}).rows == []
    assert "system" not in {row.username for row in report.people(admin(world), query={}).rows}


def test_the_list_goes_by_pages_without_gaps(world: Qinghe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PAGE", 3)
    seen, page = [], report.people(admin(world), query={})
    seen += [row.username for row in page.rows]
    while page.older is not None:
        page = report.people(admin(world), query={"after": str(page.older)})
        seen += [row.username for row in page.rows]
    assert len(seen) == len(set(seen)) == page.count
    back = report.people(admin(world), query={"before": str(page.newer)})
    assert [row.username for row in back.rows] == seen[-len(page.rows) - 3 : -len(page.rows)]


def test_the_page_shows_the_password_once_and_not_after_a_reload(world: Qinghe) -> None:
    browser = world.client("admin")
    sent = NEW | {"key": "form-1"}
    first = browser.post("/people/new", sent).content.decode()
    shown = re.search(r'<b class="secret">([a-z2-9-]+)</b>', first)
    assert shown
    assert check_password(shown[1], user("zhaomin").password)
    again = browser.post("/people/new", sent).content.decode()
    assert 'class="secret"' not in again
    assert "重置密码" in again


def test_the_pages_answer_and_keep_what_was_typed(world: Qinghe) -> None:
    browser = world.client("admin")
    assert "刘倩" in browser.get("/people?q=刘").content.decode()
    refused = browser.post("/people/new", NEW | {"username": "大写"})
    assert refused.status_code == 422
    assert 'value="大写"' in refused.content.decode()
    clerk = user("clerk").pk
    assert browser.get(f"/people/{clerk}").status_code == 200
    done = browser.post(
        f"/people/{clerk}", {"name": "刘小倩", "unit": "desk", "role": "dispatcher", "key": "x"}
    )
    assert done.status_code == 302
    assert user("clerk").name == "刘小倩"
    assert world.actor("clerk").may("triage")
    post = Post.objects.get(user=clerk, role="dispatcher")
    assert browser.post(f"/people/{clerk}/end_post?post={post.pk}", {"key": "y"}).status_code == 302
    assert browser.post(f"/people/{clerk}/explode", {"key": "z"}).status_code == 404
    assert browser.get("/people/999999").status_code == 404


def test_the_door_is_closed_to_everybody_else(world: Qinghe) -> None:
    for name in ("clerk", "dispatcher", "auditor"):
        assert world.client(name).get("/people").status_code == 403
