"""What stands between a party and a court, in plain words: whether to mediate first, and asking for confirmation together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.common import moments
from jiefen.domain.court.words import CourtResult, PartyChoice
from jiefen.reports.common.reference import shown_number
from jiefen.store.court import (
    agreement_in_force,
    last_day,
    open_confirmation,
    open_referral,
    still_to_ask,
    why_not,
)
from jiefen.store.models import Case, CourtConfirmation, Party

FIRST = "法院把这件事移送来，先问问双方愿不愿意调解。愿不愿意由您决定；不愿意的退回法院，不影响立案审理。"
TOGETHER = "协议可以请法院确认，不收费；确认以后对方不履行的，可以直接申请强制执行。要双方都同意，一起申请"
RESULTS = {
    CourtResult.EFFECTIVE: "法院裁定协议有效。对方不履行的，可以申请强制执行。",
    CourtResult.DISMISSED: "法院驳回了申请。可以重新调解、变更协议，也可以起诉。",
    CourtResult.NOT_ACCEPTED: "法院没有受理。协议仍然有效，对方不履行的可以就协议起诉。",
    CourtResult.WITHDRAWN: "申请已经撤回。",
}


@dataclass(frozen=True)
class CourtMatter:
    heading: str
    text: str


@dataclass(frozen=True)
class OwnCourt:
    """`chosen`: what this party's side said last. `may_choose`, `may_join`: what still waits for this party."""

    label: str
    matters: list[CourtMatter]
    chosen: str
    may_choose: bool
    may_join: bool


def court_matters(case: Case, *, now: datetime) -> list[CourtMatter]:
    """What anybody who follows the case may read."""
    matters = []
    referral = open_referral(case)
    if referral is not None:
        matters.append(CourtMatter(f"{referral.court}移送", FIRST))
    text = _confirmation(case, now=now)
    return [*matters, CourtMatter("司法确认", text)] if text else matters


def own_court(case: Case, *, party: Party, now: datetime) -> OwnCourt:
    referral = open_referral(case)
    last = referral.choices_made.filter(side=party.side).order_by("-pk").first() if referral else None
    return OwnCourt(
        label=shown_number(case),
        matters=court_matters(case, now=now),
        chosen=PartyChoice.label_of(last.choice) if last else "",
        may_choose=referral is not None,
        may_join=may_join(case, party=party, now=now),
    )


def may_join(case: Case, *, party: Party, now: datetime) -> bool:
    return not why_not(case, now=now) and party.pk in still_to_ask(case)


def _confirmation(case: Case, *, now: datetime) -> str:
    row = case.court_confirmations.exclude(filed_on=None).order_by("-pk").first()
    if row is not None and not (row.decided_on and open_confirmation(case)):
        return _filed(row)
    due = last_day(case)
    if agreement_in_force(case) is None or due is None or why_not(case, now=now):
        return ""
    left = len(still_to_ask(case))
    said = f"还有 {left} 方没有表示同意。" if left else "各方都同意了，请和对方一起到法院递交申请。"
    return f"{TOGETHER}，最迟 {moments.short_day_in_words(due)}。{said}"


def _filed(row: CourtConfirmation) -> str:
    if row.decided_on:
        return f"{row.decided_on}，{RESULTS[CourtResult(row.result)]}"
    if row.accepted_on:
        return f"{row.court}在 {row.accepted_on} 受理了申请，一般 30 天内有结果。"
    return f"双方在 {row.filed_on} 向{row.court}递交了申请，等法院受理。"
