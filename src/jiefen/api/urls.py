"""The JSON door for connected systems: register, take a verb, read a case; problems per RFC 9457.

A bearer token stands for a user; what it may do is what that user's posts may. `Idempotency-Key` is taken from the
header and answered with `Idempotent-Replayed: true` on a replay. Verbs and their fields are the lifecycle table's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from jiefen.actions.case.take import take
from jiefen.actions.common.command import Answer
from jiefen.actions.intake.register import register
from jiefen.actions.privacy.reading_log import record_reading_if_possible
from jiefen.api import monitoring
from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.domain.common.errors import Invalid, RuleError, Unread, Unseen
from jiefen.domain.common.json_text import read_json
from jiefen.domain.intake.fields import API_NAMES
from jiefen.domain.intake.registration import read
from jiefen.gate.door import View, door
from jiefen.gate.errors import refusal
from jiefen.gate.requests import TokenRequest
from jiefen.reports.case import page as case_page
from jiefen.reports.case.system_view import system_view
from jiefen.reports.common.actors import actor_of_token

MAX_KEY = 100
NOT_OURS = "这些字段不能由外部填写："
# What a registration may say; anything else is refused by name, never ignored (no mass assignment).
REGISTRATION = API_NAMES


def bearer(methods: str) -> Callable[[View], View]:
    """Bearer token in, actor on the request; no cookies, so no CSRF token either."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @door("public", methods=methods)
        @wraps(view)
        def inner(request: TokenRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            actor = actor_of_token(token, at=request.now) if scheme.lower() == "bearer" and token else None
            if actor is None:
                return refusal(request, status=401, sentence="令牌无效或已过期，请向系统管理员申请新的令牌。")
            request.actor = actor
            return view(request, *args, **kwargs)

        return inner

    return wrap


@bearer("POST")
def cases(request: TokenRequest) -> HttpResponse:
    """Register. Body: flat JSON of texts, names as in the registration reader; `flags` a list."""
    body = _body(request, allowed=REGISTRATION)
    flags = body.pop("flags", [])
    if not isinstance(flags, list) or not all(isinstance(flag, str) for flag in flags):
        raise Invalid(fields={"flags": "flags 要写成字符串列表。"})
    request.actor.require("register")
    facts = read(_texts(body), today=timezone.localdate(request.now), flags=flags, strict=False)
    answer = register(registration=facts, by=request.actor, at=request.now, key=_key(request))
    return _answered(answer, status=201)


@bearer("GET")
def case(request: TokenRequest, number: str) -> HttpResponse:
    """A case as this actor may see it: no identity numbers, no phones."""
    case = case_page.case_for(request.actor, number=number)
    record_reading_if_possible(case.pk, by=request.actor, at=request.now)
    view = system_view(request.actor, case=case, now=request.now)
    return JsonResponse(
        {
            "number": case.number,
            "title": case.title,
            "state": case.state,
            "outcome": case.outcome,
            "holder": case.holder.code,
            "version": case.version,
            "clocks": [{"rule": clock.rule, "due": clock.due, "value": clock.value} for clock in view.clocks],
            "verbs": view.verbs,
        }
    )


@bearer("POST")
def verb(request: TokenRequest, number: str, name: str) -> HttpResponse:
    """Take a verb. Body: the fields the verb asks, and `version` to refuse when somebody else was here. 202 with the
    number of the request for what waits for a second person."""
    row = BY_NAME.get(name)
    if row is None or name in ("attach", "amend"):
        raise Unseen("没有这个办理动作。")
    body = _body(request, allowed=frozenset({ask.name for ask in row.asks} | {"version"}))
    seen = body.pop("version", None)
    if seen is not None and (not isinstance(seen, int) or isinstance(seen, bool)):
        raise Invalid(fields={"version": "version 要写成整数。"})
    answer = take(
        verb=name,
        number=number,
        fields=_texts(body),
        seen=seen,
        by=request.actor,
        at=request.now,
        key=_key(request),
    )
    return _answered(answer, status=202 if "approval" in answer.more else 200)


def _answered(answer: Answer, *, status: int) -> HttpResponse:
    more = {name: value for name, value in answer.more.items() if name in ("code", "known", "approval")}
    text = {"number": answer.number, "version": answer.version, "sentence": answer.sentence, **more}
    response = HttpResponse(json.dumps(text), content_type="application/json", status=status)
    if answer.replayed:
        response["Idempotent-Replayed"] = "true"
    return response


def _body(request: HttpRequest, *, allowed: frozenset[str]) -> dict[str, object]:
    if request.content_type != "application/json":
        raise Unsupported("请用 Content-Type: application/json 提交。")
    try:
        body = read_json(request.body or b"{}")
    except Unread as error:
        raise Malformed("提交的内容不是合法的 JSON。") from error
    if not isinstance(body, dict):
        raise Malformed("最外层要是一个 JSON 对象。")
    foreign = sorted(set(body) - allowed)
    if foreign:
        raise Invalid("有字段不能填写", fields={name[:40]: f"{NOT_OURS}{name[:40]}" for name in foreign[:20]})
    return body


class Unsupported(RuleError):
    status = 415


class Malformed(RuleError):
    status = 400


def _texts(body: dict[str, object]) -> dict[str, str]:
    """Plain values as texts; a list of texts joined by commas; anything nested is refused by name."""
    texts: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, value in body.items():
        if value is None or isinstance(value, str):
            texts[name] = value or ""
        elif isinstance(value, bool) or not isinstance(value, int | float | list):
            problems[name] = f"{name} 要写成文字或数字。"
        elif isinstance(value, list):
            texts[name] = ",".join(str(part) for part in value)
        else:
            texts[name] = str(value)
    if problems:
        raise Invalid(fields=problems)
    return texts


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > MAX_KEY:
        raise Invalid(fields={"Idempotency-Key": f"幂等键最多 {MAX_KEY} 个字符。"})
    return key


urlpatterns = [
    path("api/cases", cases, name="api_cases"),
    path("api/cases/<str:number>", case, name="api_case"),
    path("api/cases/<str:number>/<str:name>", verb, name="api_verb"),
    *monitoring.urlpatterns,
]
