"""The one agreement that stands on a case, and who is bound by it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from jiefen.domain.agreement.rules import AgreementFault, TermFacts, lint
from jiefen.domain.agreement.words import AgreementState, TermKind
from jiefen.domain.common.words import PartySide
from jiefen.store.models import Agreement, Case, Term


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
