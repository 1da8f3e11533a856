"""A seeded bug: nobody looks whether a later release has been here. The drill must see that it goes unnoticed."""

import sys


class Finder:
    """Changes the look before anybody binds it."""

    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]
        if name in (
            "jiefen.jobs.running.upgrade",
            "jiefen.reports.ledger.readiness",
            "jiefen.reports.ledger.health",
        ):
            from jiefen.store.common import schema

            assert callable(schema.gap)
            schema.gap = lambda: ""
        return


sys.meta_path.insert(0, Finder())
