"""What stands in the sample of each code beside what all share."""

from __future__ import annotations

from typing import Any

from document_fields_official import BOTH, BRIEF, OFFICIAL, RECEIVED, RIGHTS
from document_samples import (
    AGREEMENT,
    APPLICANT,
    DRAWN,
    FACTS,
    LI,
    MINUTES,
    RESPONDENT,
    ROUTES,
    SHARED,
    WANG,
    ZHANG,
    Fields,
    notice,
    rows,
    sheet,
    signed,
    story,
)

from jiefen.domain.documents.catalogue import DOCUMENTS, document

CATALOGUE = ["人民调解申请书", "当事人权利义务告知书", "身份证明", "人民调解调查记录", "证据材料清单"]
CATALOGUE += ["人民调解记录", "人民调解协议书", "履行凭证（收条）", "人民调解回访记录", "卷宗情况说明"]
FIELDS: dict[str, Fields] = {
    "cover": {
        "title": "人民调解卷宗",
        "matter": "房屋租赁押金返还纠纷",
        "parties": [{"role": "申请人", "name": LI}, {"role": "被申请人", "name": ZHANG}],
        "mediators": [WANG],
        "begun": "2026-11-03",
        "ended": "2026-11-05",
        "filed_by": "赵小满",
        "filed_on": "2026-12-08",
        "keep": "长期（三十年）",
        "pieces": 10,
        "pages": 26,
    },
    "catalogue": {
        "rows": [
            {"no": at + 1, "title": title, "pages": f"{2 * at + 1}—{2 * at + 2}", "note": ""}
            for at, title in enumerate(CATALOGUE)
        ],
        "filed_by": "赵小满",
    },
    "application": sheet(
        APPLICANT,
        RESPONDENT,
        story("纠纷简要情况", FACTS),
        story("申请事项", "1. 请求返还房屋租赁押金 8,600 元。", "2. 请求一次了结本次租赁的全部争议。"),
        statement="人民调解委员会已将申请人民调解的有关规定告知我，我自愿申请人民调解。",
        signatures=signed(("申请人", LI)),
        sealed=False,
    ),
    "acceptance": sheet(
        {"rows": rows(("登记时间", "2026-11-03 09:12"), ("登记地点", "3 号窗口"))},
        APPLICANT,
        RESPONDENT,
        {
            "heading": "受理",
            "rows": [
                *rows(("纠纷类型", "房屋租赁纠纷"), ("案件来源", "①当事人申请")),
                *rows(("简要情况", FACTS), wide=True),
            ],
        },
        signatures=signed(("申请人", LI), ("登记人", "赵小满")),
        remark="双方均同意由王静安调解。",
    ),
    "rights_notice": notice(
        BOTH,
        "依照《中华人民共和国人民调解法》，现将人民调解的性质、原则、效力和当事人的权利义务告知如下。",
        ("性质、原则和效力", ["人民调解是群众性自治组织化解民间纠纷的活动，坚持自愿、平等、合法。"]),
        ("您的权利和义务", RIGHTS),
        **RECEIVED,
    ),
    "power_of_attorney": sheet(
        {
            "heading": "委托人",
            "rows": rows(("姓名", LI), ("联系方式", "138****3307")),
        },
        {"heading": "受委托人", "rows": rows(("姓名", "周远"), ("与委托人关系", "姐弟"))},
        story(
            "委托事项和权限",
            "代为参加本案人民调解，代为承认、放弃、变更请求，代为签订调解协议（特别授权）。",
        ),
        signatures=signed(("委托人", LI), ("受委托人", "周远"), drawn=False),
        sealed=False,
        wet=True,
    ),
    "investigation": MINUTES | {"people": MINUTES["people"][2:]},
    "evidence_list": sheet(
        {
            "table": {
                "heads": ["序号", "名称", "种类", "证明什么", "原件", "页数"],
                "widths": [1, 4, 2, 5, 1.6, 1.4],
                "rows": [
                    ["1", "房屋租赁合同", "书证", "租期、押金数额", "核对", "4"],
                    ["2", "押金转账记录", "电子数据", "已付押金 8,600 元", "核对", "1"],
                    ["3", "墙面照片", "照片", "退租时的墙面", "复印", "6"],
                ],
            }
        },
        signatures=signed(("提交人", LI), ("接收人", "赵小满")),
        sealed=False,
    ),
    "minutes": MINUTES,
    "agreement": AGREEMENT,
    "oral_agreement": sheet(
        APPLICANT,
        RESPONDENT,
        story("纠纷主要事实、争议事项", FACTS),
        story("协议内容", "张柏川当场返还李秋禾押金 6,400 元，双方再无争议。"),
        {"rows": rows(("履行方式", "当场转账"), ("履行时限", "当场履行"))},
        signatures=signed(("人民调解员", WANG)),
    ),
    "receipt_of_performance": sheet(
        {
            "rows": [
                *rows(("协议编号", "（2026）清城人调字第 128 号"), ("付款日期", "2026-11-28")),
                *rows(("金额", "人民币 6,400.00 元"), ("大写", "陆仟肆佰元整")),
            ]
        },
        statement="今收到张柏川依照上述调解协议支付的款项，数额如上，无误。",
        signatures=signed(("收款人", LI), ("付款人", ZHANG)),
        sealed=False,
    ),
    "visit_record": sheet(
        {
            "rows": [
                *rows(("当事人", BOTH), ("协议编号", "（2026）清城人调字第 128 号")),
                *rows(("回访时间", "2026-12-02"), ("回访方式", "电话")),
                *rows(("回访事由", "了解协议履行情况"), wide=True),
                *rows(("履行情况", "全部履行"), ("满意程度", "满意")),
                *rows(("是否起诉", "没有起诉"), ("激化苗头", "没有")),
                *rows(("采取的措施", "无"), wide=True),
            ]
        },
        signatures=signed(("回访人", WANG)),
        sealed=False,
    ),
    "closing_report": BRIEF,
    "termination_notice": notice(
        BOTH,
        "关于房屋租赁押金返还纠纷，经调解，双方未能达成协议。依照《中华人民共和国人民调解法》第二十六条，现终止调解。",
        ("终止的原因", ["当事人一方明确拒绝继续调解。"]),
        routes=ROUTES,
        routes_note="剩余时间按登记的日期推算，是否超过由受理机关审查。",
    ),
    "confirmation_application": sheet(
        APPLICANT,
        RESPONDENT,
        story("请求事项", "请求确认（2026）清城人调字第 128 号人民调解协议书有效。"),
        story("事实和理由", FACTS, "2026 年 11 月 5 日，经城关镇人民调解委员会调解，双方自愿达成上述协议。"),
        statement=[
            "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如因协议内容给他人造成损害，愿意承担相应的民事责任。",
            "此致　清和县人民法院",
        ],
        signatures=signed(("申请人", LI), ("申请人", ZHANG)),
        remark="附件：调解协议书；调解组织证明；身份证明；财产权利证明。",
        sealed=False,
    ),
    "delegation_letter": notice(
        "城关镇人民调解委员会",
        "我院收到李秋禾诉张柏川房屋租赁合同纠纷一案的材料。经双方当事人同意，现委托你单位调解。",
        ("调解期限", ["自接受委托之日起三十日，双方同意延长的可以延长。"]),
        ("要求", ["期满后三日内将结果和材料退回。", "调解中当事人的让步不得在诉讼中作为对其不利的证据。"]),
        attached=["起诉状副本", "证据材料复印件", "当事人同意调解的记录"],
    ),
    "delegation_feedback": notice(
        "清和县人民法院",
        "贵院委托调解的李秋禾与张柏川房屋租赁合同纠纷，现将调解情况反馈如下。",
        ("调解结果", ["双方于 2026 年 11 月 5 日达成调解协议。"]),
        ("双方无争议的事实", [FACTS]),
        attached=["人民调解协议书"],
    ),
    "file_note": sheet(
        story("需要说明的情况", "第 12 页证据照片为复印件，原件由申请人保存；其余材料齐全。"),
        signatures=signed(("立卷人", "赵小满"), ("检查人", "孙明")),
        sealed=False,
    ),
    "back_cover": sheet(
        {
            "rows": [
                *rows(("本卷共", "10 件 26 页"), ("立卷日期", "2026-12-08")),
                *rows(("说明", "无"), wide=True),
            ]
        },
        signatures=signed(("立卷人", "赵小满"), ("检查人", "孙明")),
        sealed=False,
    ),
    "extension_notice": notice(
        BOTH,
        "您的纠纷因需要委托鉴定，不能在原定期限内办结，经批准延长办理期限。",
        ("原定期限", ["2026 年 12 月 3 日"]),
        ("延长至", ["2027 年 1 月 2 日"]),
    ),
    "supervision_order": notice(
        "城关镇人民调解委员会",
        "下列事项已超过办理期限，请抓紧办理，并按时书面回复。",
        ("督办事项", ["李秋禾与张柏川房屋租赁押金返还纠纷，签收已超期 4 小时。"]),
        ("要求", ["2 个工作小时内签收并联系双方当事人。", "2026 年 11 月 6 日 12 时前书面说明超期原因。"]),
    ),
    "transfer_letter": notice(
        "清和县住房和城乡建设局",
        "现将李秋禾反映的房屋租赁中介违规收费事项转你单位依职责办理，请在期限内将结果反馈本中心。",
        ("主要情况", [FACTS]),
        ("办理期限", ["收到之日起 15 日内告知是否受理。"]),
        attached=["受理登记表", "证据材料清单"],
    ),
    "care_note": notice(
        "湖滨社区居民委员会",
        "办理中了解到下列情况，请给予关心。本单内容只用于帮助当事人，请勿外传。",
        ("情况", ["当事人独居，近期情绪低落。"]),
        ("建议", ["一周内上门走访一次。", "如发现紧急情况，请立即拨打 110 或者 120。"]),
    ),
    **OFFICIAL,
}


def sample(code: str) -> Fields:
    """Everything the layout of this document takes."""
    return {"title": document(code).title} | SHARED | FIELDS[code]


def samples() -> dict[str, Fields]:
    return {row.code: sample(row.code) for row in DOCUMENTS}


def hostile(value: Any, text: str) -> Any:
    """The same structure with every text changed; dates, drawings and QR stay what they are."""
    if isinstance(value, dict):
        keep = ("date", "picture_svg", "qr")
        return {name: told if name in keep else hostile(told, text) for name, told in value.items()}
    if isinstance(value, list):
        return [hostile(told, text) for told in value]
    return text if isinstance(value, str) and value != DRAWN else value
