"""What a verb's select boxes offer for one case."""

from __future__ import annotations

from datetime import datetime

from jiefen.reports.common.reference import Choices, units_below
from jiefen.store.models import Case
from jiefen.store.questions.table import QUESTIONS


def for_ask(kind: str, *, verb: str, case: Case, now: datetime) -> Choices:
    """`kind`: a type of `QUESTIONS`. Forwarding offers fewer units than may be named."""
    if kind == "unit" and verb == "forward":
        return units_below(case, now=now)
    return QUESTIONS[kind].offered(case, now=now)


def offered(number: str, *, kind: str, now: datetime) -> Choices:
    """The same by number, for jobs that act as a window does."""
    case = Case.objects.select_related("holder", "handler").get(number=number)
    return QUESTIONS[kind].offered(case, now=now)
