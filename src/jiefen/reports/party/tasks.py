"""What one party sees behind their own door: the agreement to read and sign, what to confirm, what to rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiefen.domain.agreement.words import (
    SUCCESSES,
    AgreementForm,
    AgreementState,
    ConfirmAnswer,
    ConfirmedAbout,
    SignerRole,
    SigningLevel,
    TermKind,
    TermState,
)
from jiefen.domain.common.money_words import in_words
from jiefen.domain.common.words import HELPING, Outcome, PartySide
from jiefen.domain.messages.words import Medium
from jiefen.reports.common.addresses import address
from jiefen.reports.common.reference import shown_number
from jiefen.store.agreement import signers, standing_agreement, terms_in_force, unsigned_parties
from jiefen.store.models import Case, Party, Term
from jiefen.store.parties import mobile_of
from jiefen.store.people.contact import leaves
from jiefen.store.withdrawal import why_not_withdrawn as why_not_withdrawn

SIGN = "写得对不对、签不签，都由您定。"
READ = "您已经签过，随时可以再看。"
TRUE = "登记的结果是不是真的，请您说一声。"
KEPT = "对方照办了没有，请您说一声。"
RATE = "中心和承办单位，请您打个分。"


@dataclass(frozen=True)
class Task:
    """Something that waits for this party, with the page where it is done."""

    label: str
    text: str
    url: str


def can_be_sent(party: Party) -> bool:
    """Whether a code can go to this party's own telephone."""
    return leaves(Medium.SMS) and bool(mobile_of(party))


def filed_by(party: Party) -> str:
    """Who filed it for this applicant, with the unit: told to nobody else, and not where they came in themselves."""
    case = party.case
    helped = party.side == PartySide.APPLICANT and case.origin.kind in HELPING
    return f"{case.origin.name} {case.registered_by.name}" if helped else ""


def tasks(party: Party) -> list[Task]:
    """What waits for this party behind their own door."""
    case = party.case
    agreement = standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE)
    open_tasks = []
    if agreement is not None and party.pk in signers(agreement):
        signs = party.pk in unsigned_parties(agreement)
        open_tasks.append(_agreement(signs=signs))
    about = SUCCESSES.get(Outcome(case.outcome))
    if about and not case.confirmations.filter(party=party, about=about).exists():
        open_tasks.append(Task("确认结果是不是属实", TRUE, address("track_confirm")))
    elif _open_promises(case, party=party):
        open_tasks.append(Task("确认约定有没有履行", KEPT, address("track_confirm")))
    if case.ended_at and not case.ratings.filter(party=party).exists():
        open_tasks.append(Task("评价办得怎么样", RATE, address("track_rating")))
    return open_tasks


def _agreement(*, signs: bool) -> Task:
    url = address("track_agreement")
    return Task("看协议、签协议", SIGN, url) if signs else Task("看协议", READ, url)


def _open_promises(case: Case, *, party: Party) -> list[Term]:
    rows = terms_in_force(case).exclude(state=TermState.PERFORMED)
    return [row for row in rows if party.pk in (row.giver_id, row.taker_id)]


def agreement_of(case: Case, *, party: Party) -> dict[str, Any] | None:
    """The text to read, whose names are under it and how they got there. None when there is none to be shown."""
    row = standing_agreement(case, AgreementState.OFFERED, AgreementState.EFFECTIVE)
    if row is None or party.pk not in signers(row):
        return None
    signed = row.signatures.select_related("party", "user").order_by("pk")
    mine = next((signature for signature in signed if signature.party_id == party.pk), None)
    return {
        "label": shown_number(case),
        "form": AgreementForm.label_of(row.form),
        "state": AgreementState.label_of(row.state),
        "in_force": row.state == AgreementState.EFFECTIVE,
        "facts": row.facts,
        "extra": row.extra,
        "terms": [_term(term) for term in row.terms.select_related("giver", "taker").order_by("position")],
        "parties": [
            (signer.name, PartySide.label_of(signer.side))
            for signer in case.parties.filter(pk__in=signers(row))
        ],
        "digest": row.digest,
        "wet_only": row.wet_only,
        "may_sign": mine is None and row.state == AgreementState.OFFERED and not row.wet_only,
        "mine": {"level": SigningLevel.label_of(mine.level), "at": mine.at} if mine else None,
        "signatures": [
            {
                "who": signature.party.name
                if signature.party
                else signature.user.name
                if signature.user
                else "",
                "role": SignerRole.label_of(signature.role),
                "level": SigningLevel.label_of(signature.level),
                "at": signature.at,
            }
            for signature in signed
        ],
        "name": party.name,
    }


def _term(row: Term) -> dict[str, Any]:
    return {
        "kind": TermKind.label_of(row.kind),
        "giver": row.giver.name,
        "taker": row.taker.name,
        "text": row.text,
        "amount": f"{row.amount:,.2f}" if row.amount is not None else "",
        "words": in_words(row.amount) if row.amount is not None else "",
        "due": row.due_on,
        "how": row.how,
    }


def to_confirm(case: Case, *, party: Party) -> dict[str, Any]:
    """The outcome, and each open promise this party has a part in, with their last answer."""
    about = SUCCESSES.get(Outcome(case.outcome))
    agreement = standing_agreement(case, AgreementState.EFFECTIVE)
    bound = agreement is None or party.pk in signers(agreement)
    return {
        "label": shown_number(case),
        "about": str(about) if about and bound else "",
        "told": about.label if about else "",
        "summary": case.summary,
        "answered": _last(case, party=party, about=about) if about else None,
        "terms": [
            _term(row)
            | {"id": row.pk, "state": TermState.label_of(row.state), "receives": party.pk == row.taker_id}
            for row in _open_promises(case, party=party)
        ],
    }


def _last(case: Case, *, party: Party, about: ConfirmedAbout) -> dict[str, Any] | None:
    row = case.confirmations.filter(party=party, about=about).order_by("-pk").first()
    return {"answer": ConfirmAnswer.label_of(row.answer), "at": row.at} if row else None


def rated(case: Case, *, party: Party) -> bool:
    return case.ratings.filter(party=party).exists()
