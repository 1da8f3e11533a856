"""Where a case stands with a court: the open referral, the application for confirmation, and whether it may be made."""

from __future__ import annotations

from datetime import datetime

from jiefen.domain.agreement.words import AgreementState
from jiefen.domain.common.words import ClockEnd, Tier
from jiefen.domain.court.confirmation import Competent, ConfirmationMatter, competent, refusal
from jiefen.domain.court.words import CourtResult, PartyChoice
from jiefen.store.agreement import signers, standing_agreement
from jiefen.store.common.reference import snapshot
from jiefen.store.models import Agreement, Case, CourtConfirmation, Referral
from jiefen.store.parties import PRINCIPALS


def open_referral(case: Case) -> Referral | None:
    return case.referrals.filter(returned_at=None).first()


def refusing_sides(referral: Referral) -> list[str]:
    """Sides whose last word was that the court go on."""
    last = {row.side: row.choice for row in referral.choices_made.order_by("pk")}
    return [side for side, choice in last.items() if choice == PartyChoice.COURT]


def open_confirmation(case: Case) -> CourtConfirmation | None:
    return case.court_confirmations.filter(decided_on=None).first()


def agreement_in_force(case: Case) -> Agreement | None:
    return standing_agreement(case, AgreementState.EFFECTIVE)


def last_day(case: Case) -> datetime | None:
    """When the parties' thirty days end or ended."""
    rows = case.clocks.filter(rule="RT-02").exclude(ended=ClockEnd.VOID)
    return rows.order_by("-pk").values_list("due", flat=True).first()


def why_not(case: Case, *, now: datetime) -> str:
    """Why confirmation cannot be asked for; nothing when it can."""
    agreement = agreement_in_force(case)
    if agreement and agreement.court_confirmations.filter(result=CourtResult.EFFECTIVE).exists():
        return "法院已经裁定协议有效，不用再申请。"
    tracks = set(case.proceedings.values_list("track", flat=True))
    matter = ConfirmationMatter(case.kind, agreement is not None, tracks, last_day(case))
    return refusal(matter, now=now)


def must_ask(agreement: Agreement) -> set[int]:
    """Ids of the parties who have to ask together: those it binds, or both sides where it names nobody."""
    bound = signers(agreement)
    return bound or set(agreement.case.parties.filter(side__in=PRINCIPALS).values_list("pk", flat=True))


def still_to_ask(case: Case) -> set[int]:
    """Of those, who has not said so yet."""
    agreement, row = agreement_in_force(case), open_confirmation(case)
    if agreement is None:
        return set()
    asked = set(row.consents.values_list("party_id", flat=True)) if row else set()
    return must_ask(agreement) - asked


def courts_for(case: Case) -> tuple[Competent, ...]:
    """The proposed court first."""
    referral = case.referrals.order_by("-pk").first()
    county = next((place.name for place in snapshot().places.values() if place.tier == Tier.COUNTY), "")
    return competent(invited_by=referral.court if referral else "", county=county)
