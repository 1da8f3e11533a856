"""The letter that asks a respondent to come: what it is about, that not coming has no disadvantage, and the way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.case.lifecycle import OPEN
from jiefen.domain.common import moments
from jiefen.domain.common.words import Flag, PartySide
from jiefen.reports.common.claim import claim_of
from jiefen.reports.documents.paper_fields import paragraphs
from jiefen.store.models import Case, Party
from jiefen.store.parties import code_of

FREE = (
    "没有任何不利。来不来、愿不愿意调解，都由您自己决定；不愿意的，随时可以说，不用讲理由。",
    "中心不评对错、不作裁判，调解不收费。不调解，也不影响您和对方各自的权利。",
)


def may_be_invited(case: Case, *, party: Party) -> bool:
    """A respondent of an open matter, unless violence is alleged: there everybody is reached in person."""
    return party.side == PartySide.RESPONDENT and case.state in OPEN and Flag.VIOLENCE not in case.flag_set()


def invitation_letter(case: Case, *, party: Party, now: datetime) -> dict[str, Any] | None:
    """The fields of the letter; None for whom there is none."""
    if not may_be_invited(case, party=party):
        return None
    claim, code = claim_of(case, side=PartySide.RESPONDENT), code_of(party)
    asked = claim.text if claim and claim.text else "对方要求什么，您可以打开下面的页面看，也可以打电话问。"
    ways = [
        "用手机扫下面的码，再按“查进度”，就能看到这件事办到哪里、由谁在办、对方要求什么。",
        f"查询码　{code}　（只给您一个人；不能扫码的，在网上打开“查办理进度”填它。）",
        "在那里可以直接说愿不愿意调解、选由谁调解、说什么时候方便，或者提意见；也可以打电话说。",
    ]
    return {
        "title": "调解邀请函",
        "letter_number": f"邀请第 {case.serial}-{party.position} 号",
        "date": moments.iso_second(now),
        "opening": "有人请中心调解一件和您有关的事，想请您一起商量怎么解决。",
        "sign_as": "经办人",
        "signer": case.handler.name if case.handler else case.holder.name,
        "parts": [
            {"heading": "一、不来会怎样", "lines": list(FREE)},
            {"heading": "二、对方的请求", "lines": paragraphs(asked)},
            {"heading": "三、怎么看、怎么回话", "lines": ways},
        ],
    }
