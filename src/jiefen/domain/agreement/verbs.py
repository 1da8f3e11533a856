"""Rows of the lifecycle about what comes after mediation: agreement, signing, confirmation, performance, audit.

None of them moves the case: an agreement stands on it, and what each party says of it is theirs.
"""

from __future__ import annotations

from jiefen.domain.agreement.words import (
    AgreementForm,
    AuditFinding,
    ConfirmAnswer,
    ConfirmedAbout,
    OwnChannel,
)
from jiefen.domain.common.verb import ANY, ENDED, HANDS, Ask, Verb, reason
from jiefen.domain.common.words import Readers, State

WINDOWS = ("clerk@unit+origin", "dispatcher@unit+below")
OUTSIDE = (*WINDOWS, "reviewer@unit+below", "supervisor@unit+below")
MAKING = frozenset({State.HANDLING})
AFTER = frozenset({State.HANDLING, State.REVIEWING, State.REVIEWED})

AGREEMENT_VERBS: tuple[Verb, ...] = (
    Verb(
        name="draft_agreement", label="起草协议",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=MAKING, to=None, by=HANDS,
        icon="file-text", tab="agreement",
        asks=(
            Ask("form", "形式", AgreementForm),
            Ask("facts", "主要事实、争议事项和各方责任"),
            Ask("terms", "协议事项", "terms", required=False),
            Ask("extra", "其他约定", required=False),
        ),
    ),
    Verb(
        name="offer_agreement", label="定稿送签",
        hint="", party_line="协议写好了，请您看过再签", tells=(), makes_insider=True,
        come_from=MAKING, to=None, by=HANDS,
        tone="primary", icon="send", tab="agreement",
    ),
    Verb(
        name="take_back_agreement", label="收回重写",
        hint="", party_line="协议收回重写，原来的签名作废", tells=(), makes_insider=True,
        come_from=MAKING, to=None, by=HANDS,
        icon="corner-up-left", tab="agreement",
        asks=(Ask("reason", "为什么收回（各方可见）", hint="收回后已有的签名全部作废，改好再请各方重新签。", shown=True),),
    ),
    Verb(
        name="sign_on_paper", label="登记纸质签名",
        hint="", party_line="收到一方在纸上签的协议", own_line="收到您在纸上签的协议", tells=(), makes_insider=True,
        come_from=AFTER, to=None, by=(*HANDS, *WINDOWS),
        icon="signature", tab="agreement",
        asks=(
            Ask("party", "谁签的", "unsigned"),
            Ask("scan", "签好的协议扫描件", "scan", hint="先在“材料”里上传扫描件，再在这里选择。"),
        ),
    ),
    Verb(
        name="sign_as_mediator", label="调解员签名",
        hint="", party_line="调解员签了协议", tells=(), makes_insider=True,
        come_from=AFTER, to=None, by=HANDS,
        icon="signature", tab="agreement",
    ),
    Verb(
        name="seal_agreement", label="加盖调解组织印章",
        hint="", party_line="调解组织在协议上盖了章", tells=(), makes_insider=True,
        come_from=AFTER, to=None,
        by=("reviewer@unit+below",), icon="rubber-stamp", tab="agreement", not_own_work=True,
    ),
    Verb(
        name="send_code", label="发确认码短信",
        hint="", party_line="确认码发到了您的手机", readers=Readers.CONCERNED, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=(*HANDS, *OUTSIDE),
        icon="device-mobile", tab="agreement",
        asks=(Ask("party", "发给哪位当事人", "party_with_phone"),),
    ),
    Verb(
        name="print_code", label="打印确认码单",
        hint="", party_line="窗口给您打印了确认码单", readers=Readers.CONCERNED, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=OUTSIDE, not_own_work=True,
        icon="printer", tab="agreement",
        asks=(Ask("party", "交给哪位当事人", "party"),),
    ),
    Verb(
        name="confirm_for_party", label="登记当事人的确认",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=OUTSIDE,
        icon="checks", tab="agreement", not_own_work=True,
        asks=(
            Ask("party", "哪位当事人", "party"),
            Ask("about", "确认什么", ConfirmedAbout),
            Ask("channel", "怎样问到的", OwnChannel),
            Ask("answer", "当事人的回答", ConfirmAnswer),
            Ask("said", "原话", hint="照当事人的原话记。没有问到、没有回答，都不能登记。"),
        ),
    ),
    Verb(
        name="unconfirm", label="改登未获确认",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=frozenset({State.REVIEWED}), to=None,
        by=("reviewer@unit+below",), icon="alert-triangle", tab="agreement", not_own_work=True,
        asks=(Ask("reason", "怎样联系过、为什么没有得到确认", hint="改登后可以办结，但不计入“调解成功”。"),),
    ),
    Verb(
        name="report_term", label="登记履行情况",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=(*HANDS, *WINDOWS),
        icon="check", tab="agreement",
        asks=(
            Ask("term", "哪一项", "open_term"),
            Ask("said", "谁说的，怎样履行的"),
            Ask("proof", "凭证", "scan", required=False, hint="收条、转账回单等，先在“材料”里上传。"),
        ),
    ),
    Verb(
        name="verify_term", label="核实已履行",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None, by=OUTSIDE, not_own_work=True,
        icon="checks", tab="agreement",
        asks=(
            Ask("term", "哪一项", "open_term"),
            Ask("said", "怎样核实的", hint="问过接受履行的一方，或者看过凭证原件。"),
        ),
    ),
    Verb(
        name="default_term", label="登记没有履行",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=(*HANDS, *WINDOWS),
        tone="danger", icon="x", tab="agreement",
        asks=(Ask("term", "哪一项", "open_term"), reason("查明的情况")),
    ),
    Verb(
        name="rate_for_party", label="登记满意度",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ENDED, to=None, by=OUTSIDE,
        icon="star", tab="agreement", not_own_work=True,
        asks=(
            Ask("party", "哪位当事人", "unrated"),
            Ask("centre", "对中心（1 至 5）", "number"),
            Ask("body", "对承办单位（1 至 5）", "number"),
            Ask("said", "原话", required=False),
        ),
    ),
    Verb(
        name="go_back", label="登记回头办理",
        hint="", party_line=None, tells=(), makes_insider=True,
        come_from=ENDED, to=None,
        by=("handler@own+unit", "mediator@own+unit", "reviewer@unit"), stops=("C-GOBACK",),
        icon="refresh", tab="agreement",
        asks=(Ask("done", "回头做了什么", hint="对不满意的当事人重新上门或者约谈，写明还有什么没解决。"),),
    ),
    Verb(
        name="audit_outcome", label="登记核查结论",
        hint="", party_line=None, tells=(), makes_insider=False,
        come_from=ANY, to=None,
        by=("supervisor@unit+below", "leader@unit+below"), icon="search", tab="agreement", not_own_work=True,
        asks=(
            Ask("audit", "哪一次抽查", "open_audit"),
            Ask("found", "结论", AuditFinding),
            Ask("note", "怎样核查的", hint="问过哪些人、看过哪些材料。问不到人就选“未能联系上当事人”。"),
        ),
    ),
)  # fmt: skip
