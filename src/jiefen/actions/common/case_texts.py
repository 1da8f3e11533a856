"""Texts of a case as they are stored: flags, amounts, and what search looks through."""

from __future__ import annotations

from jiefen.store.models import Case


def joined(flags: frozenset[str]) -> str:
    return f",{','.join(sorted(flags))}," if flags else ""


def money(amount: object) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def searchable(case: Case, *, names: list[str]) -> str:
    parts = [case.title, *names, case.story, case.wanted, case.address, case.external_number]
    return "\n".join(part for part in parts if part)
