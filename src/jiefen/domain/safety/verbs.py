"""Rows of the lifecycle about safety: screening, duties, the victim's note, safe contact. None of them moves the case."""

from __future__ import annotations

from jiefen.domain.common.verb import ANY, OPEN, Ask, Verb
from jiefen.domain.common.words import PartySide
from jiefen.domain.safety.screening import QUESTIONS
from jiefen.domain.safety.words import DutyEnd, SafeWay, Told

FRONT = ("clerk@unit+origin", "grid@origin", "dispatcher@unit+below", "handler@own+unit", "mediator@own+unit")
NEAR = ("clerk@origin", "grid@origin", "handler@own", "mediator@own")

SAFETY_VERBS: tuple[Verb, ...] = (
    Verb(
        name="screen", label="安全筛查",
        hint="对方不在场时问。问的是这件事，不给人打分；没有问清的选“没问清”，不要替人回答。", party_line=None, tells=(), makes_insider=True,
        come_from=OPEN, to=None, by=FRONT, icon="shield-check", tab="mediation",
        asks=(
            Ask("side", "这次单独问的是", PartySide, hint="一方一方分开问，对方不在场。"),
            *(Ask(name, text, Told) for name, text in QUESTIONS.items()),
            Ask("seen", "看到、听到的情况", "kept", required=False, hint="只写这件事里的事实，不评价人。"),
        ),
    ),
    Verb(
        name="do_duty", label="登记安全事项",
        hint="只写做了什么，不写对人的评价。", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=FRONT, icon="checks", tab="mediation",
        asks=(
            Ask("duty", "事项", "duty"),
            Ask("done", "办理情况", DutyEnd),
            Ask("how", "怎样办的", hint="向谁、什么时候、用什么方式；对方的答复。"),
        ),
    ),
    Verb(
        name="write_care_note", label="写求助记录",
        hint="这份记录可以作为申请人身安全保护令的证据；用求助人自己的密钥加密，对方在任何地方都看不到。", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=NEAR, icon="note", tab="mediation",
        asks=(
            Ask("party", "求助人", "party"),
            Ask("plea", "求助人说了什么", "kept", hint="照原话写，写明时间、经过、伤情。保存后不能修改，只给求助人本人。"),
        ),
    ),
    Verb(
        name="set_safe_contact", label="约定安全联系方式",
        hint="以后系统发短信、邮件都照这个来；不知道安不安全时，先不联系。", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=NEAR, icon="phone",
        tab="mediation",
        asks=(
            Ask("party", "当事人", "party"),
            Ask("way", "只用这种方式", SafeWay),
            Ask("earliest", "最早几点", "clock_time", required=False, hint="例如 9:00；不填就是不限。"),
            Ask("latest", "最晚几点", "clock_time", required=False),
            Ask("words", "联系时要注意的", "kept", required=False, hint="例如：不要提调解，先问是不是本人。"),
        ),
    ),
)  # fmt: skip
