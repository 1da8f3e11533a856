"""The one agreement that stands on a case, and who is bound by it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from jiefen.domain.agreement.rules import AgreementFault, TermFacts, lint
from jiefen.domain.agreement.words import AgreementState, SignerRole, TermKind
from jiefen.domain.common.words import PartySide
from jiefen.store.models import Agreement, Case, Party, Term


def standing_agreement(case: Case, *states: AgreementState) -> Agreement | None:
    """The case's agreement, if it is in one of these states (default: any); at most one stands."""
    rows = Agreement.objects.filter(case=case, ended_at=None)
    return rows.filter(state__in=states).first() if states else rows.first()


def signers(agreement: Agreement) -> set[int]:
    """Ids of the parties whom the agreement binds."""
    pairs = agreement.terms.values_list("giver_id", "taker_id")
    return {party_id for pair in pairs for party_id in pair}


def unsigned_parties(agreement: Agreement) -> set[int]:
    """Those of them whose names are missing, while it waits for signatures."""
    if agreement.state != AgreementState.OFFERED:
        return set()
    return signers(agreement) - set(agreement.signatures.values_list("party_id", flat=True))


def signed_by_all(agreement: Agreement) -> bool:
    """Whether nothing but the committee's seal is missing: it is the last thing that is put (人民调解法 29)."""
    return set(missing(agreement)) <= {SignerRole.COMMITTEE.label}


def missing(agreement: Agreement) -> list[str]:
    """Whose names are still missing, in words. A written one needs all parties, the mediator and the seal (29, 31)."""
    rows = list(agreement.signatures.values_list("role", "party_id"))
    roles, signed = {role for role, _ in rows}, {party for _, party in rows}
    names = Party.objects.filter(pk__in=signers(agreement) - signed).order_by("position")
    return [
        *(party.name or "（姓名待补）" for party in names),
        *(role.label for role in (SignerRole.MEDIATOR, SignerRole.COMMITTEE) if role not in roles),
    ]


def terms_in_force(case: Case) -> QuerySet[Term]:
    """Promises of the agreement in force, in their order."""
    return (
        Term.objects.filter(
            agreement__case=case, agreement__ended_at=None, agreement__state=AgreementState.EFFECTIVE
        )
        .select_related("giver", "taker")
        .order_by("position")
    )


def facts_of_terms(agreement: Agreement) -> list[TermFacts]:
    """Its promises as the rulebook reads them."""
    return [
        TermFacts(TermKind(row.kind), row.giver_id, row.taker_id, row.text, row.amount, row.due_on, row.how)
        for row in agreement.terms.order_by("position")
    ]


def findings(case: Case, agreement: Agreement, *, today: date) -> list[AgreementFault]:
    """What stands between this draft and the parties' signatures."""
    sides = [
        set(case.parties.filter(side=side).values_list("pk", flat=True))
        for side in (PartySide.APPLICANT, PartySide.RESPONDENT)
    ]
    terms = facts_of_terms(agreement)
    return lint(terms, facts=agreement.facts, extra=agreement.extra, sides=(sides[0], sides[1]), today=today)
