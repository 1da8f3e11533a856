"""R-8 to R-10: a database that another program holds, sixteen who write at once, one event many times."""

from __future__ import annotations

import sqlite3
import time
import uuid

from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import BODY, Caller, Load, Record, percentile
from jiefen.jobs.drilling.site import Site
from jiefen.jobs.drilling.storing.asking import Outcome, at_once

PER_SECOND = 5  # registrations that sixteen writers must get through


def locked(site: Site, times: int) -> Outcome:
    """Another program holds the database: 503 with Retry-After within the wait, then each key makes one case."""
    if site.database:
        return True, {"skipped": "needs SQLite"}
    site.make()
    site.write_wait = 2
    starts = [site.start()]
    record, keys = Record(), [uuid.uuid4().hex for _ in range(20)]
    holder = sqlite3.connect(site.root / "jiefen.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    first = at_once(site, keys=keys)
    holder.execute("ROLLBACK")
    holder.close()
    second = at_once(site, keys=keys) + at_once(site, keys=keys)
    record.acked = {key: body["number"] for key, status, body, _ in second if status == 201}
    waited = max(seconds for *_, seconds in first)
    answered = sum(status != 0 for _, status, _, _ in first)
    figures = judged(site, record=record, starts=starts, kills=0, answered=answered, at_least=len(keys))
    sentences = sum(status == 503 and bool(body.get("detail")) for _, status, body, _ in first)
    figures |= {"refused_in_words": f"{sentences}/{len(first)}", "longest_wait_s": round(waited, 2)}
    return passed(figures) and sentences == len(first) and figures["acked"] == len(keys), figures


def contention(site: Site, times: int) -> Outcome:
    """Sixteen writers for `times` seconds: no errors, and the slowest do not starve."""
    site.make()
    starts = [site.start()]
    load = Load(site.port, tokens=site.tokens, clients=16, seed=3)
    load.start()
    time.sleep(times)
    record = load.finish()
    figures = judged(
        site, record=record, starts=starts, kills=0, answered=len(record.seconds), at_least=PER_SECOND * times
    )
    failed = sum(n for status, n in record.statuses.items() if status >= 500)
    figures |= {
        "seconds": times,
        "registrations_per_s": round(len(record.seconds) / times, 1),
        "errors": failed,
        "p50_ms": percentile(record.seconds, share=0.5),
        "max_ms": round(max(record.seconds, default=0) * 1000, 1),
    }
    return passed(figures) and failed == 0, figures


def duplicates(site: Site, times: int) -> Outcome:
    """Every event sixteen times at once, then once more with another body: one case, one answer, 422 for the other."""
    site.make()
    starts = [site.start()]
    record, different, mismatched, answered = Record(), 0, 0, 0
    for _ in range(times):
        key = uuid.uuid4().hex
        answers = at_once(site, keys=[key] * 16)
        numbers = {body.get("number") for _, status, body, _ in answers if status == 201}
        answered += sum(status == 201 for _, status, _, _ in answers)
        different += len(numbers) != 1 or any(status != 201 for _, status, _, _ in answers)
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
