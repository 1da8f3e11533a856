"""Invented matters for the fictional county 清和县: names, places and sums are made up, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
GIVEN = (
    "建国",
    "秀英",
    "丽华",
    "志强",
    "晓燕",
    "国庆",
    "桂兰",
    "海涛",
    "雪梅",
    "文博",
    "春生",
    "玉珍",
    "子涵",
    "立新",
    "月娥",
    "长根",
    "巧云",
    "宏伟",
    "小芳",
    "德贵",
)
FIRMS = (
    "宏达劳务有限公司",
    "安居物业服务有限公司",
    "云溪食品厂",
    "清和县第二人民医院",
    "远航汽车运输公司",
    "锦绣装饰工程部",
    "东门健身会所",
    "高田林业合作社",
)

# kind, who the other side is (p: person, 0–7: a firm), story, what is wanted, amount from–to, people from–to
STORIES: tuple[tuple[str, str, str, str, int, int, int, int], ...] = (
    ("0602", "p", "租期一年届满，交房时房东以墙面污损、空调故障为由不退押金，双方多次协商未果，租客保留了入住时的照片。", "全额返还押金", 2000, 12000, 1, 2),
    ("0602", "p", "二手房买卖签了定金合同，卖方随后以孩子上学为由不卖，只肯退还定金本金。", "双倍返还定金", 20000, 60000, 1, 2),
    ("0701", "0", "项目部自八月起拖欠工资，工人持考勤表与欠条，多次上门索要没有结果，眼看要回家过节。", "支付拖欠工资", 30000, 420000, 3, 26),
    ("0701", "2", "离职后单位以交接不清为由扣发最后一个月工资和加班费，未说明扣款依据。", "补发工资与加班费", 4000, 18000, 1, 1),
    ("0703", "2", "入职两年单位未缴社会保险，本人要求补缴被拒绝，并口头通知调岗降薪。", "补缴社保并恢复原岗位", 8000, 40000, 1, 3),
    ("0201", "p", "邻居翻修院墙抬高了地面，雨季积水倒灌进本家厨房，村里看过一次，没有说定怎么改。", "恢复排水沟", 500, 6000, 1, 2),
    ("0202", "p", "两家共用的界墙倒了一段，重砌时一方认为对方多占了二十厘米宅基地，各执一词。", "按原界址砌墙", 1000, 9000, 2, 4),
    ("0203", "p", "楼上邻居的空调外机正对卧室窗户，夜间噪声明显，协商加装隔音罩未谈拢。", "移机或加装隔音设施", 300, 3000, 1, 2),
    ("0402", "1", "小区停车费上涨未经业主表决，公共收益两年没有公示，业主代表要求说明去向。", "公示收支并退还多收费用", 5000, 90000, 8, 40),
    ("0402", "1", "外墙渗水导致家中墙面发霉，物业称不在保修范围，维修基金迟迟没有启用。", "修复渗水并赔偿损失", 3000, 20000, 1, 6),
    ("0502", "3", "术后恢复不理想，家属认为术前告知不充分，医院认为属于正常并发症，双方对责任有争议。", "说明诊疗过程并赔偿", 20000, 150000, 1, 3),
    ("0503", "4", "货车倒车时刮倒电动车，骑车人小腿骨折，保险理赔后对误工费和护理费没有谈妥。", "赔偿误工费、护理费", 8000, 60000, 1, 2),
    ("0601", "6", "办了三年健身卡，店家半年后停业转让，新经营者不承认原来的会员。", "退还剩余会费", 1200, 6800, 1, 12),
    ("0601", "5", "装修完工后瓷砖空鼓、橱柜尺寸不对，装修方只愿返工一部分，尾款也没有结清。", "返工并减免尾款", 6000, 38000, 1, 2),
    ("0804", "p", "朋友借款周转写了借条，到期后只还了利息，电话里答应分期，始终没有落实。", "分期归还借款", 10000, 200000, 1, 2),
    ("0804", "p", "亲戚间口头借款没有借条，只有转账记录，对方说是合伙投资款。", "确认借款并归还", 5000, 80000, 1, 2),
    ("0102", "p", "父母离婚后抚养费断断续续，一方要求按约定支付并补上欠付部分，同时调整探望时间。", "按月支付抚养费", 2000, 30000, 1, 2),
    ("0103", "p", "老人去世后留下一处老屋，兄妹几人对是否有口头遗嘱说法不一，房屋闲置已久。", "确定房屋份额", 30000, 300000, 3, 6),
    ("0901", "7", "承包地流转合同到期，新一轮发包价格没有公开，几户村民要求重新商定。", "公开发包并按约续签", 6000, 120000, 4, 18),
    ("0902", "p", "翻建老宅审批通过后，邻居以采光为由阻止施工，工期拖了一个多月。", "允许按批准范围施工", 2000, 20000, 1, 3),
    ("1103", "p", "阳台搭建被要求拆除，当事人认为同楼多户相同情况处理不一，要求说明依据。", "说明处理依据", 0, 0, 1, 4),
    ("1104", "p", "门前道路开挖半年未恢复，下雨积水、店铺生意受影响，多次反映没有明确工期。", "明确恢复时间", 0, 0, 2, 15),
    ("0507", "5", "帮工时从梯子上摔下受伤，雇主垫付了部分医药费，对后续费用有不同意见。", "赔偿医疗费、误工费", 6000, 50000, 1, 2),
    ("0302", "p", "业主群里被多次点名指责，称其“吃回扣”，当事人要求公开澄清并道歉。", "公开道歉、消除影响", 0, 3000, 1, 2),
    ("0505", "2", "购买的电热水器使用三个月漏电跳闸，商家让找厂家，厂家让找商家。", "退货并检测安全", 900, 3500, 1, 1),
)  # fmt: skip
CHANNELS = ("window",) * 5 + (
    "grid",
    "grid",
    "12345",
    "12345",
    "code",
    "letter",
    "online",
    "department",
    "court",
)
VILLAGES = ("001001", "001002", "001003", "002001", "002002", "002003", "101001", "101002", "101003", "102001", "102002", "102003", "103001", "103002", "104001", "104002")  # fmt: skip
NOTES = (
    "已电话联系双方，约定下周到场面谈。",
    "到现场看过，拍了照片，双方对事实没有大的分歧。",
    "申请人补交了合同和转账记录。",
    "对方愿意协商，希望分两期支付。",
    "请社区一起做了工作，双方情绪平稳。",
)
SUMMARIES = (
    "双方当面核对了账目，达成一致：{amount} 元，一周内付清。",
    "被申请人当场致歉，双方同意按约定方案处理，支付 {amount} 元。",
    "经两次调解达成协议，{amount} 元分两期支付，互不追究。",
)
AGREED_FACTS = (
    "双方核对了合同、转账记录和现场照片，对事情经过没有争议，争议在于数额；被申请人承认应当承担责任。",
    "申请人提交了收据和聊天记录，被申请人认可其中大部分，双方同意按核对后的结果履行。",
    "调解员到现场查看并询问了邻居，双方对原因各有责任这一点意见一致，责任主要在被申请人一方。",
)
FAILED = (
    "双方分歧较大，未能达成一致，已书面告知可以起诉或申请仲裁。",
    "被申请人明确表示不同意调解，已终止调解并告知其他途径。",
)


@dataclass(frozen=True)
class Matter:
    """An invented dispute, the day it came in, and how far it has got (a key of `WAYS`)."""

    fields: dict[str, str]
    flags: tuple[str, ...]
    at: datetime
    way: str
    chance: random.Random = field(compare=False, repr=False)


# How far a matter has got, with its weight among all.
WAYS = {
    "new": 20, "late_new": 3, "accepted": 6, "completing": 6, "assigned": 14, "returned": 5, "ruling": 2,
    "handling": 62, "late_handling": 5, "reviewing": 10, "reviewed": 5, "closed": 70, "archived": 55, "failed": 16,
    "declined": 8, "withdrawn": 6, "merged": 4, "reopened": 3, "paused": 4, "forwarded": 3,
}  # fmt: skip
RECENT = {
    "new": 0.05,
    "late_new": 2,
    "accepted": 0.06,
    "completing": 3,
    "assigned": 0.2,
    "returned": 0.15,
    "ruling": 1,
    "reviewing": 6,
    "reviewed": 7,
    "reopened": 0.3,
}


def matters(n: int, *, now: datetime, division: str, seed: int = 20261123) -> Iterator[Matter]:
    """`n` matters ending now, oldest first; the same seed gives the same county."""
    chance = random.Random(seed)  # noqa: S311  (invention, not security)
    names, weights = list(WAYS), list(WAYS.values())
    ways = names + chance.choices(names, weights, k=max(0, n - len(names)))
    made = [_matter(way, now=now, division=division, chance=chance) for way in ways[:n]]
    return iter(sorted(made, key=lambda matter: matter.at))


def _matter(way: str, *, now: datetime, division: str, chance: random.Random) -> Matter:
    kind, other, story, wanted, low, high, few, many = chance.choice(STORIES)
    applicant, place = _name(chance), division + chance.choice(VILLAGES)
    people = chance.randint(few, many)
    amount = round(chance.uniform(low, high), -2) if high else 0
    flags: tuple[str, ...] = ("wages",) if kind == "0701" and people > 2 else ()
    if kind.startswith("11") and way not in ("returned", "ruling"):
        flags += ("petition",)  # a petition is not returned but objected to
    fields = {
        "applicant_name": applicant,
        "applicant_phone": f"13{chance.randint(0, 9)}{chance.randint(10**7, 10**8 - 1)}",
        "applicant_id": invented_id(chance, division=division),
        "respondent_kind": "person" if other == "p" else "organisation",
        "respondent_name": _name(chance, unlike=applicant) if other == "p" else FIRMS[int(other)],
        "respondent_phone": f"15{chance.randint(0, 9)}{chance.randint(10**7, 10**8 - 1)}"
        if chance.random() < 0.6
        else "",
        "kind": kind,
        "place": place,
        "channel": chance.choice(CHANNELS),
        "story": f"{applicant}反映：{story}" if people < 3 else f"{applicant}等 {people} 人反映：{story}",
        "wanted": wanted,
        "amount": f"{amount:.2f}" if amount else "",
        "people": str(people),
        "weight": "major"
        if amount >= 100_000 or people >= 10
        else "larger"
        if amount >= 10_000
        else "simple",
    }
    at = _moment(way, now=now, weight=fields["weight"], chance=chance)
    fields["happened_on"] = str((at - timedelta(days=chance.randint(2, 90))).date())
    return Matter(fields=fields, flags=flags, at=at, way=way, chance=chance)


def _moment(way: str, *, now: datetime, weight: str, chance: random.Random) -> datetime:
    """When it came in: recent states are young, closed ones spread over half a year."""
    young = {"simple": 0.5, "larger": 4, "major": 20}[weight]
    if way in ("handling", "paused", "forwarded"):
        return now - timedelta(days=chance.uniform(0.2, 1) * young, hours=1)
    if way == "late_handling":
        return now - timedelta(days=young * 1.3 + 8)
    days = RECENT.get(way)
    return now - (
        timedelta(days=days * chance.uniform(0.5, 1.5)) if days else timedelta(days=chance.uniform(12, 180))
    )


def _name(chance: random.Random, *, unlike: str = "") -> str:
    name = chance.choice(SURNAMES) + chance.choice(GIVEN)
    return name if name != unlike else _name(chance, unlike=unlike)


def invented_id(chance: random.Random, *, division: str) -> str:
    """A well-formed identity number of nobody: right check digit, fictional division."""
    body = f"{division}{chance.randint(1955, 2003)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{chance.randint(0, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
