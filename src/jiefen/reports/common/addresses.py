"""Addresses that a report leads to, asked by the names of their pages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from jiefen.store.models import Case


def address(name: str, *parts: object, **query: object) -> str:
    """The page `name` with the `parts` its address asks for, and what is asked of it. Raises NoReverseMatch."""
    path = reverse(name, args=parts)
    return f"{path}?{urlencode(query)}" if query else path


def case_address(case: Case, *, tab: str = "") -> str:
    """A case's page, at one of its tabs."""
    return address("case", case.number, tab=tab) if tab else address("case", case.number)
