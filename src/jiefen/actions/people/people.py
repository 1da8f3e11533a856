"""People and their posts. Every change goes into the system's own history, and rights change with the next click.

A first password exists once, in the answer of the call that made it: it is not in the idempotency answer, not in the
history and not in a session, so a repeated call answers without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import F

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.passwords import fresh_password
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.reading import LAST_DAY, Reading
from jiefen.domain.common.words import Role
from jiefen.store.models import Case, Post, Unit, User

NOBODYS = frozenset({Role.PARTY, Role.SYSTEM})  # not posts that a person is given
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
MAX_NAME = 40


class OncePassword:
    """A password shown once. Its text form tells nothing, so no digest, log or traceback holds it."""

    def __init__(self) -> None:
        self.plain = fresh_password()
        self.hashed = make_password(self.plain)

    def __str__(self) -> str:
        return "a password shown once"


@dataclass(frozen=True)
class Issued:
    """`password` is empty when the call was a repetition: it has been shown already."""

    answer: Answer
    user: int
    password: str


def add_person(
    *, username: str, name: str, role: str, unit: str, by: Actor, at: datetime, key: str = ""
) -> Issued:
    """A person with a first post. Raises Invalid, NotAllowed."""
    by.require("manage_people")
    password = OncePassword()
    answer = _add_person(
        username=username, name=name, role=role, unit=unit, password=password, by=by, at=at, key=key
    )
    return _issued(answer, password=password)


def reset_password(*, user: int, by: Actor, at: datetime, key: str = "") -> Issued:
    """A new first password; every session of this person ends. Raises RuleError, NotAllowed, Unseen."""
    by.require("manage_people")
    password = OncePassword()
    return _issued(_reset_password(user=user, password=password, by=by, at=at, key=key), password=password)


def _issued(answer: Answer, *, password: OncePassword) -> Issued:
    return Issued(answer, user=answer.more["user"], password="" if answer.replayed else password.plain)


@in_one_transaction("add_person")
def _add_person(
    command: Command, *, username: str, name: str, role: str, unit: str, password: OncePassword
) -> Answer:
    command.by.require("manage_people")
    username = username.strip().lower()
    problems = _name_problems(username, name=name) | _post_problems(role, unit=unit)
    if problems:
        raise Invalid(fields=problems)
    user = User(username=username, name=name.strip(), password=password.hashed, must_change_password=True)
    User.objects.bulk_create([user])
    held = Unit.objects.get(code=unit)
    Post.objects.bulk_create([Post(user=user, unit=held, role=role, since=command.at)])
    _note(command, verb="add_person", user=user.pk, role=role, unit=unit)
    return _answer(user, sentence=f"已添加{user.name}，岗位是{held.name}{Role.label_of(role)}。")


@in_one_transaction("reset_password")
def _reset_password(command: Command, *, user: int, password: OncePassword) -> Answer:
    person = _person(command, user=user, forbid_self="自己的密码请在右上角“修改密码”里改。")
    User.objects.filter(pk=user).update(
        password=password.hashed, must_change_password=True, epoch=F("epoch") + 1
    )
    _note(command, verb="reset_password", user=user)
    return _answer(
        person, sentence=f"{person.name}的密码已重置，原来的登录已全部失效；本人下次登录时要设一个新密码。"
    )


@in_one_transaction("rename")
def rename(command: Command, *, user: int, name: str) -> Answer:
    """Correct a person's name. The name itself stays out of the history: it is personal data."""
    person = _person(command, user=user)
    problems = _name_problems("", name=name)
    if problems:
        raise Invalid(fields=problems)
    if name.strip() == person.name:
        return _answer(person, sentence="姓名没有变化。")
    User.objects.filter(pk=user).update(name=name.strip())
    person.name = name.strip()
    _note(command, verb="rename_person", user=user)
    return _answer(person, sentence=f"姓名已改为{person.name}。")


@in_one_transaction("add_post")
def add_post(command: Command, *, user: int, role: str, unit: str) -> Answer:
    """One more role in a unit."""
    person = _person(command, user=user)
    problems = _post_problems(role, unit=unit)
    if problems:
        raise Invalid(fields=problems)
    held = Unit.objects.get(code=unit)
    if Post.objects.filter(user=person, unit=held, role=role, until__isnull=True).exists():
        raise Invalid(fields={"role": f"{person.name}已经有{held.name}的这个岗位。"})
    Post.objects.bulk_create([Post(user=person, unit=held, role=role, since=command.at)])
    _note(command, verb="add_post", user=user, role=role, unit=unit)
    return _answer(person, sentence=f"已给{person.name}增加岗位：{held.name}{Role.label_of(role)}。")


