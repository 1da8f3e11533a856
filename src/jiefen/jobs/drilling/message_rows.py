"""Run on a throw-away home: set alarms (`set N SECONDS DAYS_AGO`, `fill` makes their cases first), or `count` what was told
and sent; one JSON object."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from jiefen.actions.demo.cases import fill
    from jiefen.actions.demo.clocks import set_alarms
    from jiefen.actions.demo.people import hand_out
    from jiefen.jobs.drilling.recording import handed
    from jiefen.reports.clocks.counts import clock_counts
    from jiefen.reports.messages.message_counts import message_counts

    file, now = settings.HOME.root / "handed", timezone.now()
    if sys.argv[1] == "count":
        notices = {f"notices_{name}": n for name, n in clock_counts(now=now).items()}
        print(json.dumps(message_counts(handed(file), now=now) | notices))
        return
    n, seconds, ago = int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    if sys.argv[1] == "fill":
        fill(n, at=now, seed=5)
        hand_out(n, at=timezone.now())
    file.unlink(missing_ok=True)
    print(json.dumps({"set": set_alarms(n, first=timezone.now() - timedelta(days=ago), seconds=seconds)}))


if __name__ == "__main__":
    main()
