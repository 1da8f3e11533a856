"""Giving a post: never to oneself, never across the powers, and a high one only when a second person has agreed."""

from __future__ import annotations

from typing import Any

from jiefen.actions.common.command import Answer, Command
from jiefen.actions.people.approvals import ask_second_person, named_in_history
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import Invalid, RuleError, Unseen
from jiefen.domain.common.words import Role
from jiefen.domain.people import powers
from jiefen.domain.people.words import ApprovalKind
from jiefen.store.models import Approval, Post, Unit, User
from jiefen.store.people.persons import managed_by, roles_of, units_managed_by

NOT_ONESELF = "不能给自己增加岗位；请由另一位系统管理员来办。"


def give_or_ask(
    command: Command, *, person: User, role: str, unit: str, reason: str, noted: bool = False
) -> Answer:
    """The post at once, or a request. `noted`: the entry of the whole deed names the post already."""
    held = Unit.objects.get(code=unit)
    _refuse(person, role=Role(role), unit=held)
    if powers.waits(Role(role)):
        facts = {"user": person.pk, "role": role, "unit": unit}
        return ask_second_person(
            command, kind=ApprovalKind.GRANT, unit=held, person=person, facts=facts, reason=reason
        )
    return _give(command, person=person, role=Role(role), unit=held, facts=None if noted else {})


def give_what_was_agreed(command: Command, *, row: Approval, facts: dict[str, Any]) -> str:
    """In the name of whoever asked, if all still holds that held then. Raises RuleError."""
    command.by.require("manage_people")
    person = managed_by(command.by).select_for_update(of=("self",)).filter(pk=facts["user"]).first()
    if person is None or person.pk == command.by.user_id:
        raise Unseen("这个人现在不归提出的人管理，请不同意，让能管理的人重新提。")
    if problems := post_problems(facts["role"], unit=facts["unit"], by=command.by):
        raise RuleError("；".join(problems.values()))
    unit = Unit.objects.get(code=facts["unit"])
    _refuse(person, role=Role(facts["role"]), unit=unit)
    named = named_in_history(row)
    return _give(command, person=person, role=Role(facts["role"]), unit=unit, facts=named).sentence


def post_problems(role: str, *, unit: str, by: Actor) -> dict[str, str]:
    """What is wrong with a post as it was typed, by field."""
    problems: dict[str, str] = {}
    if role not in set(Role) - powers.NOBODYS:
        problems["role"] = "请从列表中选择一个岗位。"
    if not units_managed_by(by).filter(code=unit).exists():
        problems["unit"] = "请从列表中选择一个在用的单位；只能选本单位和下级单位。"
    return problems


def _refuse(person: User, *, role: Role, unit: Unit) -> None:
    if sentence := powers.clash(role, held=roles_of(person)):
        raise Invalid(fields={"role": sentence})
    if Post.objects.filter(user=person, unit=unit, role=role, until=None).exists():
        raise Invalid(fields={"role": f"{person.name}已经有{unit.name}的这个岗位。"})


def _give(command: Command, *, person: User, role: Role, unit: Unit, facts: dict[str, int] | None) -> Answer:
    Post.objects.bulk_create([Post(user=person, unit=unit, role=role, since=command.at)])
    if facts is not None:
        note = {"user": person.pk, "role": str(role), "unit": unit.code} | facts
        command.history.add_to_stream("system", verb="add_post", facts=note)
    return Answer(sentence=f"已给{person.name}增加岗位：{unit.name}{role.label}。")
