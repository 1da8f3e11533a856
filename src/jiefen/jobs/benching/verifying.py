"""Entries a second through `verify`, beside plain reading and hashing of the same entries. Run on a filled home."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from typing import Any


def main() -> None:
    """Print one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.ledger.sequence import sequence
    from jiefen.reports.ledger.verify import verify

    began = time.perf_counter()
    numbered = sequence()
    figures: dict[str, Any] = {"numbered_per_s": round(numbered / max(time.perf_counter() - began, 0.001))}
    verdict = verify(at=timezone.now())
    raw = _raw()
    rate = verdict.entries / max(verdict.seconds, 0.001)
    figures |= {"entries": verdict.entries, "found": verdict.found, "entries_per_s": round(rate)}
    print(json.dumps(figures | {"raw_entries_per_s": round(raw), "share": round(rate / raw, 2)}))


def _raw() -> float:
    """Read every body once, chain its digest and mac it: the least that a check must do."""
    from django.db import connection

    key, head, n = b"k" * 32, b"", 0
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM store_entry ORDER BY id")
        while rows := cursor.fetchmany(2000):
            for (body,) in rows:
                head = hashlib.sha256(b"\x02" + head + hashlib.sha256(body.encode()).digest()).digest()
                hmac.digest(key, head, "sha256")
            n += len(rows)
    return n / max(time.perf_counter() - began, 0.001)


if __name__ == "__main__":
    main()
