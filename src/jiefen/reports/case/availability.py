"""Which verbs would find something to do on a case: a button whose form opens on an empty list is not shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiefen.domain.agreement.words import AgreementState, SignerRole
from jiefen.domain.case.actor import Actor
from jiefen.domain.common.words import Flag, Outcome, ProceedingState
from jiefen.domain.common.words import Tie as TieWord
from jiefen.domain.messages.words import Medium
from jiefen.domain.oversight.supervision import FROM, STANDING, reaches
from jiefen.domain.oversight.words import (
    BookingState,
    CorrectionLevel,
    PromiseState,
    SupervisionLevel,
    SupervisionState,
)
from jiefen.reports.common.clock_view import ClockView
from jiefen.reports.common.reference import units_below
from jiefen.store.agreement import signed_by_all, standing_agreement
from jiefen.store.common.reference import snapshot
from jiefen.store.court import open_referral, still_to_ask, why_not
from jiefen.store.documents import materials, why_party_kept
from jiefen.store.mediation import refusing
from jiefen.store.models import Case, Volume
from jiefen.store.oversight.independence import REVIEWS
from jiefen.store.people.contact import leaves
from jiefen.store.questions.table import QUESTIONS
from jiefen.store.routing import why_not_taken_back
from jiefen.store.safety import is_apart


@dataclass(frozen=True)
class Asked:
    """A case, who looks at it, and its clocks."""

    case: Case
    actor: Actor
    clocks: Sequence[ClockView]
    now: datetime

    def offers(self, kind: str) -> bool:
        return bool(QUESTIONS[kind].offered(self.case, now=self.now))

    def corrected(self, **more: object) -> bool:
        return self.case.corrections.filter(ended_at=None, **more).exists()

    def agreement(self) -> str | None:
        """The state of the standing agreement; None without one."""
        row = standing_agreement(self.case)
        return None if row is None else row.state

    def unsigned(self, role: SignerRole) -> bool:
        row = standing_agreement(self.case, AgreementState.OFFERED)
        return row is not None and not row.signatures.filter(role=role).exists()

    def sealable(self) -> bool:
        """Whether everybody has signed and only the seal is missing."""
        row = standing_agreement(self.case, AgreementState.OFFERED)
        return row is not None and signed_by_all(row) and self.unsigned(SignerRole.COMMITTEE)

    def volume(self, *, lent: bool) -> bool:
        """Whether there is a paper file, here or lent out."""
        row = Volume.objects.filter(case=self.case, destroyed_at=None).first()
        return row is not None and row.loans.filter(back_at=None).exists() is lent

    def mediated(self) -> bool:
        """Whether nobody's safety forbids it."""
        return not is_apart(self.case)

    def applied(self, **more: object) -> bool:
        return self.case.court_confirmations.filter(decided_on=None, **more).exists()

    def grouped(self) -> bool:
        return self.case.groups.filter(until=None).exists()


def _supervised(*states: SupervisionState) -> Callable[[Asked], bool]:
    return lambda it: it.case.supervisions.filter(state__in=states).exists()


def _goes_up(level: SupervisionLevel) -> Callable[[Asked], bool]:
    def finds(it: Asked) -> bool:
        standing = it.case.supervisions.filter(state__in=STANDING).values_list("level", flat=True)
        return not any(reaches(grade, level) for grade in standing)

    return finds


