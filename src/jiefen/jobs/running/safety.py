"""What must be right before anything is accepted: the store's settings and the keys."""

from __future__ import annotations

from django.db import connection

from jiefen.lib import fairsqlite
from jiefen.store.common.keys import key_problems


def unsafe() -> list[str]:
    """Sentences for everything that forbids a start; empty when all is well."""
    problems = key_problems()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        problems += fairsqlite.problems(connection)
    return problems
