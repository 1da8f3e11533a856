"""Typed answers of a verb's form → values. Everything that names a row is looked up through the actor's own eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q

from jiefen.actions.common.command import Command
from jiefen.domain.case.actor import Actor
from jiefen.domain.case.lifecycle import Ask, Verb
from jiefen.domain.common import moments, words
from jiefen.domain.common.errors import Invalid
from jiefen.domain.common.reading import LAST_DAY, Reading, whole_number
from jiefen.domain.intake.numbering import normalise_number, shown_parts
from jiefen.store.models import Case, Unit
from jiefen.store.questions.table import QUESTIONS

LONG = 5_000
KEPT = 20_000
SHORT = 200
LIMITS = {"text": SHORT, "long": LONG, "kept": KEPT}
MANY = frozenset(type_ for type_, kind in QUESTIONS.items() if kind.many)  # several may be chosen


Found = tuple[Any, str]  # the value, or None with a sentence that says why
Lookup = Callable[[str, Command, Case], Found]


def read(
    row: Verb, *, fields: Mapping[str, str], command: Command, case: Case, lookups: Mapping[str, Lookup]
) -> dict[str, Any]:
    """Values by field name; an optional field left empty is None. `lookups`: what reads a type that names a row.

    Raises Invalid with a sentence per field.
    """
    reading = Reading(fields)
    values = {
        ask.name: _value(ask, reading=reading, command=command, case=case, lookups=lookups)
        for ask in row.asks
    }
    for ask in row.asks:
        empty = values[ask.name] in (None, "", ())
        if ask.required and empty and ask.name not in reading.problems:
            reading.problems[ask.name] = f"请填写“{ask.label}”。"
    if reading.problems:
        raise Invalid(fields=reading.problems)
    return values


def _value(ask: Ask, *, reading: Reading, command: Command, case: Case, lookups: Mapping[str, Lookup]) -> Any:
    raw = (reading.fields.get(ask.name) or "").strip()
    if not isinstance(ask.type, str):
        return reading.word(ask.name, ask.type, default=None, label=ask.label)
    if ask.type in LIMITS:
        return reading.text(ask.name, limit=LIMITS[ask.type], label=ask.label)
    if ask.type == "money":
        return reading.money(ask.name, label=ask.label)
    if ask.type == "date":
        return reading.day(ask.name, today=LAST_DAY, label=ask.label)
    if ask.type == "clock_time":
        typed = reading.time(ask.name, label=ask.label)
        return moments.clock(typed) if typed else None
    if ask.type == "number":
        return reading.whole(ask.name, default=0, low=1, high=10_000, label=ask.label) or None
    if not raw:
        return () if ask.type in MANY else None
    value, problem = lookups[ask.type](raw, command, case)
    if problem:
        reading.problems[ask.name] = problem
    return value


def chosen(type_: str, raw: str, command: Command, case: Case) -> Found:
    """The row that a question of this type offers under this key; a tuple of rows where several may be chosen."""
    kind = QUESTIONS[type_]
    keys = [key for key in raw.split(",") if key] if kind.many else [raw]
    rows = [kind.chosen(key, case=case, now=command.at) for key in keys]
    if None in rows:
        return None, kind.why_not(keys[rows.index(None)], case=case)
    return (tuple(rows) if kind.many else rows[0]), ""


def case_by_number(raw: str, *, by: Actor) -> Case | None:
    """The case of a typed number, in either way of writing it, if this person may see it."""
    return Case.objects.visible_to(by).filter(numbered(raw)).select_related("holder", "secret").first()


def numbered(raw: str) -> Q:
    shown = shown_parts(raw)
    return Q(year=shown[0], serial=shown[1]) if shown else Q(number=normalise_number(raw))


def read_case(raw: str, command: Command, case: Case) -> Found:
    other = case_by_number(raw, by=command.by)
    if other is None:
        return None, f"没有找到案号“{raw[:30]}”，请核对；只能填您职责范围内的案件。"
    return (None, "不能填本案自己的案号。") if other.pk == case.pk else (other, "")


def is_id(raw: str) -> bool:
    return whole_number(raw) is not None


def in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as plain JSON for the history: codes for rows, no free text (that is sealed apart)."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, words.Word):
            plain[name] = value.value
        elif isinstance(value, Unit):
            plain[name] = value.code
        elif isinstance(value, Case):
            plain[name] = value.number
        elif isinstance(value, Model):
            plain[name] = value.pk
        elif isinstance(value, date):
            plain[name] = value.isoformat()
        elif isinstance(value, Decimal):
            plain[name] = f"{value:.2f}"
        elif isinstance(value, tuple) and all(isinstance(row, Model) for row in value):
            plain[name] = [row.code if isinstance(row, Unit) else row.pk for row in value]
    return plain


def free_text(row: Verb, *, values: Mapping[str, Any]) -> dict[str, str]:
    """What was written in words, to be sealed under the case's key; `sealed` texts have a place and a key of their own."""
    names = [ask.name for ask in row.asks if ask.type in ("long", "text")]
    return {name: values[name] for name in names if values[name]}
