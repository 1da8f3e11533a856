"""Limits that look after people: legal aid 法律援助, safety 人身安全, consumers 消费. Safety clocks are told at any hour."""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.common.words import Track

AID = "《法律援助法》"
VIOLENCE = "《反家庭暴力法》"

PEOPLE: tuple[Limit, ...] = (
    Limit(
        "S-REPORT", 1, "报告侵害线索", 1, TimeUnit.HOURS, LimitKind.INTERNAL,
        "本中心内部时限：发现后 1 小时内报告", "C",
        "《未成年人保护法》第11条写“立即”，《反家庭暴力法》第14条写“及时”，这里定成 1 小时",
        trigger="安全筛查发现", urgent=True,
    ),
    Limit(
        "S-CARE", 1, "防止自伤", 2, TimeUnit.HOURS, LimitKind.INTERNAL,
        "本中心内部时限：发现后 2 小时内联系家属和心理援助", "C",
        "《人民调解法》第25条：可能激化的，及时报告有关部门",
        trigger="安全筛查发现", urgent=True,
    ),
    Limit(
        "S-HELP", 1, "告知和协助保护措施", 24, TimeUnit.HOURS, LimitKind.INTERNAL,
        "本中心内部时限：发现后 24 小时内告知并协助", "C",
        "《反家庭暴力法》第13条、第16条、第23条；《民法典》第19条至第24条",
        trigger="安全筛查发现", urgent=True,
    ),
    Limit(
        "LA-01-DECIDE", 1, "法律援助审查", 7, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{AID}第43条", "S",
        "离时效届满不足七日的可以先行援助（第44条）；遭受虐待、遗弃或者家庭暴力的不受经济困难条件限制（第32条）",
        trigger="法律援助机构收到申请", tracks=(Track.LEGAL_AID,),
    ),
    Limit(
        "LA-01-ASSIGN", 1, "法律援助指派", 3, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{AID}第43条", "S",
        trigger="决定给予法律援助",
    ),
    Limit(
        "LA-01-REVIEW", 1, "法律援助异议审查", 5, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{AID}第49条", "S",
        trigger="司法行政部门收到异议",
    ),
    Limit(
        "DV-01-COURT", 1, "法院作出人身安全保护令", 72, TimeUnit.HOURS, LimitKind.WATCH,
        f"{VIOLENCE}第28条", "S",
        "不以提起离婚诉讼为条件",
        trigger="人民法院受理申请", urgent=True,
    ),
    Limit(
        "DV-01-URGENT", 1, "法院作出人身安全保护令（紧急）", 24, TimeUnit.HOURS, LimitKind.WATCH,
        f"{VIOLENCE}第28条", "S",
        trigger="人民法院受理申请，情况紧急", urgent=True,
    ),
    Limit(
        "DV-01-VALID", 1, "人身安全保护令有效期", 6, TimeUnit.MONTHS, LimitKind.WATCH,
        f"{VIOLENCE}第30条", "S",
        "最长六个月，失效前可以申请撤销、变更或者延长；以裁定写明的为准",
        trigger="人身安全保护令作出", whose="party", urgent=True,
    ),
    Limit(
        "DV-01-REVIEW", 1, "对人身安全保护令裁定申请复议", 5, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{VIOLENCE}第31条", "S",
        "复议期间不停止人身安全保护令的执行",
        trigger="裁定生效", whose="party", urgent=True,
    ),
    Limit(
        "CS-01-HANDLE", 1, "消费投诉处理", 7, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《消费者权益保护法》第46条", "S",
        "处理并告知消费者",
        trigger="收到消费投诉", tracks=(Track.CONSUMER_COMPLAINT,),
    ),
    Limit(
        "CS-01-MEDIATE", 1, "消费投诉调解", 45, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "市场监督管理投诉举报处理办法（2019）", "M",
        "有没有新规定尚未核对",
        trigger="消费投诉受理",
    ),
)  # fmt: skip
