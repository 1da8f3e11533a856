"""Proposals of supervision that wait for a person, by the limit that is late and the unit that is late with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from jiefen.domain.case.actor import Actor
from jiefen.domain.case.permissions import CASE_ACTIONS
from jiefen.domain.clocks import engine
from jiefen.domain.common.words import State
from jiefen.domain.oversight.supervision import LEVELS
from jiefen.domain.oversight.words import SupervisionLevel, SupervisionState
from jiefen.reports.common.addresses import case_address
from jiefen.reports.common.reference import shown_number
from jiefen.store.common.scope import on_one_of
from jiefen.store.models import Case, Supervision

PAGE = 60
BY_LEVEL = {level: verb for verb, level in LEVELS.items()}
# What can be decided for many at once; a leader is chosen case by case.
TOGETHER = (SupervisionLevel.ORDER, SupervisionLevel.LISTED)


@dataclass(frozen=True)
class ProposalLine:
    id: int
    title: str
    sub: str
    url: str
    level: str
    at: datetime


@dataclass(frozen=True)
class ProposalGroup:
    """What is late, in which unit; `name` for the box that chooses all of it."""

    name: str
    what: str
    unit: str
    lines: list[ProposalLine]


@dataclass(frozen=True)
class ProposalsView:
    """`decides`: whether this person may decide on any."""

    groups: list[ProposalGroup]
    decides: bool


@dataclass(frozen=True)
class Proposed:
    """One proposal as it is decided on. `adopt`: the verb that takes it up, empty where that needs a page of its own."""

    number: str
    shown: str
    adopt: str


def proposals(actor: Actor, *, start: int) -> tuple[ProposalsView, int]:
    """A page of them from the `start`th on, and how many there are."""
    rows = _waiting(actor)
    page = list(rows.order_by("rule", "case__holder__name", "made_at", "pk")[start : start + PAGE])
    groups = [
        _group(at, list(lines))
        for at, (_, lines) in enumerate(groupby(page, key=lambda row: (row.rule, row.case.holder_id)))
    ]
    roles = {grant.role for grant in CASE_ACTIONS["drop_proposal"]}
    return ProposalsView(groups, decides=bool(actor.roles & roles)), rows.count()


def chosen(actor: Actor, *, ids: Collection[int]) -> list[Proposed]:
    """Those of the proposals that this person sees and that still wait."""
    return [
        Proposed(
            number=row.case.number,
            shown=shown_number(row.case),
            adopt=BY_LEVEL[SupervisionLevel(row.level)] if row.level in TOGETHER else "",
        )
        for row in _waiting(actor).filter(pk__in=ids).order_by("pk")
    ]


def _waiting(actor: Actor) -> QuerySet[Supervision]:
    seen = Case.objects.visible_to(actor)
    rows = Supervision.objects.filter(on_one_of(seen), state=SupervisionState.PROPOSED)
    return rows.select_related("case__holder")


def _group(at: int, rows: list[Supervision]) -> ProposalGroup:
    first = rows[0]
    return ProposalGroup(
        name=f"group-{at}",
        what=f"“{engine.rule(first.rule).label}”超期" if first.rule else "没有写明环节",
        unit=first.case.holder.name,
        lines=[
            ProposalLine(
                id=row.pk,
                title=row.case.title,
                sub=f"{shown_number(row.case)} · {State.label_of(row.case.state)}",
                url=case_address(row.case, tab="oversight"),
                level=SupervisionLevel.label_of(row.level),
                at=row.made_at,
            )
            for row in rows
        ],
    )
