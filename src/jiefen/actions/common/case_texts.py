"""Texts of a case as they are stored: flags, amounts, and what search looks through."""

from __future__ import annotations

from jiefen.domain.common.fold import name_form
from jiefen.domain.common.words import Word
from jiefen.domain.intake.fields import FIELDS, Field, Kept
from jiefen.store.models import Case

WORDS = tuple(field for field in FIELDS if field.kept is Kept.WORDS)
CODES = tuple(field for field in FIELDS if field.kept is Kept.CODE and field.is_plain)
_SEARCHED = tuple(field.name for field in FIELDS if field.searched)


def joined(flags: frozenset[str]) -> str:
    return f",{','.join(sorted(flags))}," if flags else ""


def money(amount: object) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def code_of(field: Field, value: object) -> object:
    """A value of a field as the history reproduces it."""
    if field.type == "money":
        return money(value)
    return str(value) if isinstance(value, Word) else value


def searchable(case: Case, *, names: list[str]) -> str:
    """Names stand there a second time without blanks and dots, where they have any."""
    forms = [form for name in names if (form := name_form(name)) != name.lower()]
    parts = [*names, *forms, *(getattr(case, name) for name in _SEARCHED)]
    return "\n".join(part for part in parts if part)
