"""The samples of administrative mediation and of petitions, and what they share with the others."""

from __future__ import annotations

from document_samples import (
    AGREEMENT,
    APPLICANT,
    FACTS,
    LI,
    MINUTES,
    RESPONDENT,
    ROUTES,
    WANG,
    ZHANG,
    Fields,
    notice,
    rows,
    sheet,
    signed,
    story,
)

BOTH = f"{LI}、{ZHANG}"
RIGHTS = [
    "选择或者接受人民调解员；接受调解、拒绝调解或者要求终止调解。",
    "要求调解公开进行或者不公开进行；自主表达意愿、自愿达成调解协议。",
    "如实陈述纠纷事实；遵守调解现场秩序，尊重人民调解员；尊重对方当事人行使权利。",
    "调解不收取任何费用，不影响您依法提起诉讼、仲裁、行政复议和信访的权利。",
]
RECEIVED: Fields = {
    "receipt": "以上内容我已经看过（听过），清楚明白。",
    "signatures": signed(("申请人", LI), ("被申请人", ZHANG)),
}
BRIEF = sheet(
    {
        "rows": [
            *rows(("立案日期", "2026-11-03"), ("承办人", WANG), ("当事人", BOTH), ("案件来源", "当事人申请")),
            *rows(("纠纷简要情况", FACTS), ("承办意见", "符合受理条件，建议受理。"), wide=True),
        ]
    },
    signatures=signed(("承办人", WANG), ("负责人", "孙明")),
)
OFFICIAL: dict[str, Fields] = {
    "adm_filing": BRIEF,
    "adm_application": sheet(
        APPLICANT, RESPONDENT, story("申请事项", "请求调解押金返还。"), signatures=signed(("申请人", LI))
    ),
    "adm_opinion": notice(
        ZHANG,
        "李秋禾就与您的房屋租赁押金返还纠纷申请行政调解。行政调解以双方自愿为前提，请在五个工作日内书面答复是否同意。",
        ("您的意见", ["□ 同意调解　　□ 不同意调解"]),
        receipt="被申请人意见以勾选和签名为准。",
        signatures=signed(("被申请人", ZHANG), drawn=False),
    ),
    "adm_acceptance": notice(
        BOTH, "经审查，您的行政调解申请符合条件，本机关决定受理。", ("调解人员", [WANG])
    ),
    "adm_refusal": notice(
        LI, "经审查，本机关决定不予受理。", ("理由", ["对方当事人不同意行政调解。"]), routes=ROUTES
    ),
    "adm_meeting": notice(
        BOTH, "请按时参加调解会。", ("时间", ["2026 年 11 月 5 日 9 时"]), ("地点", ["第二调解室"])
    ),
    "adm_rights": notice(
        BOTH, "现将行政调解中当事人的权利义务告知如下。", ("权利和义务", RIGHTS), **RECEIVED
    ),
    "adm_agreement": AGREEMENT | {"wet": True, "signatures": signed(("申请人", LI), ("被申请人", ZHANG))},
    "adm_termination": notice(
        BOTH, "调解未达成协议，现终止调解。", ("原因", ["期限届满未达成协议。"]), routes=ROUTES
    ),
    "adm_closing": BRIEF,
    "pet_acceptance": notice(
        LI, "您提出的信访事项，本机关决定受理。", ("办理期限", ["自受理之日起 60 日内办结。"])
    ),
    "pet_transfer": notice(
        "清和县住房和城乡建设局",
        "现将下列信访事项转送你单位办理。",
        ("事项", [FACTS]),
        ("要求", ["15 日内告知是否受理。", "按期反馈办理结果。"]),
    ),
    "pet_extension": notice(LI, "因情况复杂，经批准延长办理期限 30 日。", ("延长至", ["2027 年 2 月 1 日"])),
    "pet_hearing": MINUTES | {"statement": "听证参加人核对笔录无误后签名。"},
    "pet_opinion": notice(
        LI,
        "关于您提出的信访事项，现答复如下。",
        ("请求和查明的事实", [FACTS]),
        ("依据和意见", ["依照《信访工作条例》第三十二条，支持您的请求。"]),
        routes=[
            {
                "name": "请求复查",
                "where": "清和县人民政府",
                "left": "还有 30 日",
                "note": "收到本意见书之日起 30 日内书面提出。",
            }
        ],
    ),
    "pet_review": notice(
        LI,
        "关于您请求复查的信访事项，现作出复查意见。",
        ("意见", ["维持原处理意见。"]),
        routes=["请求复核：30 日内"],
    ),
}
