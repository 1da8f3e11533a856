"""One verb being taken on one case: what it changes, gathered so that row and history say the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from jiefen.actions.common.command import Command
from jiefen.domain.case.lifecycle import Verb
from jiefen.domain.common.words import Audience
from jiefen.domain.people.words import ApprovalKind
from jiefen.store.common.insert import insert_plain
from jiefen.store.common.prepared import Param, ReadyUpdate
from jiefen.store.models import Assignment, Case, Unit, User

# The open lead, and what the next one has been co-handling until now.
_END_LEAD = ReadyUpdate(
    lambda: Assignment.objects.filter(
        Q(lead=True) | Q(unit=Param("unit")), case=Param("case"), until__isnull=True
    ),
    until=Param("at"),
)


@dataclass
class Step:
    """`changes` is what the history folds; `touched` the columns to write; `starts` and `stops` are clocks besides
    those of the row, by rule, started ones with the moment they run from; `voids` stop without having been met;
    `codes` are the QR codes in the scan that the verb was given. `audience` and `to`: which parties read the entry;
    `to` None: those whom the row names. `waits_for`: a second person has to agree first.
    """

    command: Command
    case: Case
    row: Verb
    values: dict[str, Any]
    codes: tuple[str, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    starts: dict[str, datetime] = field(default_factory=dict)
    stops: set[str] = field(default_factory=set)
    voids: set[str] = field(default_factory=set)
    clocks_moved: bool = False
    audience: Audience = Audience.PARTY
    to: set[int] | None = None
    waits_for: ApprovalKind | None = None
    sentence: str = ""

    def set(self, **columns: Any) -> None:
        """Change folded columns whose row value is also their history value."""
        self.changes |= columns
        self.set_quietly(**columns)

    def set_quietly(self, **columns: Any) -> None:
        """Change columns that the history does not fold (texts, moments)."""
        for name, value in columns.items():
            setattr(self.case, name, value)
            self.touched.add(name)

    def hand_to(self, unit: Unit, *, how: str, person: User | None = None) -> None:
        """End the open lead and open the next: exactly one holder before, during and after."""
        case, at = self.case, self.command.at
        _END_LEAD(case=case, unit=unit, at=at)
        lead = {
            "case_id": case.pk,
            "unit_id": unit.pk,
            "person_id": person and person.pk,
            "how": how,
            "since": at,
        }
        insert_plain(Assignment, rows=[lead])
        case.holder, case.handler = unit, person
        self.touched |= {"holder", "handler"}
        self.changes |= {"holder": unit.code, "handler": person.pk if person else None}
