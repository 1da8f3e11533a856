"""Reconsideration and administrative suit 行政复议, 行政诉讼; land 土地.

行政复议法 88: 3, 5, 7 and 10 日 in that Act are working days, 15, 30 and 60 日 are not.
"""

from __future__ import annotations

from jiefen.domain.clocks.limit import Limit, LimitKind, TimeUnit
from jiefen.domain.common.words import Track

ACT = "《行政复议法》（2023）"
LAND_ACT = "《农村土地承包经营纠纷调解仲裁法》"

ADMINISTRATIVE: tuple[Limit, ...] = (
    Limit(
        "AR-01", 1, "申请行政复议", 60, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第20条", "S",
        "有的事项要先复议才能起诉（第23条）；行政机关对民事纠纷的调解不能复议（第12条）",
        trigger="知道或者应当知道行政行为", whose="party",
    ),
    Limit(
        "AR-01-UNTOLD", 1, "申请行政复议（没有告知权利）", 12, TimeUnit.MONTHS, LimitKind.STATUTORY,
        f"{ACT}第20条", "S",
        "行政机关没有告知申请复议的权利、机关和期限的，最长一年",
        trigger="知道或者应当知道行政行为内容", whose="party",
    ),
    Limit(
        "AR-01-ACT", 1, "申请行政复议最长期限", 60, TimeUnit.MONTHS, LimitKind.STATUTORY,
        f"{ACT}第21条", "S",
        trigger="行政行为作出", whose="party",
    ),
    Limit(
        "AR-01-ESTATE", 1, "申请行政复议最长期限（不动产）", 240, TimeUnit.MONTHS, LimitKind.STATUTORY,
        f"{ACT}第21条", "S",
        trigger="涉及不动产的行政行为作出", whose="party",
    ),
    Limit(
        "AR-02", 1, "行政复议受理审查", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第30条、第88条", "S",
        "期满没有决定不予受理的，视为受理",
        trigger="行政复议机关收到申请",
    ),
    Limit(
        "AR-02-NOTICE", 1, "行政复议补正通知", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第31条、第88条", "S",
        trigger="行政复议机关收到申请",
    ),
    Limit(
        "AR-02-SUPPLY", 1, "行政复议补正材料", 10, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第31条、第88条", "S",
        trigger="收到补正通知", whose="party",
    ),
    Limit(
        "AR-03-ORDINARY", 1, "行政复议决定（普通程序）", 60, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第62条", "S",
        trigger="行政复议申请受理",
        extension=30, extended_by="行政复议机构负责人批准并书面告知当事人", tracks=(Track.RECONSIDERATION,),
    ),
    Limit(
        "AR-03-SIMPLE", 1, "行政复议决定（简易程序）", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{ACT}第53条、第62条", "S",
        "当场作出的行政行为、警告或者通报批评、三千元以下、政府信息公开",
        trigger="行政复议申请受理",
    ),
    Limit(
        "AR-03-COPY", 1, "行政复议发送副本（普通程序）", 7, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第48条、第88条", "S",
        trigger="行政复议申请受理",
    ),
    Limit(
        "AR-03-REPLY", 1, "行政复议被申请人答复（普通程序）", 10, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第48条、第88条", "S",
        trigger="被申请人收到副本",
    ),
    Limit(
        "AR-03-COPY-SIMPLE", 1, "行政复议发送副本（简易程序）", 3, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第54条、第88条", "S",
        trigger="行政复议申请受理",
    ),
    Limit(
        "AR-03-REPLY-SIMPLE", 1, "行政复议被申请人答复（简易程序）", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{ACT}第54条、第88条", "S",
        trigger="被申请人收到副本",
    ),
    Limit(
        "AR-04", 1, "复议后提起行政诉讼", 15, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《行政诉讼法》第45条", "S",
        trigger="收到行政复议决定书", whose="party",
    ),
    Limit(
        "AR-04-DIRECT", 1, "直接提起行政诉讼", 6, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "《行政诉讼法》第46条", "S",
        trigger="知道或者应当知道行政行为", whose="party",
    ),
)  # fmt: skip

LAND: tuple[Limit, ...] = (
    Limit(
        "LD-01-APPLY", 1, "申请农村土地承包仲裁", 24, TimeUnit.MONTHS, LimitKind.STATUTORY,
        f"{LAND_ACT}第18条", "S",
        "征收集体土地及其补偿不在这里仲裁，走行政复议或者诉讼（第2条）",
        trigger="知道或者应当知道权利被侵害", whose="party",
    ),
    Limit(
        "LD-01-ACCEPT", 1, "农村土地承包仲裁受理", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{LAND_ACT}第23条", "S",
        trigger="仲裁委员会收到仲裁申请",
    ),
    Limit(
        "LD-01-SERVE", 1, "农村土地承包仲裁送达", 5, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        f"{LAND_ACT}第24条", "S",
        trigger="仲裁申请受理",
    ),
    Limit(
        "LD-01-REPLY", 1, "农村土地承包仲裁答辩", 10, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{LAND_ACT}第25条", "S",
        "不答辩不影响仲裁",
        trigger="被申请人收到仲裁申请书副本", whose="party",
    ),
    Limit(
        "LD-01-AWARD", 1, "农村土地承包仲裁裁决", 60, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{LAND_ACT}第47条", "S",
        trigger="仲裁申请受理",
        extension=30, extended_by="仲裁委员会主任批准并书面通知当事人", tracks=(Track.LAND_ARBITRATION,),
    ),
    Limit(
        "LD-01-SUE", 1, "不服农村土地承包仲裁起诉", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        f"{LAND_ACT}第48条", "S",
        trigger="收到裁决书", whose="party",
    ),
    Limit(
        "LD-02-SUE", 1, "不服土地权属处理决定起诉", 30, TimeUnit.DAYS, LimitKind.STATUTORY,
        "《土地管理法》第14条", "S",
        "权属争议解决前，任何一方不得改变土地利用现状",
        trigger="收到人民政府的处理决定", whose="party",
    ),
    Limit(
        "LD-02-ACCEPT", 1, "土地权属争议受理", 7, TimeUnit.WORK_DAYS, LimitKind.STATUTORY,
        "土地权属争议调查处理办法", "M",
        trigger="收到土地权属争议处理申请",
    ),
    Limit(
        "LD-02-DECIDE", 1, "土地权属争议处理", 6, TimeUnit.MONTHS, LimitKind.STATUTORY,
        "土地权属争议调查处理办法", "M",
        "单位之间由县级以上人民政府处理，个人之间、个人与单位之间由乡级或者县级以上人民政府处理",
        trigger="土地权属争议受理",
    ),
)  # fmt: skip
