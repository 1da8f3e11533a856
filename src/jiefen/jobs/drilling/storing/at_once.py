"""R-9 and R-10: sixteen who write at once, alone and among readers; one event many times."""

from __future__ import annotations

import time
import uuid
from typing import Any

from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import BODY, Caller, Load, Record, percentile
from jiefen.jobs.drilling.site import Site
from jiefen.jobs.drilling.storing.asking import Outcome, at_once

CLIENTS, READS = 16, 0.8
PER_SECOND = 5  # requests that sixteen must get through
MOST_WRITE_MS, MOST_EVER_MS, MOST_READ_MS = 300.0, 2_000.0, 100.0  # p99, the slowest of all, p99
ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.3")  # from which one event is sent


def contention(site: Site, times: int) -> Outcome:
    """Sixteen writers for `times` seconds, then as long with four reads to every write: no errors, and nobody starves."""
    site.make()
    starts = [site.start()]
    load = Load(site.port, tokens=site.tokens, clients=CLIENTS, seed=3)
    load.start()
    time.sleep(times)
    record = load.finish()
    mixed = Load(site.port, tokens=site.tokens, clients=CLIENTS, seed=4, reads=READS)
    mixed.start()
    time.sleep(times)
    also = mixed.finish()
    record.acked |= also.acked
    record.unknown |= also.unknown
    answered = len(record.seconds) + len(also.seconds) + len(also.read_seconds)
    figures = judged(
        site, record=record, starts=starts, kills=0, answered=answered, at_least=PER_SECOND * times
    )
    failed = sum(n for seen in (record, also) for status, n in seen.statuses.items() if status >= 500)
    figures |= {
        "seconds_each": times,
        "registrations_per_s": round(len(record.seconds) / times, 1),
        "reads_per_s": round(len(also.read_seconds) / times, 1),
        "errors": failed,
        "write_p50_ms": percentile(record.seconds, share=0.5),
        "write_p99_ms": percentile(record.seconds, share=0.99),
        "write_max_ms": percentile(record.seconds, share=1.0),
        "mixed_write_p99_ms": percentile(also.seconds, share=0.99),
        "mixed_read_p99_ms": percentile(also.read_seconds, share=0.99),
    }
    return passed(figures) and failed == 0 and len(also.read_seconds) > 0, figures


def in_time(figures: dict[str, Any]) -> bool:
    """Whether nobody waited too long; to be asked of a machine that does nothing else."""
    return bool(
        figures["write_p99_ms"] <= MOST_WRITE_MS
        and figures["write_max_ms"] <= MOST_EVER_MS
        and figures["mixed_read_p99_ms"] <= MOST_READ_MS
    )


def duplicates(site: Site, times: int) -> Outcome:
    """Every event sixteen times at once from three addresses, then once more with another body: one case, one answer, 422
    for the other.
    """
    site.make()
    starts = [site.start()]
    record, different, mismatched, answered = Record(), 0, 0, 0
    for _ in range(times):
        key = uuid.uuid4().hex
        answers = at_once(site, keys=[key] * 16, addresses=ADDRESSES)
        numbers = {body.get("number") for status, body in answers if status == 201}
        answered += sum(status == 201 for status, _ in answers)
        different += len(numbers) != 1 or any(status != 201 for status, _ in answers)
        record.acked[key] = next(iter(numbers), "") or ""
        other = Caller(site.port).post(
            "/api/cases", token=site.tokens["clerk"], key=key, body=BODY | {"amount": "1"}
        )
        mismatched += other[0] != 422
    figures = judged(site, record=record, starts=starts, kills=0, answered=answered, at_least=times * 16)
    figures |= {
        "deliveries": times * 17,
        "different_answers": different,
        "other_body_not_refused": mismatched,
    }
    return passed(figures) and not different and not mismatched, figures
