"""The form of one verb, drawn from what its row of the lifecycle asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from jiefen.actions.common.asks import MANY
from jiefen.domain.case.lifecycle import Ask, Verb
from jiefen.domain.safety.words import Told
from jiefen.gate.forms import Choices, TypedForm, text_field
from jiefen.reports.case import choices

if TYPE_CHECKING:
    from jiefen.store.models import Case

__all__ = ["TypedForm", "text_field", "verb_form"]


def verb_form(
    row: Verb,
    *,
    case: Case,
    now: datetime,
    data: QueryDict | None = None,
    initial: Mapping[str, object] | None = None,
) -> TypedForm:
    """The form of one verb, drawn from what its row asks. `initial`: what the link to it already knows."""
    usual = {ask.name: ask.default for ask in row.asks if ask.default}
    form = TypedForm(data, initial={**usual, **(initial or {})})
    for ask in row.asks:
        form.fields[ask.name] = _field(ask, row=row, case=case, now=now)
    return form


def _field(ask: Ask, *, row: Verb, case: Case, now: datetime) -> forms.Field:
    if ask.type in ("long", "kept"):
        return text_field(ask.label, required=ask.required, hint=ask.hint, long=True)
    if ask.type == "date":
        return text_field(ask.label, required=ask.required, hint=ask.hint, date=True)
    if ask.type in ("text", "money", "number", "case", "clock_time"):
        return text_field(ask.label, required=ask.required, hint=ask.hint)
    if ask.type == "file":
        return text_field(ask.label, required=ask.required, file=True)
    if not isinstance(ask.type, str):
        options = [choice for choice in ask.type.choices() if choice[0]]
    else:
        options = choices.for_ask(ask.type, verb=row.name, case=case, now=now)
    if ask.type is Told:  # five of them are asked of each side: one click each
        field = text_field(ask.label, required=ask.required, hint=ask.hint)
        field.widget = forms.RadioSelect(choices=options)
        return field
    many = ask.type in MANY
    only = ask.required and len(options) == 1
    first: Choices = [] if many or only else [("", "请选择")]
    return text_field(ask.label, required=ask.required, hint=ask.hint, choices=first + options, many=many)
