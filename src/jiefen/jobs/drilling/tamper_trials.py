"""Run on a throw-away home with a history and a checkpoint kept outside: every way to tamper, many times, all seen?

Arguments: the checkpoint file kept outside, trials per class. Prints `{class: {seen, named, trials}}` as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from jiefen.jobs.drilling.tampering import ATTACKS, opened
    from jiefen.reports.ledger.verify import verify

    outside, trials = Path(sys.argv[1]), int(sys.argv[2])
    live, clean = settings.HOME.database, settings.HOME.root / "clean.sqlite3"
    connection.close()
    shutil.copy(live, clean)
    figures: dict[str, dict[str, int]] = {}
    for name, attack in ATTACKS.items():
        seen = named = 0
        for trial in range(trials):
            shutil.copy(clean, live)
            base = opened(str(live))
            index = attack(base, random.Random(f"{name}{trial}"), None)
            base.close()
            verdict = verify(at=timezone.now(), checkpoint=outside.read_text(), witnesses=outside.parent)
            connection.close()
            seen += not verdict.ok
            named += verdict.first is not None and verdict.first.log_index == (None if index == -1 else index)
        figures[name] = {"seen": seen, "named": named, "trials": trials}
    shutil.copy(clean, live)
    untouched = verify(at=timezone.now(), checkpoint=outside.read_text())
    figures["untouched (control)"] = {"seen": int(not untouched.ok), "named": 0, "trials": 1}
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
