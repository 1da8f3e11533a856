"""R-1 and R-2: kill -9 at random moments under load; nothing acknowledged is lost, nothing happens twice."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.load import Load, Record, percentile, settle_unknown
from jiefen.jobs.drilling.site import Site

CLIENTS = 16
PER_KILL = 10  # registrations that must be acknowledged for each kill
MOST_RESTART_S = 2.0
MUST_BE_ZERO = (
    "lost",
    "doubled",
    "extra",
    "holders_wrong",
    "outbox_minus_entries",
    "chain_violations",
    "unsettled",
    "bad_replays",
)


def kills(
    site: Site,
    *,
    times: int,
    one_worker: bool,
    each: int = PER_KILL,
    seed: int = 7,
    most: float = 0.9,
) -> dict[str, Any]:
    """Kill the server (or one worker of it) `times` times while 16 clients work, `each` registrations acknowledged for
    every kill; then judge the store.
    """
    chance = random.Random(seed)
    site.make()
    starts = [site.start()]
    load = Load(site.port, tokens=site.tokens, clients=CLIENTS, seed=seed)
    load.start()
    for n in range(times):
        load.until_acknowledged(each * n)  # each kill falls into work that is going on
        time.sleep(chance.uniform(0.1, most))
        if one_worker:
            site.kill_one_worker()
        else:
            site.kill()
            starts.append(site.start())
    load.until_acknowledged(each * times)
    record = load.finish()
    return judged(
        site, record=record, starts=starts, kills=times, answered=len(record.acked), at_least=each * times
    )


def judged(
    site: Site, *, record: Record, starts: list[float], kills: int, answered: int, at_least: int
) -> dict[str, Any]:
    """Resolve what had no answer, stop, and let the oracle count. `answered`: requests during the faults, of which there
    must be `at_least` so many: where nothing was answered, nothing could be lost.
    """
    in_doubt = len(record.unknown)
    settle_unknown(record, port=site.port, token=site.tokens["clerk"])
    site.stop()
    acked = Path(site.root) / "acked.json"
    acked.write_text(json.dumps(record.acked))
    counts = site.ask("drilling.oracle", str(acked))
    if site.database:
        counts.pop("gaps")
    return {
        "kills": kills,
        "answered_during_faults": answered,
        "answered_at_least": at_least,
        "in_doubt": in_doubt,
        "unsettled": len(record.unknown),
        "advanced": record.advanced,
        "replays": record.replays,
        "bad_replays": record.bad_replays,
        "restart_p50_s": round(sorted(starts)[len(starts) // 2], 2),
        "restart_p95_s": round(sorted(starts)[int(len(starts) * 0.95)] if len(starts) > 1 else starts[0], 2),
        "p99_ms": percentile(record.seconds, share=0.99),
        "statuses": {str(status): n for status, n in sorted(record.statuses.items())},
        **counts,
    }


def passed(figures: dict[str, Any]) -> bool:
    return (
        all(figures[name] == 0 for name in MUST_BE_ZERO)
        and figures.get("gaps", 0) == 0
        and figures["answered_during_faults"] >= figures["answered_at_least"] > 0
    )
