"""Rows of the lifecycle about courts: a matter referred for mediation, and judicial confirmation. None moves the case."""

from __future__ import annotations

from jiefen.domain.common.verb import ANY, HANDS, OPEN, Ask, Verb
from jiefen.domain.common.words import PartySide
from jiefen.domain.court.words import (
    ConfirmationBar,
    CourtResult,
    PartyChoice,
    Procedure,
    ReferralKind,
    ReferralResult,
)

WINDOWS = ("clerk@unit+origin", "dispatcher@unit+below")
WHO = (*WINDOWS, *HANDS)

REFERRAL_VERBS: tuple[Verb, ...] = (
    Verb(
        name="take_referral", label="签收法院移送",
        hint="签收材料之日起算：委派 30 日，委托普通程序 15 日、简易程序 7 日。", party_line=None, tells=(), makes_insider=True,
        come_from=OPEN, to=None, by=WHO,
        icon="signature", tab="mediation",
        asks=(
            Ask("court", "移送的法院", "text"),
            Ask("referral", "移送方式", ReferralKind),
            Ask("procedure", "法院适用的程序", Procedure, required=False, hint="立案后委托的才填：普通程序 15 日，简易程序 7 日。"),
            Ask("received_on", "法院移送日期", "date"),
            Ask("materials", "签收的材料清单", hint="一行一份，例如“起诉状副本 1 份”。"),
        ),
    ),
    Verb(
        name="record_choice", label="登记当事人的选择",
        hint="选不选调解是当事人的权利；不同意的退回法院，不影响立案。", party_line=None, tells=(), makes_insider=True,
        come_from=OPEN, to=None, by=WHO,
        icon="user-check", tab="mediation",
        asks=(
            Ask("side", "哪一方", PartySide),
            Ask("choice", "选择", PartyChoice),
            Ask("how", "怎样表示的", hint="谁问的、什么时候、当面还是电话。没有回答不等于同意。"),
        ),
    ),
    Verb(
        name="return_referral", label="退回法院并反馈",
        hint="反馈函只写终结情形和没有争议的事实，不写调解中的让步。", party_line="法院移送的调解结束了：{returned}", tells=(), makes_insider=True,
        come_from=OPEN, to=None, by=WHO,
        icon="corner-up-left", tab="mediation",
        asks=(
            Ask("returned", "终结情形", ReferralResult),
            Ask("facts", "双方没有争议的事实", required=False, hint="只写双方都认可的事实。为了和解作出的让步不能写，法院也不能用（《在线调解规则》第18条）。"),
        ),
    ),
)  # fmt: skip

CONFIRMATION_VERBS: tuple[Verb, ...] = (
    Verb(
        name="join_confirmation", label="登记同意申请司法确认",
        hint="司法确认要双方一起申请，一方不同意就不能申请。", party_line=None, tells=(), makes_insider=True,
        come_from=ANY, to=None, by=WHO,
        icon="user-check", tab="agreement",
        asks=(
            Ask("party", "哪位当事人", "party"),
            Ask("how", "怎样表示的", hint="本人到场、电话或者书面。要双方都同意才能申请。"),
        ),
    ),
    Verb(
        name="file_confirmation", label="登记已向法院申请",
        hint="自协议生效之日起 30 日内递交；按递交的日期算，不按登记的日期算。", party_line="双方一起向法院申请了司法确认", tells=(), makes_insider=True,
        come_from=ANY, to=None, by=WHO,
        stops=("RT-02",), icon="send", tab="agreement",
        asks=(
            Ask("bar", "有没有法院不受理的情形", ConfirmationBar),
            Ask("court", "申请的法院", "text", required=False, hint="不填就用建议的法院。"),
            Ask("filed_on", "递交日期", "date"),
        ),
    ),
    Verb(
        name="court_accepts", label="登记法院受理",
        hint="", party_line="法院受理了司法确认申请", tells=(), makes_insider=True,
        come_from=ANY, to=None, by=WHO,
        icon="gavel", tab="agreement",
        asks=(Ask("accepted_on", "受理日期", "date"),),
    ),
    Verb(
        name="court_decides", label="登记法院裁定",
        hint="", party_line="司法确认的结果：{decree}", tells=(), makes_insider=True,
        come_from=ANY, to=None, by=WHO,
        stops=("RT-03",), icon="gavel", tab="agreement",
        asks=(
            Ask("decree", "结果", CourtResult),
            Ask("decided_on", "裁定日期", "date"),
        ),
    ),
)  # fmt: skip

COURT_VERBS = REFERRAL_VERBS + CONFIRMATION_VERBS
