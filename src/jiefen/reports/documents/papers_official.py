"""Notices and forms of administrative mediation, petitions and transfers, from what the case has."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.clocks.limits import rule
from jiefen.domain.clocks.party_limits import is_ours
from jiefen.domain.common import moments
from jiefen.domain.common.words import Flag, Outcome, PartySide
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents import papers_mediation as mediation
from jiefen.reports.documents.answers import finding
from jiefen.reports.documents.paper_fields import Fields
from jiefen.store.mediation import where_of
from jiefen.store.models import Case


def _applicant(case: Case) -> str:
    return parts.of_side(case, PartySide.APPLICANT)


def extension_notice(case: Case, now: datetime) -> Fields | None:
    """Of what both sides wait for; a petitioner has a notice of their own."""
    if Flag.PETITION in case.flag_set():
        return None
    return _extension(case, to=parts.everybody(case), whose="你们")


def _extension(case: Case, *, to: str, whose: str) -> Fields | None:
    row = case.clocks.filter(extension__gt=0).select_related("extended_by").order_by("-extended_at").first()
    if row is None:
        return None
    limit = rule(row.rule)
    by = f"（{limit.basis}）" if limit.basis.startswith("《") else ""
    text = f"{whose}的{parts.matter(case)}原定期限为“{limit.label}”{by}。因情况需要，经{limit.extended_by.partition('，')[0]}，"
    return {
        "to": to,
        "lead": f"{text}延长 {row.extension} {limit.unit.label}，到{parts.day(row.due)}止。",
        "parts": [],
    }


def supervision_order(case: Case, now: datetime) -> Fields | None:
    row = case.supervisions.exclude(level="urge").order_by("-pk").first()
    step = row.steps.order_by("pk").first() if row else None
    if row is None or step is None:
        return None
    clock = case.clocks.filter(rule="C-ORDER", due__isnull=False).order_by("-pk").first()
    until = f"于{parts.day(clock.due)}前" if clock else "在收到后 5 个工作日内"
    lead = f"关于{parts.matter(case)}的办理，请就下列事项{until}书面答复。"
    return {
        "to": case.holder.name,
        "lead": lead,
        "parts": [{"heading": "督办事由和要求", "lines": parts.paragraphs(step.text)}],
    }


def transfer_letter(case: Case, now: datetime) -> Fields | None:
    if case.handler_id is None and case.state in ("registered", "accepted", "completing"):
        return None
    until = _until(case)
    by = f"，于{until}前办结并回复结果" if until else "，依法办理并回复结果"
    return {
        "to": case.holder.name,
        "lead": f"现将{parts.matter(case)}一件转请你单位办理，请签收{by}。",
        "parts": [
            {"heading": "基本情况", "lines": parts.paragraphs(case.story)},
            {"heading": "诉求", "lines": parts.paragraphs(case.wanted)},
        ],
        "attached": enclosures(case),
        "receipt": "上述材料已收到。",
        "signatures": parts.boxes("签收人"),
    }


def _until(case: Case) -> str:
    """The day by which who holds it must have done."""
    rows = case.clocks.filter(stopped_at=None, due__isnull=False).values_list("rule", "due")
    return parts.day(min((due for name, due in rows if due and is_ours(name)), default=None))


def enclosures(case: Case) -> list[str]:
    return [row.name for row in mediation.handed_in(case)] or ["案件登记材料一份"]


def adm_application(case: Case, now: datetime) -> Fields:
    fields = mediation.application(case, now)
    return fields | {"statement": "本人自愿申请行政调解，已知悉行政调解不收取费用，可以随时退出。"}


def adm_rights(case: Case, now: datetime) -> Fields:
    return {
        "to": parts.everybody(case),
        "lead": "行政调解由行政机关主持，遵循自愿、合法、平等的原则，不收取费用。现将有关权利义务告知如下。",
        "parts": [
            {"heading": "您的权利", "lines": list(ORGAN_RIGHTS), "numbered": True},
            {"heading": "您的义务", "lines": list(ORGAN_DUTIES), "numbered": True},
            {"heading": "不影响其他途径", "lines": ["您可以随时依法申请仲裁、提起诉讼或者申请行政复议。"]},
        ],
        "receipt": "以上内容已向我宣读，我已知悉。",
        "signatures": parts.boxes("申请人", "被申请人"),
    }


ORGAN_RIGHTS = ("接受、拒绝或者终止调解；", "申请调解人员回避；", "要求不公开调解；", "自愿达成调解协议。")
ORGAN_DUTIES = ("如实陈述事实、提供证据；", "遵守调解秩序；", "履行自愿达成的协议。")


def adm_filing(case: Case, now: datetime) -> Fields:
    fields = mediation.acceptance(case, now)
    return fields | {"parts": [*fields["parts"], {"heading": "承办人意见", "text": ["", ""]}, {"heading": "负责人审批", "text": ["", ""]}],
                   "signatures": parts.boxes("承办人", "负责人")}  # fmt: skip


def adm_opinion(case: Case, now: datetime) -> Fields:
    return {
        "to": parts.of_side(case, PartySide.RESPONDENT),
        "lead": f"{parts.matter(case)}的申请人已向本机关申请行政调解。是否同意调解由您自愿决定，请于收到之日起五个工作日内答复；不答复不视为同意。",
        "parts": [{"heading": "您的意见", "lines": ["□ 同意调解　　□ 不同意调解"]}],
        "receipt": "被申请人意见：",
        "signatures": parts.boxes("被申请人"),
    }


def adm_acceptance(case: Case, now: datetime) -> Fields:
    return {
        "to": parts.everybody(case),
        "lead": f"你们之间的{parts.matter(case)}，经审查符合行政调解受理条件，本机关予以受理。行政调解不收取费用，是否接受调解、是否达成协议由你们自愿决定。",
        "parts": [],
    }


def refusal(case: Case, now: datetime) -> Fields | None:
    reply = finding(case) if case.outcome == Outcome.GUIDED else None
    if reply is None:
        return None
    return {
        "to": _applicant(case),
        "lead": parts.paragraphs(reply.text),
        "routes": parts.routes(case, now=now),
        "routes_note": parts.ROUTES_NOTE,
    }


def adm_meeting(case: Case, now: datetime) -> Fields | None:
    session = case.sessions.filter(state="", begins_at__gt=now).order_by("begins_at").first()
    if session is None:
        return None
    where = where_of(session)
    when = f"{parts.day(session.begins_at)} {moments.clock(session.begins_at)}"
    return {
        "to": parts.everybody(case),
        "lead": f"定于{when} 在{where}召开调解会，请按时参加；不能参加的，请事先告知。可以委托代理人，请带身份证件和有关材料。",
        "parts": [],
    }


def pet_acceptance(case: Case, now: datetime) -> Fields | None:
    if Flag.PETITION not in case.flag_set():
        return None
    by = "" if case.holder.is_desk else f"，由{case.holder.name}办理"
    lead = f"您反映的{parts.matter(case)}已收到并受理（《信访工作条例》第二十二条、第二十三条）{by}。"
    return {
        "to": _applicant(case),
        "lead": [
            lead,
            "应当自受理之日起六十日内办结；情况复杂延长的，会书面告知您理由。您可以凭查询码随时查询和评价。",
        ],
        "parts": [],
    }


def pet_transfer(case: Case, now: datetime) -> Fields | None:
    return transfer_letter(case, now) if Flag.PETITION in case.flag_set() else None


def pet_extension(case: Case, now: datetime) -> Fields | None:
    return _extension(case, to=_applicant(case), whose="您") if Flag.PETITION in case.flag_set() else None


def pet_opinion(case: Case, now: datetime) -> Fields | None:
    reply = finding(case) if Flag.PETITION in case.flag_set() else None
    if reply is None:
        return None
    return {
        "to": _applicant(case),
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
            *(way for way in parts.routes(case, now=now) if way["name"] != "请求信访复查"),
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
        "to": _applicant(case),
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
    fields["head"][-1]["label"] = "参加人"
    return fields | {"signatures": parts.boxes("听证参加人", "主持人", "记录人")}
