"""The papers of people's mediation from what the case has (司发通〔2010〕239号 family; 人民调解法)."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.agreement.words import AgreementForm
from jiefen.domain.common import moments
from jiefen.domain.common.words import FAILED, Channel, Outcome, PartySide, Track
from jiefen.domain.intake.numbering import display
from jiefen.domain.mediation.words import SessionResult
from jiefen.domain.oversight.words import Content, VisitSource
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents.paper_fields import Fields
from jiefen.reports.documents.papers_agreement import EFFECT
from jiefen.reports.mediation.minutes import minutes_fields
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import materials
from jiefen.store.models import Attachment, Case

RIGHTS = (
    "选择或者接受人民调解员；",
    "接受调解、拒绝调解或者要求终止调解；",
    "要求调解公开进行或者不公开进行；",
    "自主表达意愿、自愿达成调解协议。",
)
DUTIES = (
    "如实陈述纠纷事实；",
    "遵守调解现场秩序，尊重人民调解员；",
    "尊重对方当事人行使权利。",
)


def application(case: Case, now: datetime) -> Fields:
    return {
        "parts": [
            {"heading": "当事人", "rows": parts.identity_rows(parts.principals(case))},
            {"heading": "纠纷简要情况", "text": parts.paragraphs(case.story) or [""]},
            {"heading": "申请事项", "text": parts.paragraphs(case.wanted) or [""]},
        ],
        "statement": "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解。调解不收取任何费用。",
        "signatures": parts.boxes("申请人"),
        "sealed": False,
    }


def acceptance(case: Case, now: datetime) -> Fields:
    rows = [
        {
            "label": "登记时间",
            "value": f"{parts.day(case.registered_at)} {moments.clock(case.registered_at)}",
        },
        {"label": "纠纷类型", "value": parts.matter(case)},
        {"label": "案件来源", "value": Channel.label_of(case.channel)},
        {"label": "登记人", "value": case.registered_by.name},
    ]
    return {
        "parts": [
            {"heading": "登记", "rows": rows},
            {"heading": "当事人", "rows": parts.identity_rows(parts.principals(case))},
            {"heading": "纠纷简要情况", "text": parts.paragraphs(case.story) or [""]},
        ],
        "signatures": parts.boxes("当事人", "登记人"),
    } | parts.at(case.registered_at)


def rights_notice(case: Case, now: datetime) -> Fields:
    return {
        "to": parts.everybody(case),
        "lead": "人民调解是在自愿、平等的基础上，由人民调解委员会主持，帮助当事人协商解决民间纠纷的活动，不收取任何费用。依照《中华人民共和国人民调解法》，告知如下。",
        "parts": [
            {"heading": "您的权利（第二十三条）", "lines": list(RIGHTS), "numbered": True},
            {"heading": "您的义务（第二十四条）", "lines": list(DUTIES), "numbered": True},
            {
                "heading": "调解协议的效力（第三十一条至第三十三条）",
                "lines": [EFFECT.replace("本协议", "调解协议")],
            },
            {
                "heading": "不影响其他途径（第三条）",
                "lines": ["您可以随时依法起诉、申请仲裁、行政复议或者信访，任何人不得因调解阻止您。"],
            },
        ],
        "receipt": "以上内容已向我宣读，我已知悉。",
        "signatures": parts.boxes("申请人", "被申请人", "人民调解员"),
    }


def power_of_attorney(case: Case, now: datetime) -> Fields | None:
    """One principal and their agents: whose agents they are is not on record, so the principal is written in by pen."""
    agents = [
        {"label": "代理人", "value": name, "wide": True}
        for name in case.parties.filter(side=PartySide.REPRESENTATIVE).values_list("name", flat=True)
    ]
    principal = [{"label": label, "value": ""} for label in ("姓名或名称", "身份", "证件号码", "联系电话")]
    return {
        "parts": [
            {"heading": "委托人（只写一方）", "rows": principal},
            {"heading": "受委托人", "rows": agents or [{"label": "姓名", "value": "", "wide": True}]},
            {
                "heading": "委托事项和权限",
                "text": [
                    f"在{parts.matter(case)}的调解中代为参加。权限：",
                    "□ 一般代理：陈述事实、提出意见、代为提交和签收材料。",
                    "□ 特别授权：代为承认、放弃、变更请求，达成协议，签署调解协议书。",
                ],
            },
        ],
        "remark": "同一受委托人不得同时代理双方当事人。",
        "signatures": parts.boxes("委托人", "受委托人"),
        "sealed": False,
    }


def investigation(case: Case, now: datetime) -> Fields:
    return {
        "head": [
            {"label": "时间", "value": ""},
            {"label": "地点", "value": ""},
            {"label": "事由", "value": parts.matter(case)},
            {"label": "被调查人", "value": ""},
        ],
        "parts": [{"heading": "问答", "lines": [{"who": who, "text": ""} for who in ("问", "答") * 6]}],
        "signatures": parts.boxes("被调查人", "调查人", "记录人"),
    }


def evidence_list(case: Case, now: datetime) -> Fields:
    rows = [
        [str(n), row.name, row.name.rpartition(".")[2].upper(), parts.day(row.added_at), ""]
        for n, row in enumerate(handed_in(case), start=1)
    ]
    heads = ["序号", "名称", "形式", "提交日期", "备注"]
    return {
        "parts": [
            {"table": {"heads": heads, "widths": [1, 6, 2, 3, 3], "rows": rows or [["", "", "", "", ""]]}}
        ],
        "statement": "以上材料已当面核对。",
        "signatures": parts.boxes("提交人", "接收人"),
        "sealed": False,
    }


def handed_in(case: Case) -> list[Attachment]:
    """What came from outside, without papers of ours, volumes and what one party alone is concerned with."""
    return list(materials(case).filter(paper=None))


def minutes(case: Case, now: datetime) -> Fields | None:
    session = case.sessions.filter(state="held").order_by("-pk").first()
    if session is None:
        return None
    fields = minutes_fields(session)
    return {
        "head": [
            {"label": label, "value": fields[name]}
            for label, name in (
                ("时间", "time"),
                ("地点", "place"),
                ("事由", "matter"),
                ("参加人", "participants"),
                ("当事人", "parties"),
            )
        ],
        "parts": [
            {"heading": label, "lines": parts.paragraphs(fields[name]) or [""]}
            for label, name in (
                ("告知", "notices"),
                ("各方陈述", "statements"),
                ("查明的事实", "facts"),
                ("结果", "outcome"),
            )
        ],
        "statement": "以上记录已向在场人宣读，核对无误。",
        "signatures": parts.boxes("申请人", "被申请人", "人民调解员", "记录人"),
    }


def visit_record(case: Case, now: datetime) -> Fields | None:
    visits = list(case.visits.select_related("by").order_by("pk"))
    if not visits:
        return None
    table = [
        [
            parts.day(visit.at),
            PartySide.label_of(visit.side),
            VisitSource.label_of(visit.source),
            Content.label_of(visit.content),
            visit.said,
            visit.by.name,
        ]
        for visit in visits
    ]
    heads = ["日期", "回访对象", "回访来源", "评价", "回访情况", "回访（登记）人"]
    return {
        "parts": [
            {"heading": "当事人", "rows": parts.identity_rows(parts.principals(case))},
            {"heading": "回访", "table": {"heads": heads, "widths": [4, 2, 3, 2, 5, 2], "rows": table}},
        ],
        "statement": "以上为回访的如实记录。",
        "signatures": parts.boxes("回访人"),
    } | parts.at(visits[-1].at)


def closing_report(case: Case, now: datetime) -> Fields | None:
    """Once the case is closed: the report says when."""
    if not case.outcome or case.ended_at is None:
        return None
    handler = case.recorded_by or case.handler
    rows = [
        {"label": "承办单位", "value": case.holder.name},
        {"label": "承办人", "value": handler.name if handler else ""},
        {"label": "受案时间", "value": parts.day(case.registered_at)},
        {"label": "结案时间", "value": parts.day(case.ended_at)},
        {"label": "来源", "value": Channel.label_of(case.channel)},
        {"label": "结果", "value": Outcome.label_of(case.outcome)},
    ]
    return {
        "parts": [
            {"heading": "基本情况", "rows": rows},
            {"heading": "当事人", "rows": parts.identity_rows(parts.principals(case))},
            {"heading": "事实", "text": parts.paragraphs(case.story) or [""]},
            {"heading": "办理过程", "text": _course(case)},
            {"heading": "处理结果", "text": parts.paragraphs(case.summary) or [""]},
        ],
        "signatures": parts.boxes("承办人", "审核人"),
    } | parts.at(case.ended_at)


def _course(case: Case) -> list[str]:
    """What was done, day by day: registered, taken on, each procedure, each sitting, what it came to."""
    steps = [(case.registered_at, f"{case.origin.name}登记。")]
    for track in case.proceedings.order_by("pk"):
        steps.append((track.started_at, f"启动{Track.label_of(track.track)}。"))
    for session in case.sessions.filter(state="held").order_by("pk"):
        result = f"，{SessionResult.label_of(session.result)}" if session.result else ""
        steps.append((session.begins_at, f"召开调解会{result}。"))
    for row in case.agreements.filter(effective_at__isnull=False):
        if row.effective_at is not None:
            steps.append((row.effective_at, f"{AgreementForm.label_of(row.form)}生效。"))
    if case.ended_at is not None:
        steps.append((case.ended_at, f"以“{Outcome.label_of(case.outcome)}”办结。"))
    return [f"{parts.day(at)}，{text}" for at, text in sorted(steps, key=lambda step: step[0])]


def termination_notice(case: Case, now: datetime) -> Fields | None:
    return _termination(case, now=now, law="依照《中华人民共和国人民调解法》第二十六条，终止调解，并")


def organ_termination(case: Case, now: datetime) -> Fields | None:
    return _termination(case, now=now, law="现终止调解，并")


def _termination(case: Case, *, now: datetime, law: str) -> Fields | None:
    """For both sides, so it says how it ended and blames nobody; what the handler wrote for the file stays in the file."""
    if case.outcome not in FAILED:
        return None
    number = display(case.number, snapshot().centre.short)
    return {
        "to": parts.everybody(case),
        "lead": f"关于你们之间的{parts.matter(case)}（案号 {number}），经调解，{_ENDED[Outcome(case.outcome)]}。"
        f"{law}告知你们可以依法通过下列途径维护自己的权利。",
        "routes": parts.routes(case, now=now),
        "routes_note": parts.ROUTES_NOTE,
    }


_ENDED = {
    Outcome.NOT_AGREED: "未能达成协议",
    Outcome.REFUSED: "当事人没有一致同意继续调解",
    Outcome.TERMINATED: "调解已经终止",
}


def file_note(case: Case, now: datetime) -> Fields:
    return {
        "parts": [{"heading": "卷内需要说明的情况", "text": ["", "", ""]}],
        "signatures": parts.boxes("立卷人", "检查人"),
        "sealed": False,
    }


def back_cover(case: Case, now: datetime) -> Fields:
    return {
        "parts": [
            {
                "heading": "本卷情况",
                "rows": [{"label": "立卷人", "value": ""}, {"label": "检查人", "value": ""}],
            }
        ],
        "signatures": parts.boxes("立卷人", "检查人"),
        "sealed": False,
    }
