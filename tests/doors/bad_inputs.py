"""What people, machines and mischief-makers send: one row each, with the status it deserves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from kit.qinghe import FIELDS

LONG = "长" * 20_001


@dataclass(frozen=True)
class Bad:
    """`names`: the field that the answer must name. `body`: JSON for the API, or raw bytes."""

    what: str
    status: int
    body: Any = None
    names: str = ""
    address: str = "/api/cases"
    method: str = "post"
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def _with(name: str, value: Any) -> dict[str, Any]:
    return {**FIELDS, name: value}


WRONG_VALUES: dict[str, tuple[Any, ...]] = {
    "applicant_id": ("11010519491231002", "110105194912310021", "11010519491331002X", "abc", "' OR 1=1 --", "１" * 18, "0" * 30),
    "applicant_phone": ("12", "138000000011111", "call me", "+", "<script>"),
    "respondent_phone": ("0", "abcdefg", "1" * 29),
    "applicant_name": ("名" * 121,),
    "applicant_kind": ("dog", "__class__", "自然 人"),
    "applicant_paper": ("library card",),
    "respondent_id": ("91330999MA2XXXXX0", "x" * 31),
    "representative_phone": (),
    "amount": ("-1", "1e99", "NaN", "Infinity", "八千多", "1.234", "9" * 30, "0x10", "99999999999999"),
    "happened_on": ("2026-02-30", "2027-01-01", "昨天", "0000-00-00", "1900-01-01", "2026-13-01", "2026/2/31"),
    "people": ("0", "-3", "1.5", "100001", "很多", "9" * 12),
    "channel": ("telepathy", "window; DROP TABLE store_case", "窗口"),
    "kind": ("0000", "不存在的类型", "../../etc/passwd"),
    "place": ("999999", "110101", "%s", "330999001001' --"),
    "weight": ("heavy", "重"),
    "confidentiality": ("public", "绝密"),
    "title": ("题" * 201,),
    "story": (LONG,),
    "wanted": ("求" * 5001,),
    "address": ("址" * 201,),
    "external_number": ("号" * 81,),
    "source": ("源" * 41,),
}  # fmt: skip
NESTED: tuple[Any, ...] = ({"a": 1}, True, [[["deep"]]])
MANY = {f"x{n}": "1" for n in range(30)}
FOREIGN = (
    "state",
    "holder",
    "version",
    "number",
    "id",
    "registered_by",
    "is_staff",
    "__proto__",
    "csrfmiddlewaretoken",
)


def api() -> list[Bad]:
    found = [
        Bad(f"{name}={str(value)[:20]}", 422, _with(name, value), names=name)
        for name, values in WRONG_VALUES.items()
        for value in values
    ]
    found += [Bad(f"{name} nested", 422, _with(name, value), names=name) for name in ("story", "amount", "kind") for value in NESTED[:2]]  # fmt: skip
    found += [Bad(f"foreign field {name}", 422, _with(name, "x"), names=name) for name in FOREIGN]
    return [*found, *_other_than_values()]


def _other_than_values() -> list[Bad]:
    return [
        Bad("many foreign fields", 422, MANY, names="x0"),
        Bad("flags is a text", 422, _with("flags", "violence"), names="flags"),
        Bad("flags holds numbers", 422, _with("flags", [1]), names="flags"),
        Bad("an unknown flag", 422, _with("flags", ["dangerous person"]), names="flags"),
        Bad(
            "an idempotency key too long",
            422,
            FIELDS,
            headers={"idempotency-key": "k" * 101},
            names="Idempotency-Key",
        ),
        Bad("not JSON", 400, b"{"),
        Bad("nothing but text", 400, b"hello"),
        Bad("not UTF-8", 400, b'{"story": "\xff\xfe"}'),
        Bad("a list outside", 400, []),
        Bad("a text outside", 400, "x"),
        Bad("null outside", 400, None),
        Bad("a very deep list", 400, b"[" * 100_000),
        Bad("two objects", 400, b"{}{}"),
        Bad("form data", 415, b"a=1", media_type="application/x-www-form-urlencoded"),
        Bad("XML", 415, b"<a/>", media_type="text/xml"),
        Bad("no media type", 415, b"{}", media_type=""),
        Bad("a body over the cap", 413, b'{"story": "' + b"x" * 1_100_000 + b'"}'),
        Bad("no token", 401, FIELDS, headers={"authorization": ""}),
        Bad("a wrong token", 401, FIELDS, headers={"authorization": "Bearer wrong"}),
        Bad("a wrong scheme", 401, FIELDS, headers={"authorization": "Basic Y2xlcms6eA=="}),
        Bad("a token with a null in it", 401, FIELDS, headers={"authorization": "Bearer a\x00b"}),
        Bad("DELETE on cases", 405, method="delete"),
        Bad("GET on cases", 405, method="get"),
        Bad("no such address", 404, address="/api/nothing", method="get"),
        Bad("no such case", 404, address="/api/cases/330999J20269999999", method="get"),
        Bad("a case number of letters", 404, address="/api/cases/%E6%A1%88", method="get"),
        Bad("a null in the number", 404, address="/api/cases/%00", method="get"),
        Bad("an endless number", 404, address="/api/cases/" + "9" * 2000, method="get"),
        Bad("an injected number", 404, address="/api/cases/'%20OR%201=1--", method="get"),
        Bad("a verb on no case", 404, {}, address="/api/cases/330999J20269999999/accept"),
    ]


def verbs() -> list[Bad]:
    """On a case that the dispatcher has before them (`{number}`)."""
    at = "/api/cases/{number}/"
    return [
        Bad("no such verb", 404, {}, address=at + "explode"),
        Bad("a verb that has its own door", 404, {}, address=at + "attach"),
        Bad("a verb out of turn", 409, {}, address=at + "unmerge"),
        Bad("a verb of another post", 403, {}, address=at + "sign"),
        Bad("an old version", 409, {"version": 0, "unit": "mediation"}, address=at + "dispatch"),
        Bad("a version that is a text", 422, {"version": "1"}, address=at + "dispatch", names="version"),
        Bad("a version that is true", 422, {"version": True}, address=at + "dispatch", names="version"),
        Bad("no unit", 422, {}, address=at + "dispatch", names="unit"),
        Bad("an unknown unit", 422, {"unit": "nowhere"}, address=at + "dispatch", names="unit"),
        Bad("a unit that takes no cases", 422, {"unit": "centre"}, address=at + "dispatch", names="unit"),
        Bad("an unknown co-handler", 422, {"unit": "mediation", "co": ["nowhere"]}, address=at + "dispatch", names="co"),
        Bad("a foreign field", 422, {"unit": "mediation", "state": "closed"}, address=at + "dispatch", names="state"),
        Bad("a unit that is a list", 422, {"unit": {"code": "mediation"}}, address=at + "dispatch", names="unit"),
        Bad("declined without a reason", 422, {"elsewhere": "court"}, address=at + "decline", names="reason"),
        Bad("declined to nowhere", 422, {"reason": "x", "elsewhere": "moon"}, address=at + "decline", names="elsewhere"),
        Bad("a reason too long", 422, {"reason": "理" * 5001, "elsewhere": "court"}, address=at + "decline", names="reason"),
        Bad("merged into itself", 422, {"other": "{number}", "reason": "x"}, address=at + "merge", names="other"),
        Bad("merged into nothing", 422, {"other": "nothing", "reason": "x"}, address=at + "merge", names="other"),
        Bad("an unknown weight", 422, {"weight": "heavy", "reason": "x"}, address=at + "grade", names="weight"),
        Bad("the weight it has", 422, {"weight": "simple", "reason": "x"}, address=at + "grade", names="weight"),
        Bad("an unknown level", 422, {"confidentiality": "?", "reason": "x"}, address=at + "classify", names="confidentiality"),
        Bad("an unknown risk", 422, {"risk": "certain", "reason": "x"}, address=at + "assess", names="risk"),
        Bad("a clock that does not run", 422, {"clock": "C-MAJOR", "reason": "appraisal"}, address=at + "suspend", names="clock"),
        Bad("a pause for no listed reason", 422, {"clock": "C-DISPATCH", "reason": "忙"}, address=at + "suspend", names="reason"),
        Bad("a clock that is not paused", 422, {"clock": "C-DISPATCH"}, address=at + "resume", names="clock"),
        Bad("an empty note", 422, {"text": "", "audience": "internal"}, address=at + "note", names="text"),
        Bad("a note to the world", 422, {"text": "x", "audience": "everybody"}, address=at + "note", names="audience"),
        Bad("dropping who does not co-handle", 422, {"unit": "family"}, address=at + "drop_co", names="unit"),
        Bad("co-handling by the holder", 422, {"unit": "desk"}, address=at + "add_co", names="unit"),
        Bad("cutting no tie", 422, {"other": "nothing", "reason": "x"}, address=at + "unlink", names="other"),
    ]  # fmt: skip


@dataclass(frozen=True)
class BadForm:
    """A page's form with one thing wrong; `sentence` is part of what must be said beside it."""

    what: str
    who: str
    address: str
    typed: dict[str, str]
    sentence: str
    status: int = 422
    kept: str = ""


