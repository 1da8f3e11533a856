"""What the centre holds about one party, for that party alone (个人信息保护法 44, 45): as sections of a page, or as JSON.

Nothing about the other side is in it. What somebody told us about violence is not in it either: whoever holds the phone
may not be the person; it is handed out on paper, to the person.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.domain.agreement.words import ConfirmAnswer, ConfirmedAbout, SigningLevel
from jiefen.domain.common import moments
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.words import IdentityPaper, PartyKind, PartySide
from jiefen.domain.documents.words import DataAbout, DataResult
from jiefen.domain.messages.words import DeliveryState
from jiefen.domain.oversight.words_disagreement import AppealAbout
from jiefen.reports.common.claim import claim_of
from jiefen.reports.common.opened import opened
from jiefen.reports.common.reference import shown_number
from jiefen.reports.common.timeline import readers
from jiefen.reports.documents.files import papers_of
from jiefen.reports.party.inquiries import own_inquiries
from jiefen.reports.privacy.panels import said_in
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.documents import retention
from jiefen.store.models import Case, Party, Volume

MESSAGE = "party_message"
UNTOLD = "打印求助记录"
UNUSUAL = ("应急查阅",)
MOST = 200
REGISTERED = ("me", "told")  # sections of what somebody typed in: name of the field, what stands there


@dataclass(frozen=True)
class DataSection:
    """`rows`: each a list of texts under `heads`. A line of `REGISTERED` ones can be said to be wrong."""

    code: str
    heading: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]


def sections(case: Case, *, party: Party) -> list[DataSection]:
    return [
        DataSection("me", "登记的信息", ("项目", "内容"), _me(party)),
        DataSection("told", "登记的这件事", ("项目", "内容"), _told(case, party=party)),
        DataSection("requests", "我提过的请求", ("时间", "要求", "原话", "结果", "答复"), _requests(party)),
        DataSection("papers", "出具给我的文书", ("时间", "文书"), _papers(party)),
        DataSection("said", "我签过、确认过、评价过的", ("时间", "做了什么", "内容"), _said(party)),
        DataSection("messages", "发给我的短信", ("时间", "内容", "状态"), _messages(party)),
        DataSection("inquiries", "我的留言", ("时间", "留言", "答复"), _inquiries(party)),
        DataSection("appeals", "我的异议", ("时间", "对什么", "原话", "答复"), _appeals(party)),
        DataSection(
            "readers", "谁看过这个案件、为什么", ("时间", "单位", "做了什么", "为什么"), _readers(case)
        ),
    ]


def registered_lines(case: Case, *, party: Party) -> set[str]:
    """The names of what stands registered about this party, and by them."""
    return {row[0] for row in (*_me(party), *_told(case, party=party))}


def as_json(case: Case, *, party: Party, now: datetime) -> bytes:
    document: dict[str, Any] = {
        "format": 1,
        "case": shown_number(case),
        "made_at": moments.iso_second(now),
        "kept": kept(case),
    }
    for section in sections(case, party=party):
        rows = [dict(zip(section.heads, row, strict=True)) for row in section.rows]
        document[section.code] = {"heading": section.heading, "rows": rows}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def kept(case: Case) -> str:
    """For how long, in a sentence."""
    volume = Volume.objects.filter(case=case).first()
    if volume is not None:
        until = f"到 {volume.kept_until}" if volume.kept_until else "永久"
        return f"案卷保存{until}（《档案法》第21条）；期满以后按清册销毁。"
    return (
        f"案卷办结后保存{retention(case).label}（《档案法》第21条）；没有受理的，办结满 180 天可以要求删除。"
    )


def _at(moment: datetime) -> str:
    return moments.iso_minute(moment)


def _me(party: Party) -> list[tuple[str, ...]]:
    return [
        ("姓名", party.name or "未登记"),
        ("身份", f"{PartySide.label_of(party.side)}，{PartyKind.label_of(party.kind)}"),
        ("证件", f"{IdentityPaper.label_of(party.paper)} {opened(party, 'id') or '未登记'}"),
        ("电话", opened(party, "phone") or "未登记"),
        ("地址", opened(party, "address") or "未登记"),
    ]


def _told(case: Case, *, party: Party) -> list[tuple[str, ...]]:
    """What the applicants told: not the other side's to read, nor on any telephone where violence is alleged."""
    claim = claim_of(case, side=PartySide(party.side))
    if claim is None or party.side != PartySide.APPLICANT:
        return []
    rows = [
        ("类型", kind_label(case.kind)),
        ("哪天发生", moments.iso_day(case.happened_on) if case.happened_on else ""),
        ("地点", "，".join(text for text in (case.place.name if case.place else "", case.address) if text)),
        ("金额", f"{case.amount:,.2f} 元" if case.amount is not None else ""),
        ("请求", case.wanted),
        ("事情经过", case.story),
    ]
    return [(name, text or "未登记") for name, text in rows]


