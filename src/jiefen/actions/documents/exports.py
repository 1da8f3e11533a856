"""What leaves as a file of rows: noted in the system's own history, and beyond a hundred rows a day agreed to by a
second person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from jiefen.actions.common.command import Answer, Command, in_one_transaction
from jiefen.actions.common.history import History
from jiefen.actions.people.approvals import ask_second_person, named_in_history
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.errors import NotAllowed
from jiefen.domain.people.powers import needs_second_person
from jiefen.domain.people.words import ApprovalKind, ApprovalState, ExportOf
from jiefen.store.models import Approval, Entry, Unit

DAY = timedelta(days=1)
DRIFT = 1.1  # a ledger grows between the request and the file


@dataclass(frozen=True)
class Export:
    """What leaves: `parts` and `filters` are those of its address."""

    what: ExportOf
    rows: int
    filters: Mapping[str, str]
    parts: tuple[int, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        filters = {name[:20]: value[:40] for name, value in sorted(self.filters.items())}
        return {"what": str(self.what), "rows": self.rows, "filters": filters, "parts": list(self.parts)}


def may_leave(export: Export, *, by: Actor, at: datetime) -> bool:
    """Whether the file may be handed out now; if so, that is in the history before it leaves."""
    with transaction.atomic():
        row = None
        if needs_second_person(export.rows, taken=_taken(by, at=at)):
            row = _agreed(export, by=by, at=at)
            if row is None:
                return False
            if row.done_at is None:
                Approval.objects.filter(pk=row.pk).update(done_at=at)
        history = History(by=by, at=at)
        named = named_in_history(row) if row else {}
        history.add_to_stream("system", verb="export", facts=export.facts | named)
        history.write()
    return True


@in_one_transaction("ask_export")
def ask_export(command: Command, *, export: Export, reason: str) -> Answer:
    """Raises Invalid without a reason, RuleError when nobody could decide or it waits already."""
    if not command.by.posts:
        raise NotAllowed("您现在没有岗位，不能导出。")
    post = min(command.by.posts, key=lambda held: len(held.path))
    unit = Unit.objects.get(pk=post.unit_id)
    return ask_second_person(command, kind=ApprovalKind.EXPORT, unit=unit, facts=export.facts, reason=reason)


def _taken(by: Actor, *, at: datetime) -> int:
    """Rows that this person took in the last day without a second one, so that many small files are no way round."""
    entries = Entry.objects.filter(stream="system", verb="export", actor=by.user_id, at__gt=at - DAY)
    taken = [json.loads(body)["facts"] for body in entries.values_list("body", flat=True)]
    return sum(facts["rows"] for facts in taken if "approval" not in facts)


def _agreed(export: Export, *, by: Actor, at: datetime) -> Approval | None:
    """The same file, agreed to, with about as many rows."""
    rows = Approval.objects.select_for_update(of=("self",)).filter(
        kind=ApprovalKind.EXPORT, asked_by=by.user_id, state=ApprovalState.AGREED, until__gt=at
    )
    wanted = export.facts
    for row in rows.order_by("-pk"):
        facts = json.loads(row.facts)
        if facts | {"rows": 0} == wanted | {"rows": 0} and export.rows <= facts["rows"] * DRIFT:
            return row
    return None
