"""What this person was asked as an expert: the question and the kind of dispute, nothing else of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.case.actor import Actor
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.mediation.words import ExpertState
from jiefen.store.models import ExpertQuestion


@dataclass(frozen=True)
class AskedLine:
    id: int
    kind: str
    question: str
    by: str
    at: datetime
    state: str
    waiting: bool
    answer: str


def asked(actor: Actor) -> list[AskedLine]:
    """Those still to be answered first, then the newest."""
    rows = ExpertQuestion.objects.filter(expert__user=actor.user_id).select_related("case", "by")
    return [
        AskedLine(
            id=row.pk,
            kind=f"{kind_label(row.case.kind)}纠纷",
            question=row.question,
            by=row.by.name,
            at=row.asked_at,
            state=ExpertState.label_of(row.state),
            waiting=row.answered_at is None,
            answer=row.answer,
        )
        for row in rows.order_by("state", "-pk")[:100]
    ]
