"""One answer 统一答复 (row E8): every case that ended has its paper, by how it ended, with the ways that stay open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.lifecycle import ENDED
from jiefen.domain.common.words import Elsewhere, Flag, Outcome
from jiefen.reports.common.timeline import private_text
from jiefen.store.models import Case


@dataclass(frozen=True)
class AnswerFinding:
    """What the answer says: a title, what was asked, what came of it, who signed, when."""

    title: str
    asked: str
    heading: str
    text: str
    signer: str
    at: datetime


_TITLES = {
    Outcome.AGREED: "调处结果告知书",
    Outcome.SETTLED: "调处结果告知书",
    Outcome.UNCONFIRMED: "调处结果告知书",
    Outcome.ANSWERED: "答复意见书",
    Outcome.NOT_AGREED: "终止调解告知书",
    Outcome.TERMINATED: "终止调解告知书",
    Outcome.REFUSED: "终止调解告知书",
    Outcome.GUIDED: "引导告知书",
}


def has_answer(case: Case) -> bool:
    """Withdrawn and merged matters are answered by nobody: the party asked for the one, the other goes on."""
    return case.state in ENDED and case.ended_at is not None and case.outcome in _TITLES


def finding(case: Case) -> AnswerFinding | None:
    """None while the case is open, and for one that was withdrawn or merged."""
    if not has_answer(case) or case.ended_at is None:
        return None
    last = (
        case.entries.filter(verb__in=("decline", "record")).select_related("actor").order_by("-seq").first()
    )
    if last is not None and last.verb == "decline":
        body = json.loads(last.body)
        elsewhere = Elsewhere.label_of(body["facts"].get("elsewhere", ""))
        why = private_text(last, case=case)
        signer = last.actor.name if last.actor else ""
        text = f"{why}\n您可以：{elsewhere}。"
        return AnswerFinding(
            "不予受理告知书", case.wanted, "二、不予受理的理由和去向", text, signer, case.ended_at
        )
    outcome = Outcome(case.outcome)
    agreed = f"\n金额：{case.amount_agreed:,.2f} 元。" if case.amount_agreed else ""
    title = "信访事项处理意见书" if Flag.PETITION in case.flag_set() else _TITLES[outcome]
    signer = case.recorded_by.name if case.recorded_by else ""
    text = f"{case.summary}{agreed}"
    return AnswerFinding(title, case.wanted, f"二、办理结果：{outcome.label}", text, signer, case.ended_at)
