"""Words of the safety screening, of the duties that follow from it, and of safe contact (mission row F5)."""

from __future__ import annotations

from jiefen.domain.common.words import Word


class Told(Word):
    """What was learned when a question of the screening was asked 筛查回答; what was not asked is not a no."""

    YES = "yes", "有", "yes"
    NO = "no", "没有", "no"
    UNKNOWN = "unknown", "没问清", "not asked, or no clear answer"


class Stance(Word):
    """How a matter may be mediated after a screening 调解方式限制; about the matter, never about a person."""

    ORDINARY = "ordinary", "可以调解", "may be mediated"
    SEPARATE = "separate", "只能分开调解", "only with the sides apart"
    NONE = "none", "不调解", "not mediated"


class DutyKind(Word):
    """What must be done at once when a screening finds something 安全事项."""

    REPORT_MINOR = "report_minor", "报告侵害未成年人线索", "report harm to a minor"
    REPORT_VIOLENCE = "report_violence", "向公安机关报案", "report violence against a person who cannot act"
    POLICE = "police", "告知可以报警、请求出具告诫书", "tell of the police and of their warning"
    PROTECTION = "protection", "协助申请人身安全保护令", "help to apply for a protection order"
    COURT_ORDER = "court_order", "跟踪法院的人身安全保护令裁定", "watch for the court's protection order"
    CARE = "care", "防止自伤，联系家属和心理援助", "care for somebody at risk of self-harm"
    GUARDIAN = "guardian", "联系监护人、法定代理人", "reach the guardian"


class DutyEnd(Word):
    """How a duty was discharged 办理情况."""

    DONE = "done", "已办", "done"
    DECLINED = "declined", "已告知，本人明确不要", "told; the person does not want it"
    FILED = "filed", "已递交法院", "filed with the court"
    URGENT = "urgent", "已递交法院，情况紧急", "filed with the court as urgent"
    GRANTED = "granted", "法院已作出保护令", "the court made the order"
    REFUSED = "refused", "法院裁定驳回", "the court refused the order"


class SafeWay(Word):
    """The only way in which somebody may be reached 安全联系方式."""

    PHONE = "phone", "只打电话，不发短信", "calls only"
    SMS = "sms", "只发短信", "text messages only"
    EMAIL = "email", "只发邮件", "e-mail only"
    IN_PERSON = "in_person", "只当面联系", "in person only"
