"""Kinds of dispute: GB/T 31000-2015 event classes as the primary list, with crosswalks.

Source: law.md § 4.1 B (primary), A (Ministry of Justice statistics), C (petition classes); confidence S2, a
compatible mapping not checked against the standard's text. Kinds in use are data; this list is the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass

GROUPS: dict[str, str] = {
    "01": "婚恋家庭",
    "02": "邻里",
    "03": "人格权",
    "04": "物权相关",
    "05": "侵权相关",
    "06": "合同及相关",
    "07": "劳动人事",
    "08": "金融借贷",
    "09": "土地及资源权属",
    "10": "其他民商事",
    "11": "城乡建设发展",
    "12": "涉民政",
    "13": "其他行政执法",
    "14": "涉法涉诉",
    "15": "涉组织涉纪检",
    "16": "涉民族宗教",
    "99": "其他",
}

_NAMES = """
0101 恋爱及婚姻|0102 抚养赡养监护|0103 分家与继承|0199 其他婚恋家庭
0201 用水排水通行通风采光|0202 相邻土地建筑利用|0203 相邻污染损害防止|0299 其他邻里
0301 姓名肖像|0302 名誉隐私|0303 身体健康及人身自由|0399 其他人格权
0401 财物返还及损害赔偿|0402 物业及其管理|0403 房屋等不动产登记|0499 其他物权
0501 教育机构责任|0502 医疗损害|0503 交通事故|0504 环境污染|0505 产品责任|0506 网络侵权|0507 劳务损害|0599 其他侵权
0601 消费及服务|0602 房产买卖租赁|0603 交易贸易|0604 运输仓储|0699 其他合同
0701 劳动合同、劳务派遣及劳动报酬|0702 社会保险|0703 福利待遇|0704 人事争议|0799 其他劳动人事
0801 证券基金期货|0802 投资信托理财|0803 保险|0804 借贷及担保|0899 其他金融
0901 土地承包经营|0902 宅基地使用|0903 山林矿产|0904 水域水利|0999 其他土地资源
1001 知识产权|1002 公司企业设立解散|1003 海事海商|1004 竞争|1005 票据与信用证|1006 无因管理与不当得利|1099 其他民商事
1101 国有土地上房屋征收|1102 农村集体土地征用|1103 城乡规划及拆违|1104 基础设施及市政市容|1105 移民安置|1199 其他城乡建设
1201 村（社区）选举和管理|1202 优抚救助|1203 区划边界|1299 其他涉民政
1301 城市管理|1302 教育文体|1303 工商税务|1304 安全生产|1305 交通运输|1306 海事渔事|1307 计划生育|1399 其他行政执法
1401 涉公安|1402 涉检察院|1403 涉法院|1404 涉司法行政
1501 涉组织人事|1502 涉纪检监察|1599 其他组织纪检
1601 涉民族|1602 涉宗教
9999 其他纠纷
"""

# Ministry of Justice people's-mediation statistics (law.md § 4.1 A), by kind or else by group.
_JUSTICE = {
    "01": "婚姻家庭",
    "02": "邻里",
    "03": "损害赔偿",
    "04": "损害赔偿",
    "05": "损害赔偿",
    "06": "合同",
    "07": "其他劳动争议",
    "08": "合同",
    "09": "山林土地",
    "10": "生产经营",
    "11": "征地拆迁",
    "0402": "物业",
    "0403": "房屋宅基地",
    "0502": "医疗",
    "0503": "道路交通事故",
    "0504": "环境污染",
    "0506": "损害赔偿",
    "0601": "其他消费",
    "0603": "生产经营",
    "0604": "生产经营",
    "0602": "房屋宅基地",
    "0902": "房屋宅基地",
    "1103": "房屋宅基地",
    "1104": "其他",
    "0203": "邻里",
}

# Petition content classes, level 1 (law.md § 4.1 C, as one county's export shows them; confidence S2).
_PETITION = {
    "01": "民政与应急",
    "02": "房产物业",
    "03": "政法",
    "04": "房产物业",
    "05": "政法",
    "06": "经济管理",
    "07": "劳动和社会保障",
    "08": "经济管理",
    "09": "自然资源",
    "10": "市场监督",
    "11": "城乡建设",
    "12": "民政与应急",
    "13": "党务政务",
    "14": "政法",
    "15": "纪检监察",
    "16": "党务政务",
    "0402": "房产物业",
    "0502": "卫生健康",
    "0503": "交通运输",
    "0504": "生态环境",
    "0501": "教育",
    "0601": "经济管理",
    "0603": "市场监督",
    "0902": "农村农业",
    "0901": "农村农业",
    "1302": "教育",
    "1303": "市场监督",
    "1304": "民政与应急",
    "1305": "交通运输",
    "1501": "组织人事",
}


@dataclass(frozen=True)
class DisputeKind:
    """One kind of dispute. `code` is four digits, the first two its group."""

    code: str
    label: str

    @property
    def group(self) -> str:
        return self.code[:2]

    @property
    def group_label(self) -> str:
        return GROUPS[self.group]

    @property
    def justice(self) -> str:
        """Heading in the Ministry of Justice monthly table (18 headings)."""
        return _JUSTICE.get(self.code) or _JUSTICE.get(self.group, "其他")

    @property
    def petition(self) -> str:
        """Level-1 petition class."""
        return _PETITION.get(self.code) or _PETITION.get(self.group, "其他")


KINDS: dict[str, DisputeKind] = {
    code: DisputeKind(code=code, label=label)
    for code, _, label in (part.partition(" ") for part in _NAMES.replace("\n", "|").split("|") if part)
}


def kind_label(code: str) -> str:
    """The label of a kind, or the code when it is no longer in the list."""
    return KINDS[code].label if code in KINDS else code
