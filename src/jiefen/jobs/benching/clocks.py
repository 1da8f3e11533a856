"""The clock job with very many clocks: due moments a second, and the time of a round with nothing due."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

DUE, RULES_A_CASE = 10_000, 40


def main() -> None:
    """Fill, measure, print one JSON object. Run on a throw-away home; argument: how many clocks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from jiefen.actions.clocks.warnings import tick
    from jiefen.actions.demo.cases import fill
    from jiefen.actions.demo.clocks import wind_up
    from jiefen.actions.oversight.supervision import propose

    n = int(sys.argv[1])
    due = min(DUE, n // 10)
    now = timezone.now()
    now = now.replace(hour=2, minute=0)  # ten in the morning in Shanghai: nobody sleeps
    fill(n // RULES_A_CASE + 1, at=now, seed=3)
    figures: dict[str, Any] = {"open_clocks": wind_up(n, due=due, at=now), "due": due}
    began = time.perf_counter()
    count = sum(tick(at=now, propose=propose).values())
    took = time.perf_counter() - began
    figures |= {"told": count, "all_told_s": round(took, 1), "due_per_s": round(count / took)}
    sweeps = [_seconds(lambda: tick(at=now, propose=propose)) for _ in range(20)]
    raw = [_seconds(_raw_sweep) for _ in range(20)]
    figures |= {
        "empty_sweep_p95_ms": round(statistics.quantiles(sweeps, n=20)[-1] * 1000, 1),
        "raw_index_look_p95_ms": round(statistics.quantiles(raw, n=20)[-1] * 1000, 1),
    }
    print(json.dumps(figures))


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _raw_sweep() -> None:
    """The least a round must do: one look at the index."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM store_clock WHERE stopped_at IS NULL AND next_rung_at IS NOT NULL"
            " AND next_rung_at <= '2000-01-01' LIMIT 1"
        )
        cursor.fetchall()


if __name__ == "__main__":
    main()