def _requests(party: Party) -> list[tuple[str, ...]]:
    return [
        (
            _at(row.made_at), DataAbout.label_of(row.about), said_in(row), DataResult.label_of(row.result), row.answer,
        )
        for row in party.data_requests.select_related("party__secret").order_by("-pk")
    ]  # fmt: skip


def _papers(party: Party) -> list[tuple[str, ...]]:
    return [(_at(row.at), row.title) for row in reversed(papers_of(party))]


def _said(party: Party) -> list[tuple[str, ...]]:
    rows = [(row.at, "签协议", SigningLevel.label_of(row.level)) for row in party.signatures.order_by("pk")]
    rows += [
        (
            row.at, f"确认“{ConfirmedAbout.label_of(row.about)}”",
            "，".join(text for text in (ConfirmAnswer.label_of(row.answer), row.said) if text),
        )
        for row in party.confirmations.order_by("pk")
    ]  # fmt: skip
    rows += [
        (row.at, "评价", f"中心 {row.centre_score} 分，承办单位 {row.body_score} 分")
        for row in party.ratings.order_by("pk")
    ]
    return [(_at(at), what, text) for at, what, text in sorted(rows, reverse=True)]


def _messages(party: Party) -> list[tuple[str, ...]]:
    rows = list(party.messages.order_by("-pk")[:MOST])
    if not rows:
        return []
    key = vault.key_of(party.secret)
    return [
        (
            _at(row.made_at),
            vault.unseal(key, bytes(row.sealed), place=MESSAGE),
            DeliveryState.label_of(row.state),
        )
        for row in rows
    ]


def _inquiries(party: Party) -> list[tuple[str, ...]]:
    return [(_at(row.made_at), row.said, row.answer) for row in own_inquiries(party)]


def _appeals(party: Party) -> list[tuple[str, ...]]:
    rows = party.appeals.order_by("-pk")
    return [(_at(row.made_at), AppealAbout.label_of(row.about), row.said, row.answer) for row in rows]


def _readers(case: Case) -> list[tuple[str, ...]]:
    """By unit: who it was in person stays with the centre, which answers for them (trust.md § 3.10)."""
    handled = set(case.assignments.values_list("unit__name", flat=True))
    above = {unit.name for unit in snapshot().units.values() if unit.code in case.holder.codes_down_to_here}

    def why(unit: str, what: str) -> str:
        if what in UNUSUAL:
            return "不是经办的人，写明理由才能看；审计员逐次核对"
        if unit in handled:
            return "经办这件事"
        if unit == case.origin.name:
            return "登记这件事"
        return "上级单位分流、审核、督办" if unit in above else "按岗位职责查看"

    return [
        (_at(row.at), row.unit or "中心", row.what, why(row.unit, row.what))
        for row in readers(case, limit=MOST)
        if row.what != UNTOLD
    ]
