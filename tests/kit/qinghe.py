"""清和县 as the tests see it: its people by name, its cases brought to where a test needs them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from jiefen.actions.case.decide import decide_approval
from jiefen.actions.case.take import take
from jiefen.actions.common.command import Answer
from jiefen.actions.intake.register import register
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Role
from jiefen.domain.intake.registration import read
from jiefen.reports.common.actors import actor_of
from jiefen.store.models import Case, Post, Unit, User

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "梧桐树下喝茶九点半"
FIELDS = {
    "applicant_name": "张三",
    "applicant_phone": "13800000001",
    "applicant_id": "11010519491231002X",
    "respondent_name": "李四",
    "respondent_phone": "13900000002",
    "kind": "0602",
    "place": "330999001001",
    "story": "租期届满，李四不退押金。",
    "wanted": "退还押金",
    "amount": "8600.50",
}
# A screening that finds nothing; mediation begins after one.
SAFE = {
    "side": "applicant",
    **dict.fromkeys(("violence", "minors", "self_harm", "coercion", "capacity"), "no"),
}
ORAL = {"form": "oral", "facts": "双方对押金八千元没有争议，李四同意退还。"}
# How a case gets where it is: who, which verb, with what.
LINE: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("assigned", "dispatcher", "dispatch", {"unit": "mediation"}),
    ("handling", "mediator", "sign", {}),
    ("screened", "mediator", "screen", SAFE),
    ("started", "mediator", "start", {"track": "peoples_mediation"}),
    ("drafted", "mediator", "draft_agreement", ORAL),
    ("agreed", "mediator", "offer_agreement", {}),
    ("reviewing", "mediator", "record", {"outcome": "agreed", "summary": "分两期付清。", "amount": "8000"}),
    ("reviewed", "reviewer", "approve", {}),
    ("confirmed", "clerk", "confirm_for_party", {"answer": "yes", "about": "agreement", "channel": "call"}),
    ("closed", "reviewer", "close", {}),
    ("archived", "reviewer", "archive", {}),
)


class Qinghe:
    """People act at `now`; `later` moves it on."""

    def __init__(self) -> None:
        self.now = NOW

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def actor(self, username: str) -> Actor:
        """The person as a request would see them."""
        user = User.objects.get(username=username)
        return actor_of(user.pk, name=user.name, at=self.now)

    def person(self, username: str, *posts: str, name: str = "") -> Actor:
        """Somebody new, with posts like `reviewer@family`."""
        user = User.objects.create(username=username, name=name or username, password="!")
        self.give(username, *posts)
        return actor_of(user.pk, name=user.name, at=self.now)

    def give(self, username: str, *posts: str) -> None:
        user = User.objects.get(username=username)
        for post in posts:
            role, _, unit = post.partition("@")
            Post.objects.create(user=user, unit=Unit.objects.get(code=unit), role=Role(role), since=self.now)

    def register(
        self,
        *,
        by: str = "clerk",
        key: str = "",
        flags: Iterable[str] = (),
        strict: bool = True,
        **overrides: str,
    ) -> str:
        """A case of 张三 against 李四; the number."""
        facts = read(FIELDS | overrides, today=self.now.date(), flags=tuple(flags), strict=strict)
        return register(registration=facts, by=self.actor(by), at=self.now, key=key).number

    def take(
        self,
        username: str | Actor,
        verb: str,
        number: str,
        *,
        key: str = "",
        seen: int | None = None,
        **fields: str,
    ) -> Answer:
        """Dispatching gives a reason, as another unit than the rules' first choice needs one."""
        by = username if isinstance(username, Actor) else self.actor(username)
        if verb == "dispatch":
            fields = {"reason": "由该单位承办更合适。"} | fields
        return take(verb=verb, number=number, fields=fields, seen=seen, by=by, at=self.now, key=key)

    def agree(self, username: str, asked: Answer) -> Answer:
        """The second person agrees to what was asked."""
        return decide_approval(
            approval=asked.more["approval"], agree=True, answer="", by=self.actor(username), at=self.now
        )

    def case(self, number: str) -> Case:
        return Case.objects.select_related("holder", "handler", "origin", "secret").get(number=number)

    def reach(self, goal: str, **overrides: Any) -> str:
        """A case walked along the line up to `goal`: registered, assigned, handling, started, reviewing … archived."""
        number = self.register(**overrides)
        for name, who, verb, fields in LINE if goal != "registered" else ():
            if verb == "confirm_for_party":
                self.confirm(number, by=who, **fields)
            elif verb == "draft_agreement":
                self.take(who, verb, number, **({"terms": self.terms({})} | fields))
            else:
                self.take(who, verb, number, **fields)
            if name == goal:
                break
        return number

    def terms(self, *changes: dict[str, str]) -> str:
        """Terms as a page sends them: 李四 pays 张三 eight thousand within thirty days, each with its changes."""
        term = {
            "kind": "pay", "giver": "respondent", "taker": "applicant", "text": "退还押金", "amount": "8000",
            "due_on": f"{self.now.date() + timedelta(days=30)}", "how": "转账到张三本人的银行卡",
        }  # fmt: skip
        return json.dumps([term | change for change in changes], ensure_ascii=False)

    def confirm(self, number: str, *, by: str = "clerk", **fields: str) -> None:
        """Both sides say themselves that it is so, asked by somebody who did not handle the case."""
        told = {"answer": "yes", "about": "agreement", "channel": "call", "said": "是这样说好的。"} | fields
        for party in self.case(number).parties.values_list("pk", flat=True):
            self.take(by, "confirm_for_party", number, party=str(party), **told)

    def sees(self, username: str | Actor, number: str) -> bool:
        by = username if isinstance(username, Actor) else self.actor(username)
        return Case.objects.visible_to(by).filter(number=number).exists()

    def client(self, username: str) -> Client:
        """A browser in which the person is signed in."""
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=username))
        return client

    def api(self, username: str) -> Actor:
        return replace(self.actor(username), source="api:test")
