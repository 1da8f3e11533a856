"""Run on a throw-away home: set alarms (`set N SECONDS`), or count what was told (`count`); one JSON object."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.demo.cases import fill
    from jiefen.actions.demo.clocks import set_alarms
    from jiefen.reports.clocks.counts import clock_counts

    now = timezone.now()
    if sys.argv[1] == "count":
        print(json.dumps(clock_counts(now=now)))
        return
    n, seconds, ago = int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    if sys.argv[1] == "fill":
        fill(n, at=now, seed=5)
    print(json.dumps({"set": set_alarms(n, first=timezone.now() - timedelta(days=ago), seconds=seconds)}))


if __name__ == "__main__":
    main()
