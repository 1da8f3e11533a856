"""What a party sees with their own tracking code: where the case is, who holds it, by when, what has happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiefen.domain.agreement.words import AgreementState
from jiefen.domain.case.lifecycle import ENDED
from jiefen.domain.clocks import engine
from jiefen.domain.clocks.limits import Limit
from jiefen.domain.clocks.party_limits import is_told
from jiefen.domain.clocks.remedies import Offer
from jiefen.domain.common import moments
from jiefen.domain.common.kinds import kind_label
from jiefen.domain.common.masks import mask_name
from jiefen.domain.common.words import Flag, PartyKind, PartySide, State
from jiefen.domain.oversight.words_disagreement import URGENT, AppealAbout, AppealResult, AppealState
from jiefen.reports.case.buttons import StepView, steps_of
from jiefen.reports.common import party_sentences
from jiefen.reports.common.claim import Claim, claim_of
from jiefen.reports.common.clock_view import ClockView, clocks_of, own_of
from jiefen.reports.common.reference import shown_number as shown_number
from jiefen.reports.common.remedies import remedies_of
from jiefen.reports.party.history import PartyLine, history_of
from jiefen.reports.party.stages import HeldStage, in_a_line, stages_of
from jiefen.store.agreement import standing_agreement
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Case, Party
from jiefen.store.parties import PRINCIPALS
from jiefen.store.safety import is_apart

OTHER = {PartySide.APPLICANT: PartySide.RESPONDENT, PartySide.RESPONDENT: PartySide.APPLICANT}


@dataclass(frozen=True)
class Progress:
    """Only facts that this party may see. `own`: their own limits. `limits`: what to know of the `ways`. `here`: where
    the matter is now and since when, in a line; `stages`: where it has been, the newest first."""

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
    here: str
    stages: list[HeldStage]
    claim: Claim | None
    entries: list[PartyLine]
    appeals: list[dict[str, Any]]


def progress(party: Party, *, now: datetime) -> Progress:
    """The page of one party: only what they may see, names of the other side masked."""
    case, side = party.case, PartySide(party.side)
    limits = clocks_of(case, now=now)
    clocks = [clock for clock in limits if clock.running and is_told(clock.rule, to=side)]
    stages = stages_of(case, side=side, clocks=limits)
    standing = _standing(case, side=side, clocks=clocks, now=now)
    heading, text = party_sentences.now(standing)
    return Progress(
        case={
            "label": shown_number(case),
            "title": f"{kind_label(case.kind)}纠纷",
            "state": party_sentences.short(standing.state, side=side, in_force=standing.in_force),
            "with_whom": "、".join(_others(case, side=side)),
        },
        steps=[
            StepView(party_sentences.STEPS.get(step.label, step.label), "", step.state)
            for step in steps_of(case)
        ],
        holder={"unit": case.holder.name, "person": standing.person, "phone": case.holder.phone},
        next={"heading": heading, "text": text},
        ended=standing.state in ENDED,
        apart=standing.apart,
        ways=party_sentences.ways(standing.state, offers=remedies_of(case, now=now, side=side)),
        limits=party_sentences.LIMITS,
        own=own_of(clocks, now=now),
        clocks=_ours(clocks),
        here=in_a_line(stages[0]),
        stages=stages,
        claim=claim_of(case, side=side),
        entries=history_of(case, party=party),
        appeals=_appeals(party),
    )


def _others(case: Case, *, side: PartySide) -> list[str]:
    """Who is on the other side: people masked, organisations in full."""
    return [
        party.name if party.kind == PartyKind.ORGANISATION else mask_name(party.name)
        for party in case.parties.filter(side=OTHER[side]).order_by("position")
        if party.name
    ]


def _standing(
    case: Case, *, side: PartySide, clocks: list[ClockView], now: datetime
) -> party_sentences.Standing:
    due = next((clock.due for clock in clocks if clock.due and not clock.own), None)
    late = due is not None and due <= now
    return party_sentences.Standing(
        state=State(case.state),
        side=side,
        unit=case.holder.name,
        person=case.handler.name if case.handler else "",
        by=moments.short_minute_in_words(due) if due and not late else "",
        late=late,
        apart=is_apart(case),
        in_force=standing_agreement(case, AgreementState.EFFECTIVE) is not None,
    )


def _ours(clocks: list[ClockView]) -> list[ClockView]:
    """What the centre and the unit have to keep, in plain words."""
    return [
        replace(clock, label=party_sentences.CLOCKS.get(clock.label, clock.label))
        for clock in clocks
        if not clock.own
    ]


def _appeals(party: Party) -> list[dict[str, Any]]:
    """This party's objections with their written answers, the newest first."""
    days = snapshot().calendar
    return [
        {
            "about": AppealAbout.label_of(row.about),
            "said": row.said,
            "state": AppealState.label_of(row.state),
            "tone": "ok" if row.answered_at else "info",
            "made_at": row.made_at,
            "due": None
            if row.answered_at
            else engine.due(_limit_of(row.about), start=row.made_at, calendar=days).at,
            "result": AppealResult.label_of(row.result) if row.result else "",
            "answer": row.answer,
            "answered_at": row.answered_at,
            "reviewer": row.reviewer.name if row.reviewer else "",
        }
        for row in party.appeals.select_related("reviewer").order_by("-pk")
    ]


def _limit_of(about: str) -> Limit:
    return engine.rule("C-URGENT" if about in URGENT else "C-APPEAL")


def may_object_to(case: Case) -> list[tuple[str, str]]:
    """What a party may choose on the page of objections: two kinds come after the end, one of them for petitions alone."""
    hidden = set() if case.state in ENDED else {AppealAbout.REOPEN, AppealAbout.REVIEW}
    if Flag.PETITION not in case.flag_set():
        hidden.add(AppealAbout.REVIEW)
    return [(word.value, word.label) for word in AppealAbout if word not in hidden]


def party_by_id(pk: int | None) -> Party | None:
    """The party whose page this browser session has opened with a right code before, unless the file was destroyed."""
    if not pk:
        return None
    rows = Party.objects.filter(pk=pk, case__secret__wrapped__isnull=False, side__in=PRINCIPALS)
    return rows.select_related(
        "secret", "case__holder", "case__handler", "case__origin", "case__secret"
    ).first()
