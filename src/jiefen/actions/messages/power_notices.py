"""Whom to tell when accounts, posts or a closed case are touched: the person, the administrators and the auditors.

What is told names people, units and case numbers; what a case is about is in none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.domain.common import moments
from jiefen.domain.common.words import Role
from jiefen.domain.people.powers import in_words
from jiefen.domain.people.words import ApprovalKind, ApprovalState, GlassFinding
from jiefen.store.common.reference import shown_number
from jiefen.store.models import Approval, BreakGlass, Case, Entry, Outbox, Unit, User
from jiefen.store.people.approvals import deciders, over, person_units

_WATCH = (Role.ADMINISTRATOR, Role.AUDITOR)
_SENTENCES = {
    "add_person": "添加了{user}的账号",
    "rename_person": "更正了{user}的姓名",
    "add_post": "给{user}增加了岗位：{post}",
    "end_post": "结束了{user}的岗位：{post}",
    "disable_person": "停用了{user}的账号",
    "enable_person": "重新启用了{user}的账号",
    "reset_password": "重置了{user}的密码",
    "reset_second_factor": "清除了{user}的两步验证",
}
GLASS = frozenset({"break_glass", "end_glass"})
_APPROVALS = frozenset({"ask_approval", "decide_approval"})


@dataclass(frozen=True)
class PowerNotice:
    """One notice for some people. `event` names the page that it leads to."""

    people: frozenset[int]
    event: str
    text: str


def told_of_powers(row: Outbox, *, at: datetime) -> Iterator[PowerNotice]:
    """For an entry that concerns no case."""
    verb = row.topic.partition(".")[2]
    if verb not in (*_SENTENCES, *_APPROVALS, "review_glass"):
        return
    entry = Entry.objects.filter(stream="system", seq=row.seq, verb=verb).select_related("actor").first()
    if entry is None:
        return
    facts, actor = json.loads(entry.body)["facts"], entry.actor_id or 0
    who = entry.actor.name if entry.actor else "系统"
    if verb in _APPROVALS:
        yield from _approval(verb, facts=facts, who=who, actor=actor, at=at)
    elif verb == "review_glass":
        finding = GlassFinding.label_of(facts["finding"])
        text = f"应急查阅审阅：{who}的结论是“{finding}”"
        leaders = watching(Unit.objects.filter(code=facts["unit"]), roles=(Role.LEADER,))
        yield PowerNotice(frozenset(leaders | {facts["user"]}), f"glass:{row.event}", text)
    else:
        yield _person(verb, facts=facts, who=who, actor=actor, event=str(row.event))


def told_of_glass(row: Outbox, *, case: Case, author: int, holders: set[int]) -> Iterator[PowerNotice]:
    """Whoever holds the case, the leaders over it and over whoever looks, and the auditors. The title stays out."""
    entry = case.entries.filter(seq=row.seq).first()
    named = json.loads(entry.body)["facts"].get("glass", 0) if entry else 0
    glass = BreakGlass.objects.filter(pk=named, case=case).select_related("user").first()
    text = f"应急查阅：案件 {shown_number(case.number)}"
    if glass is not None:
        until = moments.short_minute_in_words(glass.until)
        text += f"，{glass.user.name}" + (
            f"打开了，到 {until} 为止" if row.topic == "case.break_glass" else "提前结束了"
        )
    units = [case.holder, *(person_units(glass.user) if glass else ())]
    auditors = watching([case.holder], roles=(Role.AUDITOR,))
    leaders = watching(units, roles=(Role.LEADER,))
    yield PowerNotice(frozenset((holders | leaders) - auditors - {author}), f"glass:{row.event}", text)
    yield PowerNotice(frozenset(auditors - {author}), f"glass_review:{row.event}", text)


def _person(verb: str, *, facts: Mapping[str, Any], who: str, actor: int, event: str) -> PowerNotice:
    user = User.objects.get(pk=facts["user"])
    unit = Unit.objects.filter(code=facts.get("unit", "")).first()
    post = f"{unit.name if unit else ''}{Role.label_of(facts.get('role', ''))}"
    people = {user.pk} | watching(([unit] if unit else []) + person_units(user))
    text = who + _SENTENCES[verb].format(user=user.name, post=post) + _second(facts)
    return PowerNotice(frozenset(people - {actor}), event, text)


def _second(facts: Mapping[str, Any]) -> str:
    second = User.objects.filter(pk=facts.get("agreed_by", 0)).first()
    return f"（{second.name}同意）" if second else ""


def _approval(
    verb: str, *, facts: Mapping[str, Any], who: str, actor: int, at: datetime
) -> Iterator[PowerNotice]:
    row = Approval.objects.select_related("unit", "person", "case", "asked_by").get(pk=facts["approval"])
    what = in_words(
        ApprovalKind(row.kind),
        facts=json.loads(row.facts),
        person=row.person.name if row.person else "",
        unit=row.unit.name,
        number=shown_number(row.case.number) if row.case else "",
    )
    event = f"approval:{row.pk}:{verb}"
    others = watching([row.unit], roles=(Role.AUDITOR,)) | ({row.person_id} if row.person_id else set())
    if verb == "ask_approval":
        asked = deciders(row, now=at) - {actor}
        yield PowerNotice(frozenset(asked), event, f"请您决定：{who}提出{what}")
        yield PowerNotice(frozenset(others - asked - {actor}), event, f"{who}提出{what}，等第二个人决定")
        return
    result = "同意" if facts["agree"] else "不同意"
    later = "，请在 24 小时内打开请求去办" if row.state == ApprovalState.AGREED else ""
    yield PowerNotice(frozenset({row.asked_by_id}), event, f"{who}{result}您提出的：{what}{later}")
    told = frozenset(others - {actor, row.asked_by_id})
    yield PowerNotice(told, event, f"{who}{result}{row.asked_by.name}提出的：{what}")


def watching(units: Iterable[Unit], *, roles: tuple[Role, ...] = _WATCH) -> set[int]:
    """Administrators and auditors of these units and of those above."""
    return {user for unit in units for user in over(unit, roles=roles).values_list("user_id", flat=True)}
