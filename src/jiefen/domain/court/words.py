"""Words of what passes between the centre and a court: referral for mediation, and judicial confirmation."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class ReferralKind(Word):
    """How a court sends a matter 移送方式."""

    DELEGATED = "delegated", "委派调解（立案前）", "delegated before filing"
    ENTRUSTED = "entrusted", "委托调解（立案后）", "entrusted after filing"
    GUIDED = "guided", "诉前引导", "guided here from the filing window"


class Procedure(Word):
    """By which procedure the court tries a filed case 审理程序."""

    ORDINARY = "ordinary", "普通程序", "ordinary procedure"
    SIMPLE = "simple", "简易程序", "simplified procedure"


class PartyChoice(Word):
    """What a party chose when asked 当事人的选择."""

    MEDIATE = "mediate", "同意先调解", "agrees to mediation first"
    COURT = "court", "不同意调解，要求立案审理", "wants the court to go on"


class ReferralResult(Word):
    """Why mediation for a court ended 终结情形 (人民法院在线调解规则 25, wording from memory)."""

    OPEN = "", "调解中", "not returned yet"
    AGREED = "agreed", "达成调解协议", "an agreement was reached"
    SETTLED = "settled", "自行和解，撤回调解申请", "settled among themselves"
    UNREACHABLE = "unreachable", "期限内联系不上当事人", "a party could not be reached"
    REFUSED = "refused", "一方明确不愿意继续调解", "a party does not want to go on"
    APART = "apart", "分歧较大，难以达成协议", "too far apart"
    EXPIRED = "expired", "期限届满未成，也没有一致同意延长", "the time ran out"
    UNSIGNED = "unsigned", "一方拒绝在协议上签章", "a party would not sign"
    OTHER = "other", "其他无法进行的情形", "anything else that made it impossible"


class ConfirmationBar(Word):
    """What keeps a court from accepting an application 不予受理情形 (民诉解释 355)."""

    NONE = "none", "都没有", "none of them"
    SCOPE = "scope", "不属于法院受理范围", "not for courts"
    VENUE = "venue", "不属于收到申请的法院管辖", "another court's"
    STATUS = "status", "确认婚姻、亲子、收养等身份关系", "a matter of status"
    SPECIAL = "special", "适用其他特别程序、公示催告或者破产程序", "for another special procedure"
    TITLE = "title", "涉及物权、知识产权确权", "a title to property or intellectual property"


class CourtResult(Word):
    """What a court answered to an application for confirmation 司法确认结果."""

    PENDING = "", "等法院裁定", "not decided yet"
    EFFECTIVE = "effective", "裁定有效", "confirmed"
    DISMISSED = "dismissed", "驳回申请", "dismissed"
    NOT_ACCEPTED = "not_accepted", "不予受理", "not accepted"
    WITHDRAWN = "withdrawn", "撤回申请", "withdrawn"
