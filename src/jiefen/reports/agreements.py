"""The agreement of a case as pages and papers need it."""

from __future__ import annotations

from jiefen.store.agreements import PRINCIPALS, standing_agreement
from jiefen.store.models import Case


def party_ids(number: str) -> list[int]:
    """Applicants and respondents of the case, in their order."""
    rows = Case.objects.get(number=number).parties.filter(side__in=PRINCIPALS).order_by("position")
    return list(rows.values_list("pk", flat=True))


def fixed_digest(number: str) -> tuple[int, str]:
    """Id of the case, and the digest of its agreement as fixed for signing; empty without one."""
    case = Case.objects.get(number=number)
    row = standing_agreement(case)
    return case.pk, row.digest if row else ""
