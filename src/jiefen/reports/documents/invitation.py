"""The letter that asks a respondent to come: that not coming has no disadvantage, what it is about, the way in, and how to
find out whether it is genuine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiefen.domain.common import moments
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.words import PartySide
from jiefen.reports.common.addresses import address
from jiefen.reports.common.claim import claim_of
from jiefen.reports.documents.paper_fields import paragraphs
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party
from jiefen.store.outreach import letter_code_of, may_be_invited

FREE = (
    "没有任何不利。来不来、愿不愿意调解，都由您自己决定；不愿意的，随时可以说，不用讲理由。",
    "中心不评对错、不作裁判，调解不收费。不调解，也不影响您和对方各自的权利。",
)
NOT_TOLD = "对方要求什么，您可以打开下面的页面看，也可以打电话问。"
WAYS = (
    "在那里看对方的请求、由谁在办，直接说愿不愿意、选谁调解、什么时候方便；也可以打电话说。",
    "这封信、这个码只给您一个人，请收好。",
)


def invitation_letter(case: Case, *, party: Party, host: str, now: datetime) -> dict[str, Any] | None:
    """The fields of the letter; None for whom there is none. `host`: where this house is found, as typed."""
    code = letter_code_of(party)
    if not code or not may_be_invited(case, party=party):
        return None
    claim = claim_of(case, side=PartySide.RESPONDENT)
    return {
        "title": "调解邀请函",
        "letter_number": f"邀请第 {case.serial}-{party.position} 号",
        "date": moments.iso_second(now),
        "free": list(FREE),
        "asked": " ".join(paragraphs(claim.text if claim and claim.text else NOT_TOLD)),
        "code": code,
        "letter": host + address("letter"),
        "who": host + address("who"),
        "ways": list(WAYS),
        "signer": case.handler.name if case.handler else case.holder.name,
    }


def call_script(case: Case, *, party: Party) -> tuple[str, ...]:
    """What to say to somebody who is invited by telephone, sentence by sentence; empty for whom nobody is to call."""
    if not may_be_invited(case, party=party):
        return ()
    centre, claim = snapshot().centre, claim_of(case, side=PartySide.RESPONDENT)
    caller = f"{case.holder.name}的，姓{case.handler.name[:1]}" if case.handler else f"{case.holder.name}的"
    asked = f"对方的请求是：{claim.text}" if claim and claim.text else "对方要求什么，问过对方以后再告诉您。"
    return (
        f"您好，我是{caller}。有人请我们调解一件和您有关的{kind_label(case.kind)}纠纷。",
        f"您不放心的，请先挂断，自己打 {centre.phone or '12345'} 问，再打回来。",
        *FREE,
        asked,
        "您愿意调解吗？不愿意的，我记下来，不再打扰。",
        "愿意的，想请谁调解，什么时候方便？",
    )
