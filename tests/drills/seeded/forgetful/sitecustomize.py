"""A seeded bug: one commit in ten is quietly undone after the answer has been decided. The oracle must see it.

The number goes back with the commit, so the next case gets it again: seen as lost, or as two keys with one number.
"""

import random

from django.db import transaction

_leave = transaction.Atomic.__exit__


def _forget(self, kind, error, trace):  # type: ignore[no-untyped-def]
    connection = transaction.get_connection(self.using)
    if kind is None and not connection.savepoint_ids and random.random() < 0.1:
        connection.needs_rollback = True
    return _leave(self, kind, error, trace)


transaction.Atomic.__exit__ = _forget  # type: ignore[method-assign]
