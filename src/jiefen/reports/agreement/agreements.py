"""The agreement of a case as pages and papers need it."""

from __future__ import annotations

from datetime import date

from jiefen.domain.agreement.rules import AgreementFault
from jiefen.domain.agreement.words import AgreementForm, AgreementState, TermState
from jiefen.domain.common import moments
from jiefen.domain.common.words import PartySide, UnitKind
from jiefen.store.agreement import facts_of_terms, findings, standing_agreement, terms_in_force
from jiefen.store.models import Case
from jiefen.store.parties import PRINCIPALS


def party_ids(number: str) -> list[int]:
    """Applicants and respondents of the case, in their order."""
    return [int(pk) for pk, _ in parties_of(Case.objects.get(number=number))]


def parties_of(case: Case) -> list[tuple[str, str]]:
    """Whom a promise may bind."""
    rows = case.parties.filter(side__in=PRINCIPALS).order_by("position")
    return [(str(row.pk), f"{row.name or '（姓名待补）'}（{PartySide.label_of(row.side)}）") for row in rows]


def fixed_digest(number: str) -> tuple[int, str]:
    """Id of the case, and the digest of its agreement as fixed for signing; empty without one."""
    case = Case.objects.get(number=number)
    row = standing_agreement(case)
    return case.pk, row.digest if row else ""


def open_promises(number: str) -> list[tuple[int, int, date]]:
    """Promises in force that are not performed: id, whom it is to reach, by when."""
    rows = terms_in_force(Case.objects.get(number=number)).exclude(state=TermState.PERFORMED)
    return list(rows.values_list("pk", "taker_id", "due_on"))


def stored_draft(case: Case) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Texts and promises of the draft, as the page shows them."""
    row = standing_agreement(case, AgreementState.DRAFT)
    if row is None:
        return {"form": "written"}, []
    terms = [
        {
            "kind": str(term.kind), "giver": str(term.giver), "taker": str(term.taker), "text": term.text,
            "amount": f"{term.amount:.2f}" if term.amount is not None else "", "due_on": moments.iso_day(term.due_on),
            "how": term.how,
        }
        for term in facts_of_terms(row)
    ]  # fmt: skip
    return {"form": row.form, "facts": row.facts, "extra": row.extra}, terms


def findings_of(case: Case, *, today: date) -> list[AgreementFault] | None:
    """Of the stored draft; None when there is none."""
    row = standing_agreement(case, AgreementState.DRAFT)
    return None if row is None else findings(case, row, today=today)


def agreement_paper(case: Case) -> str:
    """The code of the paper on which the standing agreement is printed."""
    oral = case.agreements.filter(ended_at=None, form=AgreementForm.ORAL).exists()
    organ = case.holder.kind == UnitKind.DEPARTMENT
    return "oral_agreement" if oral else "adm_agreement" if organ else "agreement"
