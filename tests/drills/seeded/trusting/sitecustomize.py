"""A seeded bug: whatever keys are there are taken for the right ones. The drill must see that nothing refuses."""

import sys


class Finder:
    """Changes the check before anybody binds it."""

    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]
        if name in ("jiefen.jobs.running.upgrade", "jiefen.reports.ledger.readiness"):
            from jiefen.store.common import keys

            assert callable(keys.key_problems)
            keys.key_problems = list
        return


sys.meta_path.insert(0, Finder())
