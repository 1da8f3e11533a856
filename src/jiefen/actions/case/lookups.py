"""What reads the answers that name a row, by the type of the question: the row must be one that the question offers."""

from __future__ import annotations

from functools import partial

from jiefen.actions.agreement.agreements import read_terms
from jiefen.actions.common.asks import Lookup, chosen, read_case
from jiefen.actions.oversight.appeals import read_my_appeal
from jiefen.store.questions.table import QUESTIONS

LOOKUPS: dict[str, Lookup] = {
    **{type_: partial(chosen, type_) for type_ in QUESTIONS},
    # Typed, not chosen from a list.
    "case": read_case,
    "terms": read_terms,
    # Stricter than the list, which does not know who asks.
    "my_appeal": read_my_appeal,
}