@in_one_transaction("end_post")
def end_post(command: Command, *, user: int, post: int) -> Answer:
    """The post ends now. An administrator cannot end their own last administrator post: somebody must hold the keys."""
    person = _person(command, user=user)
    position = Post.objects.filter(pk=post, user=person, until__isnull=True).select_related("unit").first()
    if position is None:
        raise Invalid(fields={"post": "没有这个在任岗位，请刷新页面后再选。"})
    admin = Post.objects.filter(user=person, role=Role.ADMINISTRATOR, until__isnull=True)
    if user == command.by.user_id and position.role == Role.ADMINISTRATOR and admin.count() == 1:
        raise RuleError("不能结束自己最后一个系统管理员岗位；请由另一位系统管理员来办。")
    Post.objects.filter(pk=position.pk).update(until=command.at)
    _note(command, verb="end_post", user=user, role=position.role, unit=position.unit.code)
    return _answer(
        person,
        sentence=f"已结束{person.name}的岗位：{position.unit.name}{Role.label_of(position.role)}。{_left(person, unit=position.unit)}",
    )


@in_one_transaction("disable")
def disable(command: Command, *, user: int) -> Answer:
    """The person cannot sign in any more, and every session ends at once."""
    person = _person(command, user=user, forbid_self="不能停用自己的账号；请由另一位系统管理员来办。")
    User.objects.filter(pk=user).update(is_active=False, epoch=F("epoch") + 1)
    _note(command, verb="disable_person", user=user)
    return _answer(person, sentence=f"{person.name}的账号已停用，登录立即失效。{_left(person, unit=None)}")


@in_one_transaction("enable")
def enable(command: Command, *, user: int) -> Answer:
    """Sign-in works again with the old password; sessions from before stay ended."""
    person = _person(command, user=user)
    User.objects.filter(pk=user).update(is_active=True, epoch=F("epoch") + 1)
    _note(command, verb="enable_person", user=user)
    return _answer(person, sentence=f"{person.name}的账号已启用。")


@in_one_transaction("set_leave")
def set_leave(command: Command, *, user: int, until: str) -> Answer:
    """On leave up to and including a day, or back when `until` is empty; cases wait for somebody else meanwhile."""
    person = _person(command, user=user)
    reading = Reading({"away_until": until})
    day = reading.day("away_until", today=LAST_DAY, label="休假到哪天")
    if reading.problems:
        raise Invalid(fields=reading.problems)
    User.objects.filter(pk=user).update(away_until=day)
    _note(command, verb="set_leave", user=user, until=moments.iso_day(day) if day else "")
    if day is None:
        return _answer(person, sentence=f"{person.name}已销假。")
    return _answer(person, sentence=f"{person.name}休假到 {day}。{_left(person, unit=None)}")


@in_one_transaction("reset_second_factor")
def reset_second_factor(command: Command, *, user: int) -> Answer:
    """The authenticator is forgotten and every session ends; the policy asks for a new one at the next sign-in."""
    person = _person(command, user=user, forbid_self="自己的两步验证请由另一位系统管理员重置。")
    User.objects.filter(pk=user).update(totp_sealed=None, totp_step=0, epoch=F("epoch") + 1)
    _note(command, verb="reset_second_factor", user=user)
    return _answer(
        person, sentence=f"{person.name}的两步验证已清除，登录已失效；请当面核对身份后再让本人重新绑定。"
    )


def _person(command: Command, *, user: int, forbid_self: str = "") -> User:
    command.by.require("manage_people")
    person = User.objects.select_for_update().filter(pk=user).exclude(username="system").first()
    if person is None:
        raise Unseen("没有找到这个人。")
    if forbid_self and user == command.by.user_id:
        raise RuleError(forbid_self)
    return person


def _name_problems(username: str, *, name: str) -> dict[str, str]:
    """`username` empty: not asked."""
    problems: dict[str, str] = {}
    if username and not _USERNAME.fullmatch(username):
        problems["username"] = "用户名用小写字母开头，2 到 40 个小写字母、数字、点、横线，例如 liuqian。"
    elif username and User.objects.filter(username=username).exists():
        problems["username"] = f"用户名 {username} 已经有人用了，请换一个，例如加上单位简称。"
    if not name.strip() or len(name.strip()) > MAX_NAME:
        problems["name"] = f"请填写姓名，不超过 {MAX_NAME} 字。"
    return problems


def _post_problems(role: str, *, unit: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if role not in set(Role) - NOBODYS:
        problems["role"] = "请从列表中选择一个岗位。"
    if not Unit.objects.filter(code=unit, closed_on__isnull=True).exists():
        problems["unit"] = "请从列表中选择一个在用的单位。"
    return problems


def _left(person: User, *, unit: Unit | None) -> str:
    """Cases that still name this person: they wait in the unit and with whoever may hand them over."""
    cases = Case.objects.filter(handler=person, state__in=OPEN)
    left = (cases.filter(holder=unit) if unit else cases).count()
    return (
        f"名下还有 {left} 件在办案件，已列到本单位和审核人、分流调度员的待办里等待“换承办人”。"
        if left
        else ""
    )


def _note(command: Command, *, verb: str, user: int, **facts: Any) -> None:
    command.history.add_to_stream("system", verb=verb, facts={"user": user} | facts)


def _answer(person: User, *, sentence: str) -> Answer:
    return Answer(sentence=sentence, more={"user": person.pk})
