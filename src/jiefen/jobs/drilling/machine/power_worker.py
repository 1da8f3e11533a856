"""Registers cases until told how many; writes `key number` into the file of answers after each: what was acknowledged.

Run under the log of `power_log.c`. Argument: how many, the seed of its keys, and the `synchronous` to run with.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from jiefen.actions.intake.register import register
    from jiefen.domain.intake.registration import read
    from jiefen.jobs.drilling.load import BODY
    from jiefen.reports.common.actors import actor_by_username

    many, seed, synchronous = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    connection.ensure_connection()
    if synchronous != "FULL":  # the control
        connection.connection.execute(f"PRAGMA synchronous={synchronous}")
    clerk = actor_by_username("clerk", at=timezone.now())
    answers = os.open(settings.HOME.root / "answers", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for n in range(many):
        key, now = f"{seed}-{n}", timezone.now()
        registration = read(dict(BODY), today=now.date(), strict=False)
        number = register(registration=registration, by=clerk, at=now, key=key).number
        os.write(answers, f"{key} {number}\n".encode())


if __name__ == "__main__":
    main()
