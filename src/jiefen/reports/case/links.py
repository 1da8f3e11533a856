"""Cases that belong together: merged here, merged there, related. Only those that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import BY_NAME
from jiefen.domain.common.words import State
from jiefen.domain.common.words import Tie as TieWord
from jiefen.domain.intake.numbering import display
from jiefen.reports.common.addresses import address, case_address
from jiefen.store.common.reference import snapshot
from jiefen.store.common.scope import can
from jiefen.store.models import Case, Tie


@dataclass(frozen=True)
class TieView:
    """`how` stands before the other case; `undo_url` is the form that unties them, empty when not this person's."""

    how: str
    title: str
    label: str
    url: str
    state: str
    reason: str
    since: datetime
    undo: str
    undo_url: str


def ties_of(actor: Actor, *, case: Case) -> list[TieView]:
    either = Q(case=case) | Q(other=case)
    rows = list(Tie.objects.filter(either, until__isnull=True).select_related("case", "other").order_by("pk"))
    others = [row.other_id if row.case_id == case.pk else row.case_id for row in rows]
    seen = (
        {other.pk: other for other in Case.objects.visible_to(actor).filter(pk__in=others)} if others else {}
    )
    return [
        _view(row, other=seen[pk], actor=actor, case=case)
        for row, pk in zip(rows, others, strict=True)
        if pk in seen
    ]


def _view(row: Tie, *, other: Case, actor: Actor, case: Case) -> TieView:
    mine = row.case_id == case.pk
    merged = row.kind == TieWord.MERGED
    bound = case if mine else other
    how = ("并入" if mine else "已并入本案") if merged else "关联"
    return TieView(
        how=how,
        title=other.title,
        label=display(other.number, snapshot().centre.short),
        url=case_address(other),
        state=State.label_of(other.state),
        reason=row.reason,
        since=row.since,
        undo="撤销并案" if merged else "取消关联",
        undo_url=_undo_url(actor, bound=bound, tied=row, verb="unmerge" if merged else "unlink"),
    )


def _undo_url(actor: Actor, *, bound: Case, tied: Tie, verb: str) -> str:
    """The form on the case that was bound; what it asks for is already filled in."""
    if bound.state not in BY_NAME[verb].come_from or not can(actor, action=verb, case=bound):
        return ""
    filled = {"other": tied.other.number} if verb == "unlink" else {}
    return address("case_verb", bound.number, verb, **filled)
