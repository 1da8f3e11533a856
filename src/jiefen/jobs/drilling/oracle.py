"""Run on a throw-away home after the faults: is every acknowledged case there, once, with a whole history?

Reads `{key: number}` from the file named as argument; prints counts as JSON. All zeros but the totals is a pass.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.ledger.sequence import sequence
    from jiefen.reports.ledger.ledger_counts import ledger_counts
    from jiefen.reports.ledger.verify import verify

    acked: dict[str, str] = json.loads(Path(sys.argv[1]).read_text())
    sequence()
    verdict = verify(at=timezone.now())
    counts = ledger_counts()
    numbers = Counter(acked.values())
    print(
        json.dumps(
            {
                "acked": len(acked),
                "lost": sum(number not in counts.numbers for number in numbers),
                "doubled": sum(times > 1 for times in numbers.values())
                + len(counts.numbers)
                - counts.distinct,
                "extra": len(counts.numbers) - len(numbers),
                "gaps": counts.gaps,
                "holders_wrong": counts.holders_wrong,
                "outbox_minus_entries": counts.outbox - counts.entries,
                "chain_violations": verdict.found,
                "entries": verdict.entries,
            }
        )
    )


if __name__ == "__main__":
    main()
