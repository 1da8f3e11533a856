"""Papers between the centre and a court: joint application for confirmation, referral and its answer."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.common.words import Outcome
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.agreement import standing_agreement
from jiefen.store.models import Case


def confirmation_application(case: Case, now: datetime) -> Fields | None:
    row = standing_agreement(case, "effective")  # type: ignore[arg-type]
    if row is None:
        return None
    reasons = [
        f"申请人之间因{parts.matter(case)}，经{case.holder.name}主持调解，于 {parts.day(row.effective_at)} 自愿达成调解协议。",
        "申请人保证：达成协议出于自愿，没有恶意串通、规避法律，没有损害国家利益、社会公共利益或者他人合法权益；提供的材料真实。"
        "如有虚假，愿意承担相应法律责任。",
    ]
    return {
        "parts": [
            {"heading": "申请人（双方）", "rows": parts.identity_rows(case)},
            {"heading": "申请事项", "text": ["请求依法确认双方达成的调解协议有效。"]},
            {"heading": "事实和理由", "text": reasons},
            {
                "heading": "附件",
                "text": ["调解协议书；主持调解的证明；身份证明、住址和联系方式；有关财产权利证明。"],
            },
        ],
        "remark": "自调解协议生效之日起三十日内共同提出（《人民调解法》第三十三条、《民事诉讼法》第二百零五条），不收取费用。",
        "signatures": parts.boxes("申请人", "申请人"),
        "sealed": False,
    }


def delegation_letter(case: Case, now: datetime) -> Fields:
    return {
        "to": case.holder.name,
        "lead": f"经双方当事人同意，现将{parts.matter(case)}委托你单位调解，请在收到材料之日起三十日内（委托调解的按受托程序的期限）反馈结果。",
        "parts": [{"heading": "随函移送的材料", "lines": [""]}],
        "receipt": "上述材料已收到。",
        "signatures": parts.boxes("签收人"),
    }


def delegation_feedback(case: Case, now: datetime) -> Fields | None:
    """Only what is undisputed crosses; what was offered in mediation never does (在线规则 18；特邀 22)."""
    if not case.outcome:
        return None
    undisputed = [
        line
        for text in case.sessions.filter(state="held")
        .exclude(undisputed="")
        .values_list("undisputed", flat=True)
        for line in parts.paragraphs(text)
    ]
    return {
        "to": "人民法院",
        "lead": f"贵院委派（委托）调解的{parts.matter(case)}，调解结果为：{Outcome.label_of(case.outcome)}。现随函退回材料。",
        "parts": [{"heading": "双方无争议的事实", "lines": undisputed or ["没有双方共同确认的事实。"]}],
    }
