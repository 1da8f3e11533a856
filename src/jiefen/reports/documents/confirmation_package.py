"""What both parties hand to the court with their application for confirmation: one zip file with its table of digests.

Only the agreement crosses: notes and minutes of the mediation stay here (特邀调解规定 22).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from jiefen.domain.agreement.words import AgreementForm
from jiefen.domain.common import moments
from jiefen.domain.common.errors import RuleError
from jiefen.domain.common.masks import mask_id, mask_phone
from jiefen.domain.common.words import PartySide, Track
from jiefen.domain.intake.numbering import display
from jiefen.papers import render
from jiefen.reports.common.opened import address_of, id_of, phone_of
from jiefen.reports.documents import paper_fields
from jiefen.reports.documents.paper_fields import paragraphs
from jiefen.store.common.reference import snapshot
from jiefen.store.court import agreement_in_force, courts_for, must_ask
from jiefen.store.models import Agreement, Case, Party

MADE = (1980, 1, 1, 0, 0, 0)  # the same package has the same bytes
REQUEST = "请求人民法院依法确认上述调解协议有效。"
PLEDGE = (
    "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
    "如果因为该协议内容给他人造成损害，愿意承担相应的民事责任和其他法律责任。"
)


def package(case: Case, *, full: bool, now: datetime) -> bytes:
    """`full`: with identity numbers and telephones, for those who may see them; else masked. Raises RuleError."""
    agreement = agreement_in_force(case)
    if agreement is None:
        raise RuleError("协议还没有生效，没有可以导出的申请材料。")
    parties = list(
        case.parties.filter(pk__in=must_ask(agreement)).select_related("secret").order_by("position")
    )
    sheets = {
        "1-司法确认申请书.pdf": _application(case, agreement=agreement, parties=parties, full=full),
        "2-调解协议.pdf": _agreement(agreement, parties=parties),
        "3-调解证明.pdf": _proof(case, agreement=agreement),
        "4-申请人身份和联系方式.pdf": _identities(parties, full=full),
    }
    shared = {
        "centre": snapshot().centre.name,
        "case_number": display(case.number, snapshot().centre.short),
        "date": moments.iso_day(now),
    }
    made = {
        name: render("application", fields=shared | fields, key=case.number)
        for name, fields in sheets.items()
    }
    return _zipped(made, case=case, now=now)


def _zipped(files: dict[str, bytes], *, case: Case, now: datetime) -> bytes:
    manifest = {
        "case": case.number,
        "made_at": moments.iso_second(now),
        "files": [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items()
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, "manifest.json": text}.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=MADE), content)
    return buffer.getvalue()


def _application(case: Case, *, agreement: Agreement, parties: list[Party], full: bool) -> dict[str, Any]:
    row = case.court_confirmations.order_by("-pk").first()
    court = row.court if row and row.court else courts_for(case)[0].court
    number = paper_fields.shared(case, now=agreement.made_at)["number"]
    when = snapshot().calendar.local(agreement.effective_at or agreement.made_at)
    facts = f"{moments.day_in_words(when)}，经{case.holder.name}主持调解，申请人达成调解协议（{AgreementForm.label_of(agreement.form)}，编号{number}），自该日起生效。"
    return {
        "title": "司法确认申请书",
        "court": court,
        "rows": [{"label": f"申请人 {n}", "text": _who(party, full=full)} for n, party in enumerate(parties, start=1)],
        "parts": [
            {"heading": "申请事项", "lines": [REQUEST]},
            {"heading": "事实和理由", "lines": [facts, *paragraphs(agreement.facts), PLEDGE]},
            {"heading": "附件", "lines": ["调解协议、调解证明、申请人身份和联系方式各一份；与协议有关的财产权利证明由申请人提供。"]},
        ],
        "sign_as": [f"申请人 {party.name}" for party in parties],
    }  # fmt: skip


def _who(party: Party, *, full: bool) -> str:
    """As a court must know them; masked for who may not see it."""
    number = id_of(party)
    told = (
        party.name,
        f"证件号码 {number if full else mask_id(number)}" if number else "",
        address_of(party),
    )
    return "，".join(text for text in told if text)


def _agreement(agreement: Agreement, *, parties: list[Party]) -> dict[str, Any]:
    terms = agreement.terms.select_related("giver", "taker").order_by("position")
    lines = [
        f"{row.position}. {row.giver.name}向{row.taker.name}：{row.text}"
        + (f"，{row.amount:.2f} 元" if row.amount is not None else "")
        + f"；{row.due_on} 前，{row.how}。"
        for row in terms
    ]
    return {
        "title": "调解协议",
        "parts": [
            {"heading": "主要事实、争议事项和各方责任", "lines": paragraphs(agreement.facts)},
            {
                "heading": "协议内容",
                "lines": [*lines, *paragraphs(agreement.extra)] or ["以签名的协议原件为准。"],
            },
        ],
        "sign_as": [party.name for party in parties],
    }


def _proof(case: Case, *, agreement: Agreement) -> dict[str, Any]:
    held = case.proceedings.order_by("pk").values_list("track", "started_at")
    return {
        "title": "调解证明",
        "rows": [
            {"label": "调解组织", "text": case.holder.name},
            {"label": "调解员", "text": agreement.mediator.name},
            {"label": "调解程序", "text": "；".join(f"{Track.label_of(track)}，{moments.iso_day(at)} 开始" for track, at in held)},
            {"label": "协议生效", "text": moments.iso_day(agreement.effective_at or agreement.made_at)},
            {"label": "协议摘要值", "text": agreement.digest},
        ],
        "sign_as": [case.holder.name],
    }  # fmt: skip


def _identities(parties: list[Party], *, full: bool) -> dict[str, Any]:
    rows = []
    for party in parties:
        number, phone = id_of(party), phone_of(party)
        shown = (number, phone) if full else (mask_id(number), mask_phone(phone) if phone else "")
        rows += [
            {"label": PartySide.label_of(party.side), "text": party.name},
            {"label": "证件号码", "text": shown[0] or "未登记"},
            {"label": "联系电话", "text": shown[1] or "未登记"},
            {"label": "送达地址", "text": address_of(party) or "未登记"},
        ]
    return {"title": "申请人身份和联系方式", "rows": rows}
