"""One full sample of every document. People, numbers and places are invented."""

from __future__ import annotations

from typing import Any

from jiefen.domain.agreement.strokes import picture

Fields = dict[str, Any]
LI, ZHANG, WANG = "李秋禾", "张柏川", "王静安"
FACTS = (
    "2025 年 10 月 16 日，李秋禾承租张柏川位于清和县湖滨花园 6 幢的房屋，租期一年，交付押金 8,600 元。2026 年 10 月 15 日"
    "租期届满，张柏川以墙面污损、空调故障为由拒绝退还押金，双方遂生争议。"
)
DRAWN = picture([[(80, 200), (200, 80), (320, 220), (420, 120)], [(480, 90), (620, 210), (760, 100)]])
SHARED: Fields = {
    "centre": "清和县社会治安综合治理中心",
    "committee": "城关镇人民调解委员会",
    "number": "（2026）清城人调字第 128 号",
    "case_number": "清矛调〔2026〕01284 号",
    "verify_code": "7KQ2-M9XD-4T3F",
    "qr": "https://jiefen.example/v/7KQ2M9XD4T3F",
    "digest": "9f2c1e0b4a7d55e88c3f61a2b90d7e4416fa0c92d8b35e7731aa64cf02be98d1",
    "date": "2026-11-05T10:20:00+08:00",
    "seal": {"name": "城关镇人民调解委员会", "note": "演示章"},
}


def rows(*pairs: tuple[str, str], wide: bool = False) -> list[Fields]:
    return [{"label": label, "value": told, "wide": wide} for label, told in pairs]


def person(role: str, name: str, *, sex: str, born: str, phone: str, home: str) -> Fields:
    told = (("姓名", name), ("性别", sex), ("民族", "汉族"), ("出生日期", born))
    wide = rows(("职业或职务", "个体经营"), ("联系方式", phone)) + rows(("单位或住址", home), wide=True)
    return {"heading": role, "rows": [*rows(*told), *wide]}


APPLICANT = person(
    "申请人", LI, sex="女", born="1993 年 5 月 2 日", phone="138****3307", home="清和县城东街道湖滨社区"
)
RESPONDENT = person(
    "被申请人", ZHANG, sex="男", born="1975 年 9 月 18 日", phone="139****9912", home="清和县城西街道百花社区"
)


def signed(*who: tuple[str, str], drawn: bool = True) -> list[Fields]:
    return [
        {
            "role": role,
            "name": name,
            "level": "实名账号＋短信验证码" if drawn else "",
            "at": "2026-11-05 10:18" if drawn else "",
            "picture_svg": DRAWN if drawn else "",
        }
        for role, name in who
    ]


def sheet(*parts: Fields, **more: Any) -> Fields:
    return {"parts": list(parts), **more}


def story(heading: str, *lines: str) -> Fields:
    return {"heading": heading, "text": list(lines)}


AGREEMENT: Fields = {
    "parties": [
        {
            "role": "申请人",
            "name": LI,
            "kind": "自然人",
            "id_number": "371***********0021",
            "phone": "138****3307",
            "address": "清和县城东街道湖滨社区",
        },
        {
            "role": "被申请人",
            "name": ZHANG,
            "kind": "自然人",
            "id_number": "371***********0017",
            "phone": "139****9912",
            "address": "清和县城西街道百花社区",
        },
    ],
    "facts": FACTS,
    "terms": [
        {
            "no": 1,
            "kind": "付款",
            "giver": ZHANG,
            "taker": LI,
            "text": "返还房屋租赁押金",
            "amount": "6,400.00",
            "amount_words": "陆仟肆佰元整",
            "due": "2026-11-30",
            "how": "银行转账至李秋禾指定账户，付款凭证交人民调解委员会备案",
        },
        {
            "no": 2,
            "kind": "行为",
            "giver": LI,
            "taker": ZHANG,
            "text": "交还房屋钥匙两把、门禁卡一张",
            "amount": "",
            "amount_words": "",
            "due": "2026-11-10",
            "how": "在城关镇人民调解委员会当面交接",
        },
    ],
    "extra": "李秋禾自愿放弃其余押金 2,200 元的请求，作为墙面修复及空调检修费用；双方就本次房屋租赁再无其他争议。",
    "copies": 3,
    "place": "清和县社会治安综合治理中心第二调解室",
    "effect": "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖印章之日起生效。双方知悉：可自协议生效之日起"
    "三十日内共同向有管辖权的人民法院申请司法确认。",
    "effective_on": "2026年11月5日",
    "mediators": [WANG],
    "recorders": ["赵小满"],
    "signatures": signed(("申请人", LI), ("被申请人", ZHANG), ("人民调解员", WANG), ("记录人", "赵小满")),
    "level_sentence": "电子签名方式：实名账号＋短信验证码＋手写签名，不是第三方认证的可靠电子签名；需要时请另签纸质件。",
}
MINUTES: Fields = {
    "head": rows(
        ("时间", "2026 年 11 月 5 日 9 时 00 分至 10 时 20 分"),
        ("地点", "第二调解室"),
        ("事由", "房屋租赁押金返还"),
    ),
    "people": [
        {"role": "申请人", "name": LI, "told": "女，1993 年生，城东街道湖滨社区，138****3307"},
        {"role": "被申请人", "name": ZHANG, "told": "男，1975 年生，城西街道百花社区，139****9912"},
        {"role": "参加人", "name": "陈望", "told": "湖滨社区网格员，经双方同意邀请"},
        {"role": "人民调解员", "name": WANG, "told": "城关镇人民调解委员会"},
    ],
    "parts": [
        {
            "heading": "告知",
            "lines": ["调解员宣读当事人权利义务，询问是否申请回避。双方均表示清楚，不申请回避，同意调解。"],
        },
        {
            "heading": "陈述与询问",
            "lines": [
                {"who": "问", "text": "押金为什么没有退？"},
                {"who": "答", "text": "墙面有几处污损，空调也不制冷，修好要花两千多元，我想从押金里扣。"},
                {"who": LI, "text": "墙面是正常使用，空调在我入住时就有毛病，但我愿意承担一部分。"},
            ],
        },
        {"heading": "查明的事实", "lines": [FACTS]},
        {"heading": "结果", "lines": ["双方达成一致，另行制作人民调解协议书。"]},
    ],
    "statement": "以上记录已交当事人阅读（已向当事人宣读），确认无误。",
    "signatures": signed(("申请人", LI), ("被申请人", ZHANG), ("人民调解员", WANG), ("记录人", "赵小满")),
}
ROUTES = [
    {
        "name": "民事诉讼",
        "where": "清和县人民法院",
        "left": "还有 2 年 11 个月",
        "note": "诉讼时效期间三年，自知道权利受到损害之日起计算；向人民调解委员会请求调解时中断。",
    },
    {
        "name": "法律援助",
        "where": "清和县法律援助中心",
        "left": "随时可以申请",
        "note": "经济困难的，可以申请法律援助。",
    },
    {"name": "仲裁", "where": "双方另有仲裁协议的，向约定的仲裁委员会", "left": "按约定", "note": ""},
]


def notice(to: str, lead: str, *parts: tuple[str, list[str]], **more: Any) -> Fields:
    told = [{"heading": heading, "lines": lines, "numbered": len(lines) > 1} for heading, lines in parts]
    return {"to": to, "lead": lead, "parts": told, "contact": "咨询电话 0538-6012345", **more}
