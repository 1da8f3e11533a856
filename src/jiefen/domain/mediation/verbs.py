"""Rows of the lifecycle about mediating: who mediates and who must not, what the parties agree to, sessions and minutes.

None of them moves the case. Words of one side (`kept`) stay in rows of their own and never reach the other's page.
"""

from __future__ import annotations

from jiefen.domain.common.verb import HANDS, OPEN, Ask, Verb, reason
from jiefen.domain.common.words import State
from jiefen.domain.mediation.words import (
    Consent,
    ConsentAbout,
    ExpertState,
    Openness,
    Reply,
    SessionMode,
    SessionResult,
    Via,
)

IN_HAND = frozenset({State.HANDLING})
HEARERS = (*HANDS, "clerk@unit+origin", "dispatcher@unit+below")  # who may note down what a party said
VIA = Ask("via", "怎样表示的", Via)
SAID = Ask("said", "原话", "kept", required=False, hint="照原话记，只有工作人员能看到。")
WHEN = (
    Ask("on", "日期", "date"),
    Ask("begins", "开始", "half_hour"),
    Ask("ends", "结束", "half_hour"),
)
WHERE = (
    Ask("room", "调解室", "room", required=False),
    Ask("place", "在别处", "text", required=False, hint="不用调解室时写地点，如“村委会二楼”。"),
    Ask("link", "线上会议链接", "text", required=False, hint="线上进行的才填；当事人在自己的进度页看到。"),
)

PEOPLE_VERBS: tuple[Verb, ...] = (
    Verb(
        name="disclose", label="披露关系",
        hint="", party_line="调解员说明了与本案的关系；您觉得不合适的，可以要求换人", tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=HANDS,
        icon="message-report", tab="mediation",
        asks=(
            Ask("said", "与当事人或本案的关系（双方可见）", hint="可能影响公正的，如亲友、同事、曾代理过一方。", shown=True),
        ),
    ),
    Verb(
        name="recuse", label="回避",
        hint="回避以后永久不能再经办本案；承办人回避的，要先换承办人才能接着办。", party_line="有调解员或承办人回避，不再经办这件事", tells=(), makes_insider=False,
        come_from=OPEN, to=None,
        by=(*HANDS, "clerk@unit+origin", "dispatcher@unit+below", "reviewer@unit+below"),
        tone="danger", icon="user-question", tab="mediation",
        asks=(
            Ask("barred", "谁回避", "barrable"),
            Ask("reason", "理由（双方可见）", hint="本人提出或当事人申请。回避后永久不能再经办本案。", shown=True),
        ),
    ),
    Verb(
        name="choose_mediator", label="当事人选调解员",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=OPEN, to=None, by=HEARERS,
        icon="user-check", tab="mediation",
        asks=(
            Ask("party", "当事人", "party"),
            Ask("mediator", "调解员", "mediator"),
            Ask("consent", "意见", Consent),
            VIA, SAID,
        ),
    ),
    Verb(
        name="invite_expert", label="邀请专家",
        hint="邀请亲友或专家要各方同意；问题只发给这一位。", party_line=None, tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=HANDS,
        icon="message-question", tab="mediation",
        asks=(
            Ask("expert", "专家", "expert"),
            Ask("question", "请教什么", "kept", hint="只发给这一位；不写当事人姓名、证件号、电话。"),
        ),
    ),
    Verb(
        name="expert_answers", label="登记专家意见",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=HANDS,
        icon="message-report", tab="mediation",
        asks=(
            Ask("question", "请教", "expert_question"),
            Ask("opinion", "回复", ExpertState),
            Ask("answer", "意见", "kept"),
        ),
    ),
)  # fmt: skip

CONSENT_VERBS: tuple[Verb, ...] = (
    Verb(
        name="consent", label="记录当事人意见",
        hint="照当事人自己的意思记；没有问过的不要记。", party_line="有一方不同意调解，调解到此为止；其他办法见下面", own_line="您不同意调解，调解到此为止；其他办法见下面", tells=(), makes_insider=False,
        come_from=OPEN, to=None, by=HEARERS,
        icon="checks", tab="mediation",
        asks=(
            Ask("party", "当事人", "party"),
            Ask("asked", "关于", ConsentAbout),
            Ask("consent", "意见", Consent),
            Ask("session", "只就这一场", "planned", required=False),
            VIA, SAID,
        ),
    ),
    Verb(
        name="refuse_mediation", label="当事人不同意调解",
        hint="任何一方明确拒绝，调解就停止，约好的调解会取消；本人再次同意才能重新开始。", party_line="有一方不同意调解，调解到此为止；其他办法见下面", own_line="您不同意调解，调解到此为止；其他办法见下面", tells=(), makes_insider=False,
        come_from=OPEN, to=None, by=HEARERS,
        tone="danger", icon="hand-stop", tab="mediation",
        asks=(Ask("party", "当事人", "party"), VIA, SAID),
    ),
)  # fmt: skip

