"""The court's limits 法院, and the limitation of civil claims 诉讼时效. What a court must do by itself is only watched."""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.clocks.limits_of.mediation import APPRAISAL, BOTH, DEFAULT
from jiefen.domain.common.words import Track

APPROVED = "人民法院按审限规定批准"

COURT: tuple[Limit, ...] = (
    Limit(
        "CT-01", 1, "法院委派调解（立案前）", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《最高人民法院关于人民法院特邀调解的规定》第27条", "S",
        f"双方同意延长的不受此限；{DEFAULT}",
        trigger="签收法院移交的材料",
        extension=30, extended_by=BOTH, tracks=(Track.COURT_DELEGATED,),
    ),
    Limit(
        "CT-02-ORDINARY", 1, "法院委托调解（普通程序）", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《最高人民法院关于人民法院特邀调解的规定》第27条；《人民法院在线调解规则》第24条", "S",
        f"双方同意延长的，延长期间不计入审限；{DEFAULT}",
        trigger="签收法院移交的材料", extension=30, extended_by=BOTH,
    ),
    Limit(
        "CT-02-SIMPLE", 1, "法院委托调解（简易程序）", 7, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《最高人民法院关于人民法院特邀调解的规定》第27条；《人民法院在线调解规则》第24条", "S",
        f"双方同意延长的，延长期间不计入审限；{DEFAULT}",
        trigger="签收法院移交的材料", extension=30, extended_by=BOTH,
    ),
    Limit(
        "CT-03-CHOOSE", 1, "在线调解选调解员", 2, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《人民法院在线调解规则》第10条", "S",
        "没有选的由法院指定，不当作不愿意调解",
        trigger="收到选择调解员的通知", whose="party",
    ),
    Limit(
        "CT-03-APPOINT", 1, "在线调解指定调解员", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《人民法院在线调解规则》第10条", "S",
        trigger="人民法院收到在线调解申请",
    ),
    Limit(
        "CT-03-CONFIRM", 1, "在线调解调解员确认", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《人民法院在线调解规则》第12条", "S",
        trigger="调解员收到委派、委托",
    ),
    Limit(
        "CT-03-CONTACT", 1, "在线调解联系对方", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《人民法院在线调解规则》第15条", "S",
        "对方拒绝或者联系不上的，终止并退回法院、告知当事人",
        trigger="调解员确认接受",
    ),
    Limit(
        "CT-03-MEDIATE", 1, "在线调解", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《人民法院在线调解规则》第24条；鉴定期间不计入：第26条", "S",
        f"双方同意延长的不受此限；{DEFAULT}",
        trigger="调解员确认接受", extension=30, extended_by=BOTH, pauses=APPRAISAL,
    ),
    Limit(
        "CT-04-FILE", 1, "法院立案", 7, TimeUnit.DAYS, LimitKind.WATCH,
        "《民事诉讼法》第126条", "S",
        "立案，或者裁定不予受理",
        trigger="人民法院收到起诉状",
    ),
    Limit(
        "CT-04-ORDINARY", 1, "法院审理（普通程序）", 6, TimeUnit.MONTHS, LimitKind.WATCH,
        "《民事诉讼法》第152条", "S",
        trigger="人民法院立案", extension=6, extended_by=APPROVED,
    ),
    Limit(
        "CT-04-SIMPLE", 1, "法院审理（简易程序）", 3, TimeUnit.MONTHS, LimitKind.WATCH,
        "《民事诉讼法》第164条", "S",
        trigger="人民法院立案", extension=1, extended_by=APPROVED,
    ),
)  # fmt: skip

CIVIL: tuple[Limit, ...] = (
    Limit(
        "LM-01", 1, "民事诉讼时效", 36, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "《民法典》第188条；《最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定》第12条", "S",
        "向调解组织请求保护权利，时效从请求之日起中断、重新计算；法院不主动适用时效，超过也可以起诉",
        trigger="知道或者应当知道权利受到损害以及义务人", whose="party",
    ),
    Limit(
        "LM-01-LONGEST", 1, "最长权利保护期间", 240, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "《民法典》第188条", "S",
        "有特殊情况的，人民法院可以根据申请决定延长",
        trigger="权利受到损害", whose="party",
    ),
)  # fmt: skip
