"""Powers kept apart: one person administers, audits or works on cases, never two of them (三员分立; trust.md § 3.7).

What is heavy waits for a second person. Whoever asks never decides, nor does the person concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from jiefen.domain.common.words import Confidentiality, Role
from jiefen.domain.people.words import ApprovalKind, ExportOf, Power

PSEUDO = frozenset({"party", "system"})  # user names of nobody: they act in the history and never sign in
NOBODYS = frozenset({Role.PARTY, Role.SYSTEM})  # not posts that a person is given
HIGH = frozenset({Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR})  # given only with a second person
MANY = 100  # rows that one person takes away in a day without asking
ASKED_FOR = timedelta(hours=72)  # how long a request waits
AGREED_FOR = timedelta(hours=24)  # how long whoever asked may carry it out
_OF_ROLE = {Role.ADMINISTRATOR: Power.ADMINISTER, Role.AUDITOR: Power.AUDIT}
_OVER_CASES = frozenset({Role.LEADER, Role.SUPERVISOR, Role.REVIEWER})
# Who decides, by their posts in the unit concerned or above it.
DECIDERS: dict[ApprovalKind, frozenset[Role]] = {
    ApprovalKind.GRANT: frozenset({Role.ADMINISTRATOR}),
    ApprovalKind.RESET: frozenset({Role.ADMINISTRATOR}),
    ApprovalKind.EXPORT: _OVER_CASES,
    ApprovalKind.LOWER: _OVER_CASES | {Role.DISPATCHER},
    ApprovalKind.ERASE: _OVER_CASES,
}
# Who decides instead where no other of these is at work.
INSTEAD: dict[ApprovalKind, frozenset[Role]] = {
    ApprovalKind.GRANT: frozenset({Role.LEADER}),
    ApprovalKind.RESET: frozenset({Role.LEADER}),
}
_RESETS = {
    "password": "重置{person}的密码",
    "second_factor": "清除{person}的两步验证",
    "enable": "重新启用{person}的账号",
}
CARRIED_OUT_LATER = frozenset(
    {ApprovalKind.RESET, ApprovalKind.EXPORT}
)  # by whoever asked, who gets the answer


def power_of(role: Role) -> Power:
    return _OF_ROLE.get(role, Power.CASES)


def powers_of(roles: Iterable[Role]) -> frozenset[Power]:
    return frozenset(power_of(role) for role in roles)


def clash(role: Role, *, held: Iterable[Role]) -> str:
    """Why somebody with these posts cannot be given the role too, as a sentence; empty when they can."""
    wanted = power_of(role)
    for post in held:
        if power_of(post) is not wanted:
            return (
                f"同一个人不能既做{power_of(post).label}又做{wanted.label}（系统管理、审计、办案三者分开）："
                f"这个人现在是{post.label}。请先结束原来的岗位，或者给另一个人。"
            )
    return ""


def waits(role: Role) -> bool:
    """Whether giving this post waits for a second person."""
    return role in HIGH


def in_words(kind: ApprovalKind, *, facts: Mapping[str, Any], person: str, unit: str, number: str) -> str:
    """What will happen, as a clause: who and which case by name and number, never what a case is about."""
    if kind is ApprovalKind.GRANT:
        return f"给{person}增加岗位：{unit}{Role.label_of(facts['role'])}"
    if kind is ApprovalKind.RESET:
        return _RESETS[facts["what"]].format(person=person)
    if kind is ApprovalKind.EXPORT:
        return f"导出{ExportOf.label_of(facts['what'])}，{facts['rows']} 行"
    if kind is ApprovalKind.LOWER:
        level = Confidentiality.label_of(facts["fields"]["confidentiality"])
        return f"把案件 {number} 的保密级别降为“{level}”"
    return f"删除案件 {number} 里一位当事人的信息"


def needs_second_person(rows: int, *, taken: int) -> bool:
    """Whether a file of so many rows does, after `taken` rows in the last day."""
    return rows + taken > MANY