SESSION_VERBS: tuple[Verb, ...] = (
    Verb(
        name="plan_session", label="安排调解会",
        hint="同一调解室、同一调解员、同一案件不会约重。安排以后请告诉当事人。", party_line="约好了调解会：{when}，{mode}、{openness}", tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=(*HANDS, "dispatcher@unit+below"),
        icon="calendar-plus", tab="mediation",
        asks=(
            Ask("mediator", "调解员", "mediator"),
            Ask("mode", "方式", SessionMode, default=SessionMode.IN_PERSON),
            *WHEN, *WHERE,
            Ask("openness", "是否公开", Openness, hint="公开须各方都同意。", default=Openness.CLOSED),
        ),
    ),
    Verb(
        name="begin_session", label="现在开始调解",
        hint="双方已经到场、没有预约的，从现在起占用调解员和调解室；接着在笔录页边谈边记。", party_line="开始调解：{when}，{mode}", tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=HANDS,
        icon="player-play", tab="mediation",
        asks=(
            Ask("mediator", "调解员", "mediator"),
            Ask("mode", "方式", SessionMode, default=SessionMode.IN_PERSON),
            *WHERE,
        ),
    ),
    Verb(
        name="answer_invitation", label="登记当事人回复",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=IN_HAND, to=None, by=HEARERS,
        icon="phone", tab="mediation",
        asks=(
            Ask("invitation", "邀请", "invitation"),
            Ask("coming", "回复", Reply),
            VIA,
            Ask("said", "希望改到什么时候", "kept", required=False),
        ),
    ),
    Verb(
        name="move_session", label="改期",
        hint="改期以后要重新告诉当事人，原来的回复作废。", party_line="调解会改期：{when}", tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=(*HANDS, "dispatcher@unit+below"),
        icon="replace", tab="mediation",
        asks=(Ask("session", "调解会", "planned"), *WHEN, *WHERE, reason("改期原因（双方可见）", shown=True)),
    ),
    Verb(
        name="cancel_session", label="取消调解会",
        hint="", party_line="调解会取消：{when}", tells=(), makes_insider=True,
        come_from=IN_HAND, to=None,
        by=(*HANDS, "dispatcher@unit+below"), tone="danger", icon="x", tab="mediation",
        asks=(Ask("session", "调解会", "planned"), reason("取消原因（双方可见）", shown=True)),
    ),
    Verb(
        name="hold_session", label="完成调解笔录",
        hint="", party_line="开过调解会：{talk}", tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=HANDS,
        icon="notes", tab="mediation", button=False,
        asks=(
            Ask("session", "调解会", "planned"),
            Ask("present", "到场的当事人", "parties"),
            Ask("participants", "其他参加人", "kept", required=False, hint="邀请的亲友、专家、协助人员。"),
            Ask("notices", "告知事项", "kept"),
            Ask("statements", "各方陈述", "kept", hint="不写让步方案和底线，它们记在下面的密封记录里。"),
            Ask("facts", "查明的事实", "kept", required=False),
            Ask("undisputed", "无争议事实", "kept", required=False, hint="双方都认可、可以随案移送的，只有这一栏。"),
            Ask("said_result", "结果", "kept"),
            Ask("talk", "谈得怎样", SessionResult),
        ),
    ),
    Verb(
        name="seal_note", label="写密封记录",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=IN_HAND, to=None, by=HANDS,
        icon="lock", tab="mediation", button=False,
        asks=(
            Ask("session", "调解会", "session"),
            Ask("note", "让步方案、底线", "kept", hint="只有本案调解员能看；不随案移送，不导出，不作为以后对其不利的依据。"),
        ),
    ),
)  # fmt: skip

MEDIATION_VERBS = PEOPLE_VERBS + CONSENT_VERBS + SESSION_VERBS
