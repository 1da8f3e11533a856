"""The form of one verb, drawn from what its row of the lifecycle asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from jiefen.domain import words
from jiefen.domain.lifecycle import Ask, Verb
from jiefen.gate.forms import Choices, TypedForm, text_field
from jiefen.reports import choices

if TYPE_CHECKING:
    from jiefen.store.models import Case

__all__ = ["TypedForm", "text_field", "verb_form"]


def verb_form(row: Verb, *, case: Case, data: Any = None) -> TypedForm:
    """The form of one verb, drawn from what its row asks."""
    form = TypedForm(data)
    for ask in row.asks:
        form.fields[ask.name] = _field(ask, row=row, case=case)
    return form


def _field(ask: Ask, *, row: Verb, case: Case) -> forms.Field:
    if ask.type == "long":
        return text_field(ask.label, required=ask.required, hint=ask.hint, long=True)
    if ask.type in ("text", "money", "case"):
        return text_field(ask.label, required=ask.required, hint=ask.hint)
    if ask.type == "file":
        return text_field(ask.label, required=ask.required, file=True)
    if ask.type.startswith("choice:"):
        vocabulary: type[words.Word] = getattr(words, ask.type.partition(":")[2])
        options = [choice for choice in vocabulary.choices() if choice[0]]
    else:
        options = choices.for_ask(ask.type, verb=row.name, case=case)
    many = ask.type == "units"
    first: Choices = [] if many else [("", "请选择")]
    return text_field(ask.label, required=ask.required, hint=ask.hint, choices=first + options, many=many)
