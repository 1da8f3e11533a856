"""The letter that goes back to the court with a matter: how mediation ended, and what nobody disputes. Nothing else."""

from __future__ import annotations

from typing import Any

from jiefen.domain.common import moments
from jiefen.domain.common.words import PartySide
from jiefen.domain.court.words import PartyChoice, ReferralKind, ReferralResult
from jiefen.store.models import Case, Referral

LONGEST = 1_900
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
                "lines": [*(paragraphs(row.facts) or ["没有形成。"]), SEALED],
            },
            {"heading": "三、退回的材料", "lines": paragraphs(row.materials)},
        ],
    }


def _choices(row: Referral) -> list[str]:
    return [
        f"{PartySide.label_of(choice.side)}：{PartyChoice.label_of(choice.choice)}（{moments.iso_day(choice.at)}）。"
        for choice in row.choices_made.order_by("pk")
    ]


def paragraphs(text: str) -> list[str]:
    """Line by line, none longer than the paper takes at a time: nothing of an answer is cut off."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line[at : at + LONGEST] for line in lines for at in range(0, len(line), LONGEST)]
