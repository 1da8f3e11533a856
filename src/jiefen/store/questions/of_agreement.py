"""What may be chosen about an agreement, its promises and what the parties said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jiefen.domain.agreement.words import AuditWhy, TermState
from jiefen.domain.common import moments
from jiefen.store.agreement import standing_agreement, terms_in_force, unsigned_parties
from jiefen.store.models import Case, Party
from jiefen.store.questions.kind import QuestionKind
from jiefen.store.questions.of_case import name_and_side, principals


def _unsigned(case: Case, now: datetime) -> QuerySet[Party]:
    """Parties whom the offered agreement binds and who have not signed."""
    row = standing_agreement(case)
    return principals(case, now).filter(pk__in=unsigned_parties(row) if row else ())


KINDS: dict[str, QuestionKind[Any]] = {
    "unsigned": QuestionKind(
        _unsigned, name_and_side, "请从还没有签名的当事人中选择；已经签过的不能再签一次。"
    ),
    "unrated": QuestionKind(
        lambda case, now: principals(case, now).exclude(pk__in=case.ratings.values("party")),
        name_and_side,
        "请从还没有评价的当事人中选择。",
    ),
    "open_term": QuestionKind(
        lambda case, _now: terms_in_force(case).exclude(state=TermState.PERFORMED),
        lambda row: f"第 {row.position} 项：{row.giver.name}，{row.text[:40]}（{row.due_on} 前）",
        "这一项已经履行或不在本案，请从列表中选择。",
    ),
    "open_audit": QuestionKind(
        lambda case, _now: case.audits.filter(finding="").select_related("draw"),
        lambda row: f"{moments.month_in_words(row.draw.month)}，{AuditWhy.label_of(row.why)}",
        "本案没有待核查的抽查，请从列表中选择。",
    ),
}
