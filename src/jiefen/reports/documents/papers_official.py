"""Notices and forms of administrative mediation, petitions and transfers, from what the case has."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.clocks.limits import rule
from jiefen.domain.common.words import Flag, Outcome
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents import papers_mediation as mediation
from jiefen.reports.documents.answers import finding
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.models import Case


def _to(case: Case) -> str:
    return "、".join(party.name for party in parts.principals(case) if party.name)


def extension_notice(case: Case, now: datetime) -> Fields | None:
    row = case.clocks.filter(extension__gt=0).select_related("extended_by").order_by("-extended_at").first()
    if row is None:
        return None
    limit = rule(row.rule)
    text = f"您的{parts.matter(case)}原定期限为“{limit.label}”（{limit.source}）。因情况需要，经{limit.extended_by}，延长 {row.extension} {limit.unit.label}，"
    return {"to": _to(case), "lead": f"{text}到 {parts.day(row.due)} 止。", "parts": []}


def supervision_order(case: Case, now: datetime) -> Fields | None:
    row = case.supervisions.exclude(level="urge").order_by("-pk").first()
    step = row.steps.order_by("pk").first() if row else None
    if row is None or step is None:
        return None
    lead = f"关于{parts.matter(case)}的办理，请就下列事项在 5 个工作日内书面答复。"
    return {
        "to": case.holder.name,
        "committee": "",
        "lead": lead,
        "parts": [{"heading": "督办事由和要求", "lines": parts.paragraphs(step.text)}],
    }


def transfer_letter(case: Case, now: datetime) -> Fields | None:
    if case.handler_id is None and case.state in ("registered", "accepted", "completing"):
        return None
    return {
        "to": case.holder.name,
        "committee": "",
        "lead": f"现将{parts.matter(case)}一件转请你单位办理，请签收并按期办结。",
        "parts": [
            {"heading": "基本情况", "lines": parts.paragraphs(case.story)},
            {"heading": "诉求", "lines": parts.paragraphs(case.wanted)},
        ],
        "receipt": "上述材料已收到。",
        "signatures": parts.boxes("签收人"),
    }


def adm_filing(case: Case, now: datetime) -> Fields:
    fields = mediation.acceptance(case, now)
    return fields | {"parts": [*fields["parts"], {"heading": "承办人意见", "text": ["", ""]}, {"heading": "负责人审批", "text": ["", ""]}],
                   "signatures": parts.boxes("承办人", "负责人")}  # fmt: skip


def adm_opinion(case: Case, now: datetime) -> Fields:
    return {
        "to": "被申请人",
        "lead": f"{parts.matter(case)}的申请人已向本机关申请行政调解。是否同意调解由您自愿决定，请于收到之日起五个工作日内答复；不答复不视为同意。",
        "parts": [{"heading": "您的意见", "lines": ["□ 同意调解　　□ 不同意调解"]}],
        "receipt": "被申请人意见：",
        "signatures": parts.boxes("被申请人"),
    }


def adm_acceptance(case: Case, now: datetime) -> Fields:
    return {
        "to": _to(case),
        "lead": f"你们之间的{parts.matter(case)}，经审查符合行政调解受理条件，本机关予以受理。行政调解不收取费用，是否接受调解、是否达成协议由你们自愿决定。",
        "parts": [],
    }


def refusal(case: Case, now: datetime) -> Fields | None:
    reply = finding(case) if case.outcome == Outcome.GUIDED else None
    if reply is None:
        return None
    return {
        "to": _to(case),
        "lead": parts.paragraphs(reply.text),
        "routes": parts.routes(case, now=now),
        "routes_note": parts.ROUTES_NOTE,
    }


def adm_meeting(case: Case, now: datetime) -> Fields | None:
    session = case.sessions.filter(state="", begins_at__gt=now).order_by("begins_at").first()
    if session is None:
        return None
    where = session.room.name if session.room else "线上"
    return {
        "to": _to(case),
        "lead": f"定于 {parts.day(session.begins_at)} 在{where}召开调解会，请按时参加；不能参加的，请事先告知。可以委托代理人，请带身份证件和有关材料。",
        "parts": [],
    }


def pet_acceptance(case: Case, now: datetime) -> Fields | None:
    if Flag.PETITION not in case.flag_set():
        return None
    lead = f"您反映的{parts.matter(case)}已收到并受理（《信访工作条例》第二十二条、第二十三条），由{case.holder.name}办理。"
    return {
        "to": _to(case),
        "committee": "",
        "lead": [
            lead,
            "应当自受理之日起六十日内办结；情况复杂延长的，会书面告知您理由。您可以凭查询码随时查询和评价。",
        ],
        "parts": [],
    }


def pet_transfer(case: Case, now: datetime) -> Fields | None:
    return transfer_letter(case, now) if Flag.PETITION in case.flag_set() else None


def pet_extension(case: Case, now: datetime) -> Fields | None:
    return extension_notice(case, now) if Flag.PETITION in case.flag_set() else None


def pet_opinion(case: Case, now: datetime) -> Fields | None:
    reply = finding(case) if Flag.PETITION in case.flag_set() else None
    if reply is None:
        return None
    return {
        "to": _to(case),
        "lead": f"您反映的{parts.matter(case)}，经调查核实，现提出如下处理意见。",
        "parts": [
            {"heading": "信访请求", "lines": parts.paragraphs(reply.asked)},
            {"heading": "处理意见和依据", "lines": parts.paragraphs(reply.text)},
        ],
        "routes": [
            {
                "name": "申请复查",
                "where": "收到本意见书之日起 30 日内，向本机关的上一级机关提出（第三十五条）",
                "left": "",
            },
            *parts.routes(case, now=now),
        ],
    }


def pet_review(case: Case, now: datetime) -> Fields | None:
    row = case.proceedings.filter(
        track__in=("petition_review", "petition_rereview"), finished_at__isnull=False
    ).last()
    if row is None:
        return None
    asked, _, decided = row.note.partition("\n\n")
    return {
        "to": _to(case),
        "lead": "您的复查（复核）请求已办结，意见如下。",
        "parts": [
            {"heading": "请求", "lines": parts.paragraphs(asked)},
            {"heading": "意见", "lines": parts.paragraphs(decided)},
        ],
        "routes": parts.routes(case, now=now),
    }


def pet_hearing(case: Case, now: datetime) -> Fields | None:
    if Flag.PETITION not in case.flag_set():
        return None
    fields = mediation.investigation(case, now)
    return fields | {"signatures": parts.boxes("听证参加人", "主持人", "记录人")}
