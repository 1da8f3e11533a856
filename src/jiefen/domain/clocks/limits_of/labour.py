"""Labour limits 劳动争议. LB-03: the Act says 日; that 3, 5 and 10 日 are working days is from the 办案规则, from memory."""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.common.words import Track

ACT = "《劳动争议调解仲裁法》"
WORKING = "原文写“日”；按办案规则，3、5、10 日算工作日（凭记忆）"

LABOUR: tuple[Limit, ...] = (
    Limit(
        "LB-01", 1, "劳动争议调解", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第14条", "S",
        "到期没有达成协议的，可以申请仲裁",
        trigger="调解组织收到调解申请", tracks=(Track.LABOUR_MEDIATION,),
    ),
    Limit(
        "LB-02", 1, "劳动仲裁时效", 12, TimeUnit.MONTHS, LimitKind.STATUTORY,
        f"{ACT}第27条", "S",
        "主张权利、请求救济的中断；在职期间拖欠劳动报酬的不受一年限制，劳动关系终止的自终止之日起一年",
        trigger="知道或者应当知道权利被侵害", whose="party",
    ),
    Limit(
        "LB-03-ACCEPT", 1, "劳动仲裁受理", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第29条", "M", WORKING,
        trigger="仲裁委员会收到仲裁申请",
    ),
    Limit(
        "LB-03-SERVE", 1, "劳动仲裁送达申请书", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第30条", "M", WORKING,
        trigger="仲裁申请受理",
    ),
    Limit(
        "LB-03-DEFENCE", 1, "劳动仲裁答辩", 10, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第30条", "M", f"不答辩不影响仲裁；{WORKING}",
        trigger="被申请人收到仲裁申请书副本", whose="party",
    ),
    Limit(
        "LB-03-PANEL", 1, "劳动仲裁庭组成通知", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第32条", "M", WORKING,
        trigger="仲裁申请受理",
    ),
    Limit(
        "LB-03-HEARING", 1, "劳动仲裁开庭通知", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第35条", "M", f"从开庭之日往前数，最迟到这一天；{WORKING}",
        trigger="开庭", before=True,
    ),
    Limit(
        "LB-03-POSTPONE", 1, "劳动仲裁请求延期开庭", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第35条", "M", f"从开庭之日往前数，最迟到这一天；{WORKING}",
        trigger="开庭", whose="party", before=True,
    ),
    Limit(
        "LB-04", 1, "劳动仲裁裁决", 45, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第43条", "S",
        "逾期未裁决的，当事人可以就该争议向人民法院起诉",
        trigger="仲裁申请受理",
        extension=15, extended_by="仲裁委员会主任批准并书面通知当事人", tracks=(Track.LABOUR_ARBITRATION,),
    ),
    Limit(
        "LB-05-SUE", 1, "不服劳动仲裁裁决起诉", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第48条、第50条", "S",
        trigger="收到仲裁裁决书", whose="party",
    ),
    Limit(
        "LB-05-SET-ASIDE", 1, "用人单位申请撤销终局裁决", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第49条", "S",
        "向中级人民法院申请",
        trigger="用人单位收到终局裁决书", whose="party",
    ),
    Limit(
        "LB-06", 1, "劳动保障监察", 60, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《劳动保障监察条例》第17条", "S",
        trigger="劳动保障监察立案",
        extension=30, extended_by="劳动保障行政部门负责人批准", tracks=(Track.LABOUR_INSPECTION,),
    ),
    Limit(
        "LB-06-CUTOFF", 1, "向劳动保障监察投诉", 24, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "《劳动保障监察条例》第20条", "S",
        "违法行为有连续或者继续状态的，从终了之日起算",
        trigger="违反劳动保障法律的行为发生", whose="party",
    ),
)  # fmt: skip
