"""Whoever is touched by a power learns of it within a minute: the person, the administrators, the auditor."""

from __future__ import annotations

import pytest

from jiefen.actions.messages.notices import deliver
from jiefen.actions.people import people
from jiefen.store.models import Notice, Outbox, Post, User
from kit.qinghe import Qinghe

pytestmark = pytest.mark.one_database


@pytest.fixture
def two(world: Qinghe) -> Qinghe:
    """任可 and 何二 both administer the centre."""
    world.person("admin2", "administrator@centre", name="何二")
    return world


def pk(username: str) -> int:
    return User.objects.get(username=username).pk


def told(username: str) -> list[str]:
    return list(Notice.objects.filter(user=pk(username)).order_by("pk").values_list("text", flat=True))


def test_who_decides_is_told_what_is_asked_and_who_asked_what_was_decided(two: Qinghe) -> None:
    facts = {"role": "leader", "unit": "centre", "reason": "县委任命文件已到。"}
    asked = people.add_post(user=pk("reviewer"), **facts, by=two.actor("admin"), at=two.now)
    deliver(at=two.now)
    assert told("admin2") == ["请您决定：任可提出给顾长山增加岗位：清和县综治中心领导"]
    assert (
        told("reviewer")
        == told("auditor")
        == ["任可提出给顾长山增加岗位：清和县综治中心领导，等第二个人决定"]
    )
    assert told("admin") == told("leader") == told("clerk") == []
    two.agree("admin2", asked)
    deliver(at=two.now)
    assert told("admin")[0] == "何二同意您提出的：给顾长山增加岗位：清和县综治中心领导"
    assert any("同意任可提出的" in text for text in told("auditor"))
    assert "任可给顾长山增加了岗位：清和县综治中心领导（何二同意）" in told("reviewer")
    link = f"/approvals/{asked.more['approval']}"
    assert link in two.client("admin2").get("/notices").content.decode()


@pytest.mark.parametrize(
    ("verb", "facts", "said"),
    [
        ("reset_password", {}, "重置了刘倩的密码"),
        ("reset_second_factor", {}, "清除了刘倩的两步验证"),
        ("rename", {"name": "刘小倩"}, "更正了刘小倩的姓名"),
        ("add_post", {"role": "mediator", "unit": "petition"}, "给刘倩增加了岗位：县信访局接待科调解员"),
        ("disable", {}, "停用了刘倩的账号"),
        ("enable", {}, "重新启用了刘倩的账号"),
    ],
)
def test_the_person_the_administrators_and_the_auditor_are_told_of_every_change(
    two: Qinghe, verb: str, facts: dict[str, str], said: str
) -> None:
    getattr(people, verb)(user=pk("clerk"), **facts, by=two.actor("admin"), at=two.now)
    deliver(at=two.now)
    for username in ("clerk", "admin2", "auditor"):
        assert told(username) == [f"任可{said}"], username
    for username in ("admin", "leader", "clerk2", "dispatcher"):
        assert told(username) == [], username


def test_an_ended_post_is_told_too_and_nobody_twice(two: Qinghe) -> None:
    post = Post.objects.get(user=pk("clerk"))
    people.end_post(user=pk("clerk"), post=post.pk, by=two.actor("admin"), at=two.now)
    deliver(at=two.now)
    Outbox.objects.update(done_at=None)
    deliver(at=two.now)
    assert told("clerk") == [f"任可结束了刘倩的岗位：{post.unit.name}窗口受理员"]