GOOD = {
    "applicant_kind": "person", "applicant_name": "张三", "applicant_paper": "id_card", "people": "1", "channel": "window",
    "kind": "0602", "place": "330999001001", "story": "租期届满，李四不退押金。", "weight": "simple",
    "confidentiality": "normal", "respondents-TOTAL_FORMS": "1", "respondents-0-respondent_name": "李四",
}  # fmt: skip
ON_THE_PAGE = {"address": "address_detail", "respondent_phone": "respondents-0-respondent_phone", "respondent_id": "respondents-0-respondent_id"}  # fmt: skip
NOT_ASKED = {"source", "applicant_paper"}  # on the page, the kind of paper counts only with a number


def forms() -> list[BadForm]:
    found = [
        BadForm(f"{name}={str(value)[:16]}", "clerk", "/register", GOOD | {ON_THE_PAGE.get(name, name): str(value)}, "", kept=str(value)[:12])
        for name, values in WRONG_VALUES.items()
        if name not in NOT_ASKED
        for value in values
    ]  # fmt: skip
    found += [
        BadForm(f"no {name}", "clerk", "/register", GOOD | {name: ""}, sentence, kept="租期届满" if name != "story" else "张三")
        for name, sentence in {
            "applicant_name": "请填写申请人", "kind": "请选择纠纷类型", "place": "请选择纠纷发生地", "story": "请写明事情经过",
            "respondents-0-respondent_name": "请填写对方当事人",
        }.items()
    ]  # fmt: skip
    return [
        *found,
        BadForm("wrong password", "", "/signin", {"username": "clerk", "password": "x"}, "用户名或密码不对", kept="clerk"),
        BadForm("no password", "", "/signin", {"username": "clerk"}, "用户名或密码不对", kept="clerk"),
        BadForm("an endless name", "", "/signin", {"username": "c" * 5000, "password": "x"}, "用户名或密码不对"),
        BadForm("wrong old password", "clerk", "/account/password", {"old_password": "x", "new_password1": "a", "new_password2": "b"}, "不对"),
        BadForm("a landline for SMS", "clerk", "/account/messages", {"ways": "sms", "phone": "0571-88880000"}, "手机号码", kept="0571-88880000"),
        BadForm("half an e-mail address", "clerk", "/account/messages", {"email": "liuqian@"}, "邮箱", kept="liuqian@"),
        BadForm("wrong code", "clerk", "/account/second-factor", {"code": "000000"}, "密码不对"),
        BadForm("a code of letters", "clerk", "/account/second-factor", {"code": "ａｂｃ"}, "密码不对"),
        BadForm("no tracking code", "", "/track", {"code": ""}, "查询码不对"),
        BadForm("a wrong tracking code", "", "/track", {"code": "8F3K-27QD-M4XZ", "phone_tail": "0001"}, "不对", kept="8F3K-27QD-M4XZ"),
        BadForm("an injected tracking code", "", "/track", {"code": "' OR 1=1"}, "不对"),
        BadForm("a person without anything", "admin", "/people/new", {"username": ""}, "请"),
        BadForm("a username with blanks", "admin", "/people/new", {"username": "Li Si!", "name": "李四", "unit": "desk", "role": "clerk"}, "用户名", kept="Li Si!"),
        BadForm("a username in use", "admin", "/people/new", {"username": "clerk", "name": "李四", "unit": "desk", "role": "clerk"}, "已经有人用了", kept="李四"),
        BadForm("a post that nobody gets", "admin", "/people/new", {"username": "lisi", "name": "李四", "unit": "desk", "role": "party"}, "岗位", kept="lisi"),
        BadForm("a unit that is not there", "admin", "/people/new", {"username": "lisi", "name": "李四", "unit": "moon", "role": "clerk"}, "单位", kept="lisi"),
        BadForm("rules that are no rules", "admin", "/rules", {"text": "[[rule]\nid=", "note": ""}, "规则", kept="[[rule]"),
        BadForm("rules to nowhere", "admin", "/rules", {"text": '[[rule]]\nid="R-1"\nlabel="x"\nto="moon"\nwhen=[]'}, "moon", kept="moon"),
        BadForm("no calendar file", "admin", "/calendar", {"year": "2027"}, "请选择放假安排文件", kept="2027"),
        BadForm("no import file", "clerk", "/imports", {"mapping": "petitions"}, "请选择要导入的文件"),
    ]  # fmt: skip


def as_bytes(bad: Bad) -> bytes:
    return bad.body if isinstance(bad.body, bytes) else json.dumps(bad.body).encode()
