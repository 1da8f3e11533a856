"""Mediation limits 调解: people's, medical, traffic, by the police, administrative.

Where the law says "by agreement" and names no most, the house default stands (law.md § 5): once, about 30 days.
"""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.common.words import PauseReason, Track

BOTH = "双方当事人一致同意"
DEFAULT = "原文没有写延长上限，本系统按一次、约 30 日为限"
APPRAISAL = frozenset({PauseReason.APPRAISAL})

MEDIATION: tuple[Limit, ...] = (
    Limit(
        "RT-01", 1, "人民调解", 1, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "《人民调解工作若干规定》第33条；《宁波市多元化解纠纷促进条例》第27条；《深圳经济特区矛盾纠纷多元化解条例》第25条", "S2",
        f"《人民调解法》没有期限；若干规定已核对，两部地方条例是二手资料；到期未成的，终止并告知其他途径；{DEFAULT}",
        trigger="人民调解受理",
        extension=1, extended_by=BOTH, tracks=(Track.PEOPLES_MEDIATION,),
    ),
    Limit(
        "RT-02", 1, "申请司法确认", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《人民调解法》第33条；《民事诉讼法》第205条", "S",
        "双方共同申请，不收费；书面协议自各方签名、盖章或者按指印，调解员签名并加盖调委会印章之日起生效，口头协议自达成之日起生效（第29条、第30条）",
        trigger="调解协议生效", whose="party",
    ),
    Limit(
        "RT-03", 1, "法院审查司法确认", 30, TimeUnit.DAYS, LimitKind.WATCH,
        "《民事诉讼法》第187条；法释〔2011〕5号第4条、第5条", "S",
        "2011 年的规定写 3 日受理、15 日（可延 10 日）决定，以民事诉讼法的特别程序为准",
        trigger="人民法院受理司法确认申请",
    ),
    Limit(
        "RT-04", 1, "申请强制执行", 24, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "《民事诉讼法》第250条", "S",
        "分期履行的，从最后一期履行期限届满之日起算",
        trigger="协议或者裁判写明的最后履行日届满", whose="party",
    ),
    Limit(
        "MD-01", 1, "医疗纠纷人民调解", 30, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《医疗纠纷预防和处理条例》第31条、第38条", "S",
        f"鉴定时间不计入；到期未达成协议的，视为调解不成；一方起诉或者申请卫健部门调解的，不受理或者终止；{DEFAULT}",
        trigger="医疗纠纷人民调解委员会受理",
        extension=20, extended_by=BOTH, pauses=APPRAISAL, tracks=(Track.MEDICAL_MEDIATION,),
    ),
    Limit(
        "MD-02-ACCEPT", 1, "医疗纠纷行政调解受理", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《医疗纠纷预防和处理条例》第40条", "S",
        trigger="卫生健康部门收到调解申请",
    ),
    Limit(
        "MD-02-MEDIATE", 1, "医疗纠纷行政调解", 30, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《医疗纠纷预防和处理条例》第40条", "S",
        "鉴定时间不计入",
        trigger="卫生健康部门受理", pauses=APPRAISAL,
    ),
    Limit(
        "MD-03-AUTOPSY", 1, "死因有异议：尸检", 48, TimeUnit.HOURS, LimitKind.STATUTORY,
        "《医疗纠纷预防和处理条例》第26条", "S",
        "具备尸体冻存条件的另算：7 日",
        trigger="患者死亡", whose="party", urgent=True,
    ),
    Limit(
        "MD-03-FROZEN", 1, "死因有异议：尸检（已冻存）", 7, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《医疗纠纷预防和处理条例》第26条", "S",
        "具备尸体冻存条件的才可以延到 7 日",
        trigger="患者死亡", whose="party", urgent=True,
    ),
    Limit(
        "MD-03-BODY", 1, "尸体存放", 14, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《医疗纠纷预防和处理条例》第27条", "S",
        trigger="尸体存放在医疗机构", whose="party", urgent=True,
    ),
    Limit(
        "TR-01-ASK", 1, "申请交警调解", 10, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《道路交通安全法实施条例》第94条", "S",
        "各方当事人一致书面申请",
        trigger="收到交通事故认定书", whose="party",
    ),
    Limit(
        "TR-01-MEDIATE", 1, "交警调解", 10, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《道路交通安全法实施条例》第95条、第96条", "S",
        "起点：丧葬办完，治疗终结或者定残，损失确定；一方起诉的终止调解",
        trigger="调解起点之日（丧葬办完、治疗终结或者定残、损失确定）", tracks=(Track.TRAFFIC_MEDIATION,),
    ),
    Limit(
        "PS-01", 1, "治安第二次调解", 7, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《治安管理处罚法》（2025）第9条；第二次调解的 7 个工作日凭记忆", "M",
        "只适用于民间纠纷引起的轻微行为；调解不成的，公安机关应当处理并告知民事途径；一名民警调解的要全程录音录像（第108条）",
        trigger="第一次调解没有达成协议",
    ),
    Limit(
        "XZ-01-TRANSFER", 1, "行政调解转送", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《深圳经济特区矛盾纠纷多元化解条例》第45条", "S",
        "没有当地规定时作参考",
        trigger="收到不属于本单位的行政调解申请",
    ),
    Limit(
        "XZ-01-ACCEPT", 1, "行政调解受理决定", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《深圳经济特区矛盾纠纷多元化解条例》第46条", "S",
        "没有当地规定时作参考",
        trigger="收到行政调解申请",
    ),
    Limit(
        "XZ-01-COMPLEX", 1, "行政调解受理决定（复杂）", 10, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "《深圳经济特区矛盾纠纷多元化解条例》第46条", "S",
        "没有当地规定时作参考",
        trigger="收到复杂事项的行政调解申请",
    ),
)  # fmt: skip
