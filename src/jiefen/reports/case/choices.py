"""What a verb's select boxes offer for one case."""

from __future__ import annotations

from datetime import datetime

from jiefen.reports.common.reference import Choices, units_below
from jiefen.store.models import Assignment, Case
from jiefen.store.questions.table import QUESTIONS


def for_ask(kind: str, *, verb: str, case: Case, now: datetime) -> Choices:
    """`kind`: a type of `QUESTIONS`. Two verbs offer fewer units than may be named."""
    if kind == "unit" and verb == "forward":
        return units_below(case)
    if kind == "unit" and verb == "drop_co":
        rows = Assignment.objects.filter(case=case, lead=False, until__isnull=True).select_related("unit")
        return [(row.unit.code, row.unit.name) for row in rows]
    return QUESTIONS[kind].offered(case, now=now)


def offered(number: str, *, kind: str, now: datetime) -> Choices:
    """The same by number, for jobs that act as a window does."""
    case = Case.objects.select_related("holder", "handler").get(number=number)
    return QUESTIONS[kind].offered(case, now=now)
