"""Papers between the centre and a court or a committee: joint application for confirmation, referral and its answer.

What goes back to the court with a matter says how mediation ended and what nobody disputes, and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.agreement.words import AgreementForm, AgreementState
from jiefen.domain.common import moments
from jiefen.domain.common.words import Outcome, PartySide, UnitKind
from jiefen.domain.court.words import PartyChoice, ReferralKind, ReferralResult
from jiefen.domain.mediation.words import Consent, ConsentAbout
from jiefen.reports.documents import paper_fields as parts
from jiefen.reports.documents.paper_fields import Fields
from jiefen.reports.documents.papers_official import enclosures
from jiefen.store.agreement import signers, standing_agreement
from jiefen.store.court import courts_for
from jiefen.store.models import Case, Party, Referral

NO_COURT = "人民法院"


def confirmation_application(case: Case, now: datetime) -> Fields | None:
    """A committee's agreement alone: what an organ brought about is not confirmed this way (人民调解法 33)."""
    row = standing_agreement(case, AgreementState.EFFECTIVE)
    if row is None or case.holder.kind != UnitKind.MEDIATION:
        return None
    asking = list(Party.objects.filter(pk__in=signers(row)).select_related("secret").order_by("position"))
    number = parts.shared(case, now=now)["number"]
    form = AgreementForm.label_of(row.form)
    reasons = [
        f"申请人之间因{parts.matter(case)}，经{case.holder.name}主持调解，于{parts.day(row.effective_at)}自愿达成调解协议"
        f"（{form}，编号{number}），协议自该日起生效。",
        "申请人保证：达成协议出于自愿，没有恶意串通、规避法律，没有损害国家利益、社会公共利益或者他人合法权益；提供的材料真实。"
        "如有虚假，愿意承担相应法律责任。",
    ]
    return {
        "parts": [
            {"heading": "申请人（双方）", "rows": parts.identity_rows(asking)},
            {"heading": "申请事项", "text": [f"请求依法确认申请人达成的调解协议（编号{number}）有效。"]},
            {"heading": "事实和理由", "text": reasons},
            {
                "heading": "附件",
                "text": ["调解协议；主持调解的证明；身份证明、住址和联系方式；有关财产权利证明。"],
            },
        ],
        "court": _court(case),
        "remark": "自调解协议生效之日起三十日内共同提出（《人民调解法》第三十三条、《民事诉讼法》第二百零五条），不收取费用。",
        "signatures": [parts.box("申请人", party.name) for party in asking],
        "sealed": False,
    }


def _court(case: Case) -> str:
    row = case.court_confirmations.order_by("-pk").first()
    if row is not None and row.court:
        return row.court
    courts = courts_for(case)
    return courts[0].court if courts else NO_COURT


def delegation_letter(case: Case, now: datetime) -> Fields | None:
    """To the committee that has the matter; what the parties want is told as they said it, and no more."""
    if case.holder.kind != UnitKind.MEDIATION:
        return None
    return {
        "to": case.holder.name,
        "lead": f"现将{parts.matter(case)}委托你单位调解，{_wishes(case)}请自收到材料之日起三十日内调解并反馈结果；"
        "双方当事人同意延长的除外。",
        "attached": enclosures(case),
        "receipt": "上述材料已收到。",
        "signatures": parts.boxes("签收人"),
    }


def _wishes(case: Case) -> str:
    """Whether every party has said yes to mediation; silence is no consent."""
    said = case.consents.filter(about=ConsentAbout.MEDIATE).order_by("pk").values_list("party_id", "consent")
    last = dict(said)
    if all(last.get(party.pk) == Consent.YES for party in parts.principals(case)):
        return "双方当事人已表示同意调解。"
    return "请先征询双方当事人是否同意调解；有一方不同意的，不得调解，请告知我中心。"


def delegation_feedback(case: Case, now: datetime) -> Fields | None:
    """To the court that sent it. Only what is undisputed crosses; what was offered in mediation never does (在线规则 18；特邀 22)."""
    referral = case.referrals.order_by("-pk").first()
    if not case.outcome or referral is None:
        return None
    undisputed = [
        line
        for text in case.sessions.filter(state="held")
        .exclude(undisputed="")
        .values_list("undisputed", flat=True)
        for line in parts.paragraphs(text)
    ]
    return {
        "to": referral.court,
        "lead": f"贵院委派（委托）调解的{parts.matter(case)}，调解结果为：{Outcome.label_of(case.outcome)}。现随函退回材料。",
        "parts": [{"heading": "双方无争议的事实", "lines": undisputed or ["没有双方共同确认的事实。"]}],
    }


SEALED = "调解中为达成和解作出的让步、承认不在此列，也不得在诉讼中作为对其不利的证据（《人民法院在线调解规则》第18条）。"


def referral_letter(case: Case, *, pk: int) -> dict[str, Any] | None:
    """The fields of the letter; None while the matter has not been returned."""
    row = case.referrals.filter(pk=pk, returned_at__isnull=False).select_related("returned_by").first()
    if row is None or row.returned_at is None:
        return None
    return {
        "title": "调解情况反馈函",
        "letter_number": f"反馈第 {row.pk} 号",
        "party": row.court,
        "qr": "",  # the page behind it is the party's
        "opening": f"贵院 {row.received_on} {ReferralKind.label_of(row.kind)}的材料，我中心 {moments.iso_day(row.signed_at)} 签收，现反馈如下。",
        "date": moments.iso_second(row.returned_at),
        "sign_as": "经办人",
        "signer": row.returned_by.name if row.returned_by else "",
        "parts": [
            {
                "heading": "一、终结情形",
                "lines": [ReferralResult.label_of(row.result) + "。", *_choices(row)],
            },
            {
                "heading": "二、双方没有争议的事实",
                "lines": [*(parts.paragraphs(row.facts) or ["没有形成。"]), SEALED],
            },
            {"heading": "三、退回的材料", "lines": parts.paragraphs(row.materials)},
        ],
    }


def _choices(row: Referral) -> list[str]:
    return [
        f"{PartySide.label_of(choice.side)}：{PartyChoice.label_of(choice.choice)}（{moments.iso_day(choice.at)}）。"
        for choice in row.choices_made.order_by("pk")
    ]
