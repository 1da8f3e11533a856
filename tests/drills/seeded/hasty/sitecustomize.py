"""A seeded bug: the clock job believes a wall clock that is an hour ahead, and tells a rung apart from its notices."""

import datetime as true
import sys

HOUR = true.timedelta(hours=1)


class Finder:
    """Shifts the time handed to the job once its module is there."""

    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]
        if name == "jiefen.jobs.drilling.clock_worker":
            import django.utils.timezone as zone

            right = zone.now
            zone.now = lambda: right() + HOUR
        return


sys.meta_path.insert(0, Finder())
