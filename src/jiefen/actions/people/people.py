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
from jiefen.actions.people import grants
from jiefen.actions.people.approvals import agreed, ask_second_person, carried_out
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.fold import encodable
from jiefen.domain.common.reading import LAST_DAY, Reading
from jiefen.domain.common.words import Role
from jiefen.domain.people.powers import HIGH, PSEUDO, waits
from jiefen.domain.people.words import ApprovalKind
from jiefen.store.models import Case, Post, Unit, User
from jiefen.store.people.approvals import person_units
from jiefen.store.people.persons import managed_by, roles_of

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
    """`password` is empty when the call was a repetition, since it has been shown already, and while it waits for a
    second person."""

    answer: Answer
    user: int
    password: str


def add_person(
    *,
    username: str,
    name: str,
    role: str,
    unit: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    key: str = "",
) -> Issued:
    """A person with a first post; a high one is theirs when a second person has agreed. Raises Invalid, NotAllowed."""
    by.require("manage_people")
    password = OncePassword()
    answer = _add_person(
        username=username,
        name=name,
        role=role,
        unit=unit,
        reason=reason,
        password=password,
        by=by,
        at=at,
        key=key,
    )
    return _issued(answer, password=password)


def reset_password(*, user: int, by: Actor, at: datetime, reason: str = "", key: str = "") -> Issued:
    """A new first password; every session of this person ends. Whose post is high needs a second person, asked with a
    reason; the call that follows an agreement does it. Raises RuleError, NotAllowed, Unseen, Invalid."""
    by.require("manage_people")
    password = OncePassword()
    answer = _reset_password(user=user, reason=reason, password=password, by=by, at=at, key=key)
    return _issued(answer, password=password)


def _issued(answer: Answer, *, password: OncePassword) -> Issued:
    shown = not answer.replayed and not answer.more.get("waits")
    return Issued(answer, user=answer.more["user"], password=password.plain if shown else "")


@in_one_transaction("add_person")
def _add_person(
    command: Command,
    *,
    username: str,
    name: str,
    role: str,
    unit: str,
    reason: str,
    password: OncePassword,
) -> Answer:
    command.by.require("manage_people")
    username = username.strip().lower()
    problems = _name_problems(username, name=name) | grants.post_problems(role, unit=unit, by=command.by)
    if problems:
        raise Invalid(fields=problems)
    user = User(
        username=username, name=encodable(name).strip(), password=password.hashed, must_change_password=True
    )
    User.objects.bulk_create([user])
    _note(
        command, verb="add_person", user=user.pk, unit=unit, **({} if waits(Role(role)) else {"role": role})
    )
    given = grants.give_or_ask(command, person=user, role=role, unit=unit, reason=reason, noted=True)
    return _answer(user, sentence=f"已添加{user.name}。{given.sentence}")


@in_one_transaction("reset_password")
def _reset_password(command: Command, *, user: int, reason: str, password: OncePassword) -> Answer:
    person = _person(command, user=user, forbid_self="自己的密码请在右上角“修改密码”里改。")
    more = _second_person(command, person=person, what="password", reason=reason)
    if isinstance(more, Answer):
        return more
    User.objects.filter(pk=user).update(
        password=password.hashed, must_change_password=True, epoch=F("epoch") + 1
    )
    _note(command, verb="reset_password", user=user, **more)
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
    name = encodable(name).strip()
    if name == person.name:
        return _answer(person, sentence="姓名没有变化。")
    User.objects.filter(pk=user).update(name=name)
    person.name = name
    _note(command, verb="rename_person", user=user)
    return _answer(person, sentence=f"姓名已改为{person.name}。")


@in_one_transaction("add_post")
def add_post(command: Command, *, user: int, role: str, unit: str, reason: str = "") -> Answer:
    """One more role in a unit, never for oneself; a high one waits for a second person."""
    person = _person(command, user=user, forbid_self=grants.NOT_ONESELF)
    problems = grants.post_problems(role, unit=unit, by=command.by)
    if problems:
        raise Invalid(fields=problems)
    given = grants.give_or_ask(command, person=person, role=role, unit=unit, reason=reason)
    return Answer(sentence=given.sentence, more={"user": user} | given.more)


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
def enable(command: Command, *, user: int, reason: str = "") -> Answer:
    """Sign-in works again with the old password; sessions from before stay ended. It gives a high post back, so that
    waits for a second person."""
    person = _person(command, user=user)
    more = _second_person(command, person=person, what="enable", reason=reason)
    if isinstance(more, Answer):
        return more
    User.objects.filter(pk=user).update(is_active=True, epoch=F("epoch") + 1)
    _note(command, verb="enable_person", user=user, **more)
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
def reset_second_factor(command: Command, *, user: int, reason: str = "") -> Answer:
    """The authenticator is forgotten and every session ends; the policy asks for a new one at the next sign-in."""
    person = _person(command, user=user, forbid_self="自己的两步验证请由另一位系统管理员重置。")
    more = _second_person(command, person=person, what="second_factor", reason=reason)
    if isinstance(more, Answer):
        return more
    User.objects.filter(pk=user).update(totp_sealed=None, totp_step=0, epoch=F("epoch") + 1)
    _note(command, verb="reset_second_factor", user=user, **more)
    return _answer(
        person, sentence=f"{person.name}的两步验证已清除，登录已失效；请当面核对身份后再让本人重新绑定。"
    )


def _person(command: Command, *, user: int, forbid_self: str = "") -> User:
    command.by.require("manage_people")
    person = managed_by(command.by).select_for_update(of=("self",)).filter(pk=user).first()
    if person is None:
        raise Unseen("没有找到这个人，或者不归您管理：您只管理岗位都在本单位和下级单位的人。")
    if forbid_self and user == command.by.user_id:
        raise RuleError(forbid_self)
    return person


def _second_person(command: Command, *, person: User, what: str, reason: str) -> Answer | dict[str, int]:
    """What the entry names besides; or, while a second person has not agreed, the answer that says so."""
    if not HIGH.intersection(roles_of(person)):
        return {}
    facts = {"user": person.pk, "what": what}
    row = agreed(command, kind=ApprovalKind.RESET, facts=facts)
    if row is not None:
        return carried_out(command, row=row)
    highest = min(person_units(person), key=lambda unit: len(unit.path))
    asked = ask_second_person(
        command, kind=ApprovalKind.RESET, unit=highest, person=person, facts=facts, reason=reason
    )
    return Answer(sentence=asked.sentence, more={"user": person.pk, "waits": True} | asked.more)


def _name_problems(username: str, *, name: str) -> dict[str, str]:
    """`username` empty: not asked."""
    problems: dict[str, str] = {}
    if username and not _USERNAME.fullmatch(username):
        problems["username"] = "用户名用小写字母开头，2 到 40 个小写字母、数字、点、横线，例如 liuqian。"
    elif username in PSEUDO:
        problems["username"] = f"用户名 {username} 是系统留用的，请换一个。"
    elif username and User.objects.filter(username=username).exists():
        problems["username"] = f"用户名 {username} 已经有人用了，请换一个，例如加上单位简称。"
    if not encodable(name).strip() or len(name.strip()) > MAX_NAME:
        problems["name"] = f"请填写姓名，不超过 {MAX_NAME} 字。"
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
