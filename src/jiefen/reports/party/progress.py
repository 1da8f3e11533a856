"""What a party sees with the code of their receipt: where the case is, who holds it, by when, what has happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiefen.domain.case.lifecycle import ENDED
from jiefen.domain.clocks.party_limits import UNTOLD
from jiefen.domain.clocks.remedies import Offer
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.masks import mask_name
from jiefen.domain.common.words import PartyKind, PartySide, State
from jiefen.domain.intake.numbering import normalise_code
from jiefen.domain.oversight.words_disagreement import AppealAbout, AppealResult, AppealState
from jiefen.reports.case.buttons import StepView, steps_of
from jiefen.reports.common import party_sentences
from jiefen.reports.common.clock_view import ClockView, clocks_of, own_of
from jiefen.reports.common.reference import shown_number as shown_number
from jiefen.reports.common.remedies import remedies_of
from jiefen.reports.common.timeline import TimelineEntry, timeline
from jiefen.store.common import vault
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case
from jiefen.store.safety import is_apart


@dataclass(frozen=True)
class Progress:
    """Only facts that a party may see. `own`: the party's own limits. `limits`: what to know of the `ways`."""

    case: dict[str, str]
    steps: list[StepView]
    holder: dict[str, str]
    next: dict[str, str]
    ended: bool
    apart: bool
    ways: tuple[Offer, ...]
    limits: str
    own: list[ClockView]
    clocks: list[ClockView]
    entries: list[TimelineEntry]
    appeals: list[dict[str, Any]]


def case_by_code(code: str, *, tail: str) -> Case | None:
    """The case of a tracking code, if the tail fits a phone on it; a case without phones opens by its code alone."""
    plain = normalise_code(code)
    if not plain:
        return None
    case = (
        Case.objects.filter(code_blind=vault.blind(plain, column="case.code"))
        .select_related("holder", "handler")
        .first()
    )
    if case is None:
        return None
    tails = [
        bytes(blind)
        for blind in case.parties.exclude(tail_blind=None).values_list("tail_blind", flat=True)
        if blind
    ]
    return case if not tails or vault.blind(tail.strip(), column="party.phone_tail") in tails else None


def progress(case: Case, *, now: datetime) -> Progress:
    """The page of a party: only what they may see, names of the other side masked."""
    clocks = [clock for clock in clocks_of(case, now=now) if clock.running and clock.rule not in UNTOLD]
    heading, text = _what_now(case, clocks=clocks, now=now)
    state, person = State(case.state), case.handler.name if case.handler else ""
    others = case.parties.filter(side=PartySide.RESPONDENT).order_by("position")
    names = [
        party.name if party.kind == PartyKind.ORGANISATION else mask_name(party.name)
        for party in others
        if party.name
    ]
    return Progress(
        case={
            "label": shown_number(case),
            "title": _plain_title(case),
            "state": party_sentences.SHORT.get(state, state.label),
            "with_whom": "、".join(names),
        },
        steps=[
            StepView(party_sentences.STEPS.get(step.label, step.label), "", step.state)
            for step in steps_of(case)
        ],
        holder={"unit": case.holder.name, "person": person, "phone": case.holder.phone},
        next={"heading": heading, "text": text},
        ended=state in ENDED,
        apart=is_apart(case),
        ways=party_sentences.ways(state, offers=remedies_of(case, now=now)),
        limits=party_sentences.LIMITS,
        own=own_of(clocks, now=now),
        clocks=_ours(clocks),
        entries=timeline(case, only_party=True),
        appeals=_appeals(case),
    )


def _what_now(case: Case, *, clocks: list[ClockView], now: datetime) -> tuple[str, str]:
    due = next((clock.due for clock in clocks if clock.due and not clock.own), None)
    late = due is not None and due <= now
    return party_sentences.now(
        State(case.state),
        unit=case.holder.name,
        person=case.handler.name if case.handler else "",
        by=f"{snapshot().calendar.local(due):%m 月 %d 日 %H:%M}" if due and not late else "",
        late=late,
        apart=is_apart(case),
    )


def _ours(clocks: list[ClockView]) -> list[ClockView]:
    """What the centre and the unit have to keep, in plain words."""
    return [
        replace(clock, label=party_sentences.CLOCKS.get(clock.label, clock.label))
        for clock in clocks
        if not clock.own
    ]


def _appeals(case: Case) -> list[dict[str, Any]]:
    """The party's objections with their written answers, the newest first."""
    clock = case.clocks.filter(rule="C-APPEAL", stopped_at=None).first()
    return [
        {
            "about": AppealAbout.label_of(row.about),
            "state": AppealState.label_of(row.state),
            "tone": "ok" if row.answered_at else "info",
            "made_at": row.made_at,
            "due": clock.due if clock and not row.answered_at else None,
            "result": AppealResult.label_of(row.result) if row.result else "",
            "answer": row.answer,
            "answered_at": row.answered_at,
            "reviewer": row.reviewer.name if row.reviewer else "",
        }
        for row in case.appeals.select_related("reviewer").order_by("-pk")
    ]


def _plain_title(case: Case) -> str:
    return f"{kind_label(case.kind)}纠纷"


def case_by_id(pk: int | None) -> Case | None:
    """The case that this browser session has opened with a right code before, unless its file was destroyed since."""
    if not pk:
        return None
    rows = Case.objects.filter(pk=pk, secret__wrapped__isnull=False)
    return rows.select_related("holder", "handler", "secret").first()
