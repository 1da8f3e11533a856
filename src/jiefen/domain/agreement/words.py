"""Words of what comes after mediation: agreement, signing, confirmation by the party, performance, audit, satisfaction."""

from __future__ import annotations

from jiefen.domain.common.words import Outcome, Word


class CodeVia(Word):
    """How a confirmation code reached the party."""

    SMS = "sms", "短信", "to the party's own phone"
    SLIP = "slip", "确认码单", "on a slip printed by somebody who does not handle the case"


class AgreementForm(Word):
    WRITTEN = "written", "书面协议", "written"
    ORAL = "oral", "口头协议", "oral, registered"


class AgreementState(Word):
    """How far an agreement has got; `DRAFT` while terms are being written."""

    DRAFT = "", "起草中", "draft"
    OFFERED = "offered", "待签署", "fixed, waiting for signatures"
    EFFECTIVE = "effective", "已生效", "in force"
    LAPSED = "lapsed", "没有签成", "taken back or replaced before it took effect"


class TermKind(Word):
    """What somebody promises to do 履行内容."""

    PAY = "pay", "付款", "pay an amount"
    DELIVER = "deliver", "交付、返还物品", "deliver or return something"
    DO = "do", "做某件事", "do something"
    REFRAIN = "refrain", "停止、不再做某件事", "stop or refrain"
    APOLOGISE = "apologise", "赔礼道歉", "apologise"


class TermState(Word):
    """How far a promise has been kept; `OPEN` until somebody reports."""

    OPEN = "", "待履行", "not yet performed"
    REPORTED = "reported", "一方报告已履行", "reported by one side or with proof"
    PERFORMED = "performed", "已履行", "confirmed by who was to receive it"
    DEFAULTED = "defaulted", "没有履行", "not performed in time"


class SigningLevel(Word):
    """By what a signature is bound to its person 签署方式. The page and the document say which it was."""

    DRAWN = "drawn", "网上手写签名（本人确认码）", "drawn by the party behind their own code"
    TYPED = "typed", "网上键入姓名（本人确认码）", "typed by the party behind their own code"
    ACCOUNT = "account", "工作人员登录后签署", "by a signed-in colleague"
    WET = "wet", "纸上签名、盖章或按指印", "signed on paper, scanned"


class SignerRole(Word):
    PARTY = "party", "当事人", "party"
    MEDIATOR = "mediator", "人民调解员", "mediator"
    COMMITTEE = "committee", "调解组织盖章", "the committee's seal"


class ConfirmedAbout(Word):
    """What a party is asked to confirm."""

    AGREEMENT = "agreement", "达成了协议，内容属实", "that there is such an agreement"
    SETTLEMENT = "settlement", "已经当场和解", "that it was settled on the spot"
    PERFORMANCE = "performance", "约定已经履行", "that a promise was performed"


class ConfirmAnswer(Word):
    YES = "yes", "属实", "yes"
    NO = "no", "不属实", "no"


class OwnChannel(Word):
    """How the party's answer came: never through who handles the case."""

    CODE = "code", "本人凭确认码", "by the party, behind their own code"
    CALL = "call", "由他人电话核实", "phone call by somebody who did not handle it"
    VISIT = "visit", "由他人上门或当面核实", "met by somebody who did not handle it"


class Rung(Word):
    """The ladder of outcomes: never one word for success (law.md § 3.3)."""

    AGREED = "agreed", "达成协议", "agreement recorded"
    CONFIRMED = "confirmed", "当事人确认", "confirmed by each party through their own channel"
    PERFORMED = "performed", "履行完毕", "performed"
    COURT = "court", "司法确认", "confirmed by the court"
    DURABLE = "durable", "九十日无反复", "durable at ninety days"


class AuditWhy(Word):
    RANDOM = "random", "随机抽中", "drawn at random"
    ODD = "odd", "有异常情形", "listed for something odd"


class AuditFinding(Word):
    """What the independent audit found; `WAITING` until somebody has looked."""

    WAITING = "", "待核查", "not yet audited"
    TRUE = "true", "属实", "true"
    PARTLY = "partly", "部分属实", "partly true"
    FALSE = "false", "不属实", "not true"
    UNREACHED = "unreached", "未能联系上当事人", "a party could not be reached"


class AllowanceState(Word):
    """An allowance for one case 以案定补; `COMPUTED` until somebody approves."""

    COMPUTED = "", "待审批", "computed"
    APPROVED = "approved", "已批准", "approved"
    REFUSED = "refused", "不予补助", "refused"


# Outcomes that claim success, and what each party has to confirm of it.
SUCCESSES: dict[Outcome, ConfirmedAbout] = {
    Outcome.AGREED: ConfirmedAbout.AGREEMENT,
    Outcome.SETTLED: ConfirmedAbout.SETTLEMENT,
}
