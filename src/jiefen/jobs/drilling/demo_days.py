"""Run on a throw-away home: the demonstration county made anew as on every kind of day, at every hour of the clock.

Arguments: how many of the days, then the numbers of matters. Prints `{number: {worked, days}, "failed": {…}}` as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import datetime

# Days before the mediators were appointed or after the last notice, leap days, ends of months and years, weekends,
# festivals and days worked instead; at all hours. The first four are those on which most different things went wrong.
DAYS = (
    "2026-01-01T00:00", "2024-02-29T10:15", "2026-10-07T21:30", "2026-03-01T07:59", "2025-12-31T23:59",
    "2028-02-29T13:00", "2024-03-31T23:30", "2024-12-31T16:00", "2025-01-01T09:00", "2025-01-28T15:00",
    "2025-02-02T12:00", "2025-05-01T08:10", "2025-10-04T03:00", "2026-01-03T10:00", "2026-02-14T17:40",
    "2026-02-17T09:00", "2026-02-22T20:00", "2026-02-28T11:00", "2026-04-05T14:00", "2026-06-30T18:01",
    "2026-07-31T22:00", "2026-09-27T10:00", "2026-10-01T09:00", "2026-10-04T12:00", "2026-10-08T08:31",
    "2026-10-18T16:00", "2026-11-30T14:30", "2026-12-05T10:00", "2026-12-31T17:00", "2027-01-01T09:30",
)  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    from jiefen.config.home import home

    home().make()
    import django

    django.setup()
    from jiefen.jobs.running.upgrade import migrate

    migrate()
    print(json.dumps(_trials(int(sys.argv[1]), map(int, sys.argv[2:])), ensure_ascii=False))


def _trials(days: int, counts: Iterable[int]) -> dict[str, object]:
    from jiefen.domain.common.moments import ZONE

    renew = _renewal()
    worked: dict[str, object] = {}
    failed: dict[str, str] = {}
    for cases in counts:
        good = 0
        for day in DAYS[:days]:
            renew()
            problem = _problem(cases, now=datetime.fromisoformat(day).replace(tzinfo=ZONE))
            good += not problem
            if problem:
                failed[f"{day} × {cases}"] = problem
        worked[str(cases)] = {"worked": good, "days": len(DAYS[:days])}
    return worked | {"failed": failed}


def _renewal() -> Callable[[], None]:
    """What puts the database back to how it is now."""
    from django.conf import settings
    from django.db import connection

    live, clean = settings.HOME.database, settings.HOME.root / "clean.sqlite3"
    connection.close()
    shutil.copy(live, clean)

    def renew() -> None:
        connection.close()
        shutil.copy(clean, live)
        for kept in (
            settings.HOME.checkpoints.iterdir()
        ):  # of the day before: beside them this one would be an older database
            if kept != settings.HOME.public_key:
                kept.unlink()

    return renew


def _problem(cases: int, *, now: datetime) -> str:
    """What went wrong; empty when the county stands and its history verifies."""
    from jiefen.jobs.demo import fill
    from jiefen.reports.ledger.verify import verify

    try:
        fill(cases, now=now, quiet=True, passwords=False)
    except Exception as problem:  # whatever it is, it is counted and named
        return f"{type(problem).__name__}: {problem}"
    return "" if verify(at=now).ok else "the history does not verify"


if __name__ == "__main__":
    main()
