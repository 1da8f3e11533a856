"""Rows of the lifecycle about looking over a case: supervision, correction, return visits, leaders' reception.

None of them moves the case or changes who answers for it.
"""

from __future__ import annotations

from jiefen.domain.common.verb import ANY, ENDED, Ask, Verb, reason
from jiefen.domain.common.words import PartySide, Readers, Role
from jiefen.domain.oversight.words import (
    BookingState,
    Content,
    CorrectionKind,
    CorrectionResult,
    PromiseState,
    VisitSource,
)

OVERSEERS = ("supervisor@unit+below", "leader@unit+below")
LINE = ("handler@own+unit", "mediator@own+unit", "reviewer@unit")
WINDOWS = ("clerk@unit+origin", "dispatcher@unit+below")
REPLIERS = (*LINE, "clerk@unit+origin", "dispatcher@unit")

SUPERVISION_VERBS: tuple[Verb, ...] = (
    Verb(
        name="urge", label="催办",
        hint="", party_line=None, tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=("dispatcher@unit+below", *OVERSEERS),
        icon="bell", tab="oversight",
        asks=(reason("催什么"),),
    ),
    Verb(
        name="supervise", label="开督办单",
        hint="", party_line=None, tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        starts=("C-ORDER",), icon="gavel", tab="oversight",
        asks=(Ask("reason", "督办事由和要求", hint="承办单位在 5 个工作日内书面答复。"),),
    ),
    Verb(
        name="list_case", label="挂牌督办",
        hint="", party_line="中心已把这件事挂牌督办，承办单位要在 5 个工作日内书面说明", tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        starts=("C-ORDER",), icon="flag", tab="oversight",
        asks=(Ask("reason", "挂牌事由和要求（当事人可见）", hint="当事人会看到案件已挂牌督办，以及答复期限。", shown=True),),
    ),
    Verb(
        name="put_leader", label="领导包案",
        hint="", party_line="中心安排领导包案，盯着这件事办", tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=("leader@unit+below",),
        starts=("C-ORDER",), icon="user-star", tab="oversight",
        asks=(
            Ask("person", "包案领导", "leader", hint="包案领导盯办、协调，承办单位仍负责办理。"),
            Ask("reason", "包案事由和要求（当事人可见）", shown=True),
        ),
    ),
    Verb(
        name="drop_proposal", label="不采纳督办建议",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        icon="x", tab="oversight",
        asks=(reason("不采纳的理由"),),
    ),
    Verb(
        name="answer_supervision", label="答复督办",
        hint="", party_line=None, tells=(Role.SUPERVISOR,), makes_insider=True,
        come_from=ANY, to=None, by=LINE,
        stops=("C-ORDER",), icon="message-report", tab="oversight",
        asks=(Ask("answer", "答复", hint="查明的原因、已采取的措施、什么时候办到哪一步。"),),
    ),
    Verb(
        name="return_answer", label="退回重新答复",
        hint="", party_line=None, tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        starts=("C-ORDER",), tone="danger", icon="corner-up-left", tab="oversight", not_own_work=True,
        asks=(reason("哪里还不清楚"),),
    ),
    Verb(
        name="lift", label="督办销号",
        hint="", party_line="督办结束，督办人已核实", tells=(), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        stops=("C-ORDER",), icon="checks", tab="oversight", not_own_work=True,
        asks=(reason("销号依据"),),
    ),
)  # fmt: skip

CORRECTION_VERBS: tuple[Verb, ...] = (
    Verb(
        name="correct", label="提出纠偏",
        hint="", party_line=None, tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=("dispatcher@unit+below", *OVERSEERS),
        starts=("C-REPLY",), icon="alert-triangle", tab="oversight",
        asks=(
            Ask("issue", "情形", CorrectionKind),
            Ask("reason", "事实和依据", hint="只写这件事里发生了什么，不评价人。先提醒，承办单位有权说明。"),
        ),
    ),
    Verb(
        name="reply_correction", label="回应纠偏",
        hint="", party_line=None, tells=(Role.SUPERVISOR,), makes_insider=True,
        come_from=ANY, to=None, by=REPLIERS,
        stops=("C-REPLY",), icon="message-report", tab="oversight",
        asks=(Ask("reply", "说明和整改情况"),),
    ),
    Verb(
        name="raise_correction", label="纠偏升级",
        hint="", party_line=None, tells=(Role.HANDLER, Role.MEDIATOR, Role.REVIEWER), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        starts=("C-REPLY",), tone="danger", icon="arrow-up", tab="oversight", not_own_work=True,
        asks=(Ask("reason", "为什么要升级", hint="提醒之后是通报，通报之后是约谈，一次一级。"),),
    ),
    Verb(
        name="end_correction", label="纠偏结论",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=OVERSEERS,
        stops=("C-REPLY",), icon="checks", tab="oversight", not_own_work=True,
        asks=(Ask("found", "结论", CorrectionResult), reason("核实情况")),
    ),
)  # fmt: skip

RECEPTION_VERBS: tuple[Verb, ...] = (
    Verb(
        name="visit", label="记录回访",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ENDED, to=None,
        by=(*WINDOWS, "reviewer@unit+below", "supervisor@unit+below"),
        icon="phone", tab="oversight", not_own_work=True,
        asks=(
            Ask("side", "回访哪一方", PartySide),
            Ask("content", "当事人的评价", Content),
            Ask("said", "当事人怎么说", hint="照原话记。不满意的，写明还要解决什么。"),
            Ask(
                "visit_source", "谁问的", VisitSource, required=False,
                hint="不选就是本中心回访。12345 或上级转来的评价照样算数，不满意的同样要回头办理。",
            ),
        ),
    ),
    Verb(
        name="book", label="预约领导接访",
        hint="", party_line="约好了领导接访：{when}", readers=Readers.CONCERNED, tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=(*WINDOWS, "grid@origin", "handler@own", "mediator@own"),
        icon="calendar-plus", tab="oversight",
        asks=(
            Ask("reception", "场次", "reception"),
            Ask("said", "要反映什么"),
            Ask(
                "party", "谁来反映", "party", required=False,
                hint="不选就是第一位申请人。线上接访的链接只给他（她）看。",
            ),
        ),
    ),
    Verb(
        name="receive", label="记录接访",
        hint="", party_line="领导接访：{came}", readers=Readers.CONCERNED, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=(*WINDOWS, "leader@unit+below"),
        icon="users", tab="oversight",
        asks=(
            Ask("booking", "预约", "booking"),
            Ask("came", "到场情况", BookingState),
            Ask("said", "谈了什么"),
            Ask("promise", "领导的承诺（当事人可见）", required=False, hint="没有承诺的不填。", shown=True),
            Ask("promised_for", "什么时候办到", "date", required=False),
        ),
    ),
    Verb(
        name="settle_promise", label="登记承诺是否兑现",
        hint="", party_line="接访时的承诺：{kept}", readers=Readers.CONCERNED, tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=(*WINDOWS, "supervisor@unit+below"), icon="checks", tab="oversight", not_own_work=True,
        asks=(
            Ask("promise", "承诺", "promise"),
            Ask("kept", "结果", PromiseState),
            Ask("reason", "怎样核实的（须问过当事人）"),
        ),
    ),
)  # fmt: skip

OVERSIGHT_VERBS = SUPERVISION_VERBS + CORRECTION_VERBS + RECEPTION_VERBS
