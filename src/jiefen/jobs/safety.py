"""What must be right before anything is accepted: the store's settings and the keys."""

from __future__ import annotations

from django.db import connection

from jiefen.config.home import KEYS, HomeProblem, home
from jiefen.lib import fairsqlite


def unsafe() -> list[str]:
    """Sentences for everything that forbids a start; empty when all is well."""
    problems: list[str] = []
    for name in KEYS:
        try:
            home().key(name)
        except HomeProblem as problem:
            problems.append(str(problem))
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        problems += fairsqlite.problems(connection)
    return problems
