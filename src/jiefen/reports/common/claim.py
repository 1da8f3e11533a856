"""What is asked for, as the page of each side shows it: to the applicants their own words, to the others what was released."""

from __future__ import annotations

import json
from dataclasses import dataclass

from jiefen.domain.common.words import Flag, PartySide
from jiefen.reports.common.timeline import private_texts
from jiefen.store.models import Case


@dataclass(frozen=True)
class Claim:
    """`text`: may be empty. `note`: who reads what."""

    heading: str
    text: str
    note: str


def claim_of(case: Case, *, side: PartySide) -> Claim | None:
    """None where violence is alleged: whoever holds the phone may not be the person."""
    if Flag.VIOLENCE in case.flag_set():
        return None
    released = _released(case)
    if side is PartySide.APPLICANT:
        note = f"已经告诉对方：{released}" if released else "还没有告诉对方；要先问过您。"
        return Claim("您的请求", case.wanted or case.story, note)
    note = "" if released else "对方要求什么，承办人问过对方以后会写在这里；也可以打下面的电话问。"
    return Claim("对方的请求", released, note)


def _released(case: Case) -> str:
    """What the applicants last agreed to have told to the other side."""
    entry = case.entries.filter(verb="release_claim").order_by("-seq").first()
    return private_texts(entry, case=case, body=json.loads(entry.body)).get("claim", "") if entry else ""