_USES: dict[str, Callable[[Asked], bool]] = {
    "take_back": lambda it: not why_not_taken_back(it.case, now=it.now),
    "return": lambda it: not it.case.ruled and Flag.PETITION not in it.case.flag_set(),
    "resume": lambda it: any(clock.running and clock.paused for clock in it.clocks),
    "suspend": lambda it: any(clock.running and not clock.paused for clock in it.clocks),
    "finish": lambda it: it.case.proceedings.filter(state=ProceedingState.RUNNING).exists(),
    "unlink": lambda it: it.case.ties.filter(kind=TieWord.RELATED, until__isnull=True).exists(),
    "drop_co": lambda it: it.case.assignments.filter(lead=False, until__isnull=True).exists(),
    "forward": lambda it: bool(units_below(it.case, now=it.now)),
    "record": lambda it: it.case.proceedings.exists(),
    "object": lambda it: Flag.PETITION in it.case.flag_set() and not it.case.ruled,
    "refer_up": lambda it: not it.case.ruled,
    "meet": Asked.grouped,
    "end_group": Asked.grouped,
    "form_group": lambda it: not it.grouped(),
    "escalate": lambda it: it.offers("unit_above"),
    "answer_inquiry": lambda it: it.case.inquiries.filter(answered_at=None).exists(),
    "explain_delay": lambda it: it.offers("late_clock"),
    "extend": lambda it: it.offers("extendable"),
    "assign_appeal": lambda it: it.case.appeals.filter(answered_at=None).exists(),
    "answer_appeal": lambda it: it.case.appeals.filter(
        answered_at=None, reviewer_id=it.actor.user_id
    ).exists(),
    "ask_review": lambda it: Flag.PETITION in it.case.flag_set(),
    "decide_review": lambda it: it.case.proceedings.filter(track__in=REVIEWS, finished_at=None).exists(),
    "supervise": _goes_up(SupervisionLevel.ORDER),
    "list_case": _goes_up(SupervisionLevel.LISTED),
    "put_leader": lambda it: it.offers("leader") and _goes_up(SupervisionLevel.LEADER)(it),
    **{verb: _supervised(*states) for verb, (states, _) in FROM.items()},
    "take_referral": lambda it: open_referral(it.case) is None,
    "record_choice": lambda it: open_referral(it.case) is not None,
    "return_referral": lambda it: open_referral(it.case) is not None,
    "join_confirmation": lambda it: not why_not(it.case, now=it.now) and bool(still_to_ask(it.case)),
    "file_confirmation": lambda it: it.applied(filed_on=None) and not still_to_ask(it.case),
    "court_accepts": lambda it: it.applied(filed_on__isnull=False, accepted_on=None),
    "court_decides": lambda it: it.applied(filed_on__isnull=False),
    "do_duty": lambda it: it.offers("duty"),
    "correct": lambda it: not it.corrected(),
    "reply_correction": Asked.corrected,
    "raise_correction": lambda it: it.corrected(level__in=(CorrectionLevel.REMIND, CorrectionLevel.CIRCULAR)),
    "end_correction": Asked.corrected,
    "invite_expert": lambda it: it.mediated() and it.offers("expert"),
    "choose_mediator": Asked.mediated,
    "expert_answers": lambda it: it.offers("expert_question"),
    "begin_session": lambda it: it.mediated() and not refusing(it.case),
    "plan_session": lambda it: it.mediated() and not refusing(it.case),
    **dict.fromkeys(("move_session", "cancel_session"), lambda it: it.offers("planned")),
    "answer_invitation": lambda it: it.offers("invitation"),
    "book": lambda it: it.offers("reception"),
    "receive": lambda it: it.case.bookings.filter(state=BookingState.BOOKED).exists(),
    "draft_agreement": lambda it: it.agreement() in (None, AgreementState.DRAFT),
    "offer_agreement": lambda it: it.agreement() == AgreementState.DRAFT,
    "take_back_agreement": lambda it: it.agreement() in (AgreementState.DRAFT, AgreementState.OFFERED),
    "sign_on_paper": lambda it: it.offers("unsigned"),
    "sign_as_mediator": lambda it: it.unsigned(SignerRole.MEDIATOR),
    "seal_agreement": Asked.sealable,
    "invite": lambda it: Flag.VIOLENCE not in it.case.flag_set(),
    "send_code": lambda it: leaves(Medium.SMS) and it.offers("party_with_phone"),
    "print_code": lambda it: it.offers("party"),
    "confirm_for_party": lambda it: (
        it.agreement() == AgreementState.EFFECTIVE or it.case.outcome == Outcome.SETTLED
    ),
    "unconfirm": lambda it: it.case.outcome in (Outcome.AGREED, Outcome.SETTLED),
    **dict.fromkeys(("report_term", "verify_term", "default_term"), lambda it: it.offers("open_term")),
    "rate_for_party": lambda it: it.offers("unrated"),
    "go_back": lambda it: it.case.clocks.filter(rule="C-GOBACK", stopped_at=None).exists(),
    "audit_outcome": lambda it: it.offers("open_audit"),
    "revoke_paper": lambda it: it.offers("issued"),
    "catalogue_material": lambda it: materials(it.case).filter(paper=None).exists(),
    **dict.fromkeys(("place_volume", "lend_volume"), lambda it: it.volume(lent=False)),
    "return_volume": lambda it: it.volume(lent=True),
    "hold_file": lambda it: not it.case.holds.filter(until=None).exists(),
    "answer_erasure": lambda it: it.offers("data_request"),
    "erase_party": lambda it: (
        it.case.parties.filter(erased_at=None).exists()
        and not why_party_kept(it.case, at=it.now, today=snapshot().calendar.local(it.now).date())
    ),
    "lift_hold": lambda it: it.case.holds.filter(until=None).exists(),
    "settle_promise": lambda it: it.case.promises.filter(state=PromiseState.OPEN).exists(),
}


def nothing_to_do(asked: Asked, *, verbs: set[str]) -> set[str]:
    """Those of the verbs whose form would open on an empty list."""
    return {verb for verb, finds in _USES.items() if verb in verbs and not finds(asked)}
