"""R-6 to R-10: disk full, read-only, locked, contention, duplicates — and that nothing is lost or done twice."""

from __future__ import annotations

import http.client
import os
import shutil
import sqlite3
import subprocess
import threading
import time
import uuid
from contextlib import closing
from typing import Any

from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import BODY, Caller, Gone, Load, Record, percentile
from jiefen.jobs.drilling.site import Site, SiteProblem

Outcome = tuple[bool, dict[str, Any]]
SMALL_DISK_MB = 28
READS = 50
RECOVERY_S = 5.0
PER_SECOND = 5  # registrations that sixteen writers must get through


def disk_full(site: Site, times: int) -> Outcome:
    """Fill the disk under the store: writes are refused in words, reads go on, and it recovers by itself."""
    if site.database or os.geteuid() != 0:
        return True, {"skipped": "needs SQLite, and root to mount a small disk"}
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m", "tmpfs", str(site.root)], check=True
    )
    try:
        return _on_small_disk(site)
    finally:
        site.kill()
        subprocess.run(["umount", "-l", str(site.root)], check=False)


def _on_small_disk(site: Site) -> Outcome:
    site.make()
    starts = [site.start()]
    record, caller = Record(), Caller(site.port)
    for _ in range(5):
        _register(caller, site=site, record=record)
    filler = site.root / "filler"
    filler.write_bytes(b"\0" * max(0, shutil.disk_usage(site.root).free - 600_000))
    refused = sentence = 0
    for _ in range(3000):
        status, body = _register(caller, site=site, record=record)
        if status != 201:
            refused += 1
            sentence += status == 503 and "磁盘空间不足" in str(body.get("detail"))
        if refused >= 20:
            break
    number = next(iter(record.acked.values()))
    reads = sum(_read(site, number=number) == 200 for _ in range(READS))
    filler.unlink()
    began = time.monotonic()
    while _register(caller, site=site, record=record)[0] != 201 and time.monotonic() - began < 30:
        time.sleep(0.05)
    recovered = time.monotonic() - began
    figures = judged(
        site, record=record, starts=starts, kills=0, answered=refused + reads, at_least=20 + READS
    )
    figures |= {
        "refused": refused,
        "told_in_words": sentence,
        "reads_while_full": f"{reads}/{READS}",
        "recovered_s": round(recovered, 2),
    }
    return passed(
        figures
    ) and refused >= 20 and sentence == refused and reads == READS and recovered < RECOVERY_S, figures


def _register(caller: Caller, *, site: Site, record: Record) -> tuple[int, dict[str, Any]]:
    key = uuid.uuid4().hex
    try:
        status, body, _ = caller.post("/api/cases", token=site.tokens["clerk"], key=key, body=BODY)
    except Gone:
        record.unknown[key] = BODY
        return 0, {}
    if status == 201:
        record.acked[key] = body["number"]
    record.statuses[status] = record.statuses.get(status, 0) + 1
    return status, body


def _read(site: Site, *, number: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request(
            "GET", f"/api/cases/{number}", headers={"Authorization": f"Bearer {site.tokens['clerk']}"}
        )
        return connection.getresponse().status
    finally:
        connection.close()


# what is made read-only, each with the server started afterwards
READ_ONLY = {
    "database": ("jiefen.sqlite3",),
    "write-ahead log": ("jiefen.sqlite3-wal",),
    "shared memory": ("jiefen.sqlite3-shm",),
    "ticket": ("jiefen.sqlite3.ticket", "jiefen.sqlite3.ticket.next"),
    "folder": (".",),
    "folder and database": (".", "jiefen.sqlite3"),
}


def read_only(site: Site, times: int) -> Outcome:
    """Take away the right to write, up to six ways: the server refuses to start in words, or refuses writes in words."""
    if site.database:
        return True, {"skipped": "needs SQLite"}
    site.make()
    site.without_root_rights = True
    site.processes = 1  # started many times; one is enough to be refused
    record = Record()
    ways = list(READ_ONLY.items())[:: -(-len(READ_ONLY) // times)]
    with closing(_keeper(site)):
        outcomes = {name: _with_rights_taken(site, names=names, record=record) for name, names in ways}
    site.start()
    after = _register(Caller(site.port), site=site, record=record)[0]
    answered = sum(
        outcome in ("503 in words", "writes still go", "refused to start in words")
        for outcome in outcomes.values()
    )
    figures = judged(site, record=record, starts=[0.0], kills=0, answered=answered, at_least=len(ways))
    good = all(
        outcome in ("503 in words", "writes still go", "refused to start in words")
        for outcome in outcomes.values()
    )
    return good and after == 201 and passed(figures), {**outcomes, "status_after": after, **figures}


def _keeper(site: Site) -> sqlite3.Connection:
    """A reader that stays, so that the log and the shared memory are there when their rights are taken."""
    site.start()
    keeper = sqlite3.connect(site.root / "jiefen.sqlite3")
    keeper.execute("SELECT count(*) FROM store_case").fetchone()
    site.stop()
    return keeper


def _with_rights_taken(site: Site, *, names: tuple[str, ...], record: Record) -> str:
    paths = [site.root / name for name in names if (site.root / name).exists()]
    modes = {path: path.stat().st_mode & 0o777 for path in paths}
    try:
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        return _outcome(site, record=record)
    finally:
        site.stop()
        for path, mode in modes.items():
            path.chmod(mode)


def _outcome(site: Site, *, record: Record) -> str:
    try:
        site.start()
    except SiteProblem as problem:
        return (
            "refused to start in words"
            if "Traceback" not in str(problem)[-600:]
            else f"traceback: {problem}"[-300:]
        )
    status, body = _register(Caller(site.port), site=site, record=record)
    if status == 201:
        return "writes still go"
    words = "Traceback" not in str(body) and bool(body.get("detail"))
    return "503 in words" if status == 503 and words else f"status {status}: {str(body)[:200]}"


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
    first = _at_once(site, keys=keys)
    holder.execute("ROLLBACK")
    holder.close()
    second = _at_once(site, keys=keys) + _at_once(site, keys=keys)
    record.acked = {key: body["number"] for key, status, body, _ in second if status == 201}
    waited = max(seconds for *_, seconds in first)
    answered = sum(status != 0 for _, status, _, _ in first)
    figures = judged(site, record=record, starts=starts, kills=0, answered=answered, at_least=len(keys))
    sentences = sum(status == 503 and bool(body.get("detail")) for _, status, body, _ in first)
    figures |= {"refused_in_words": f"{sentences}/{len(first)}", "longest_wait_s": round(waited, 2)}
    return passed(figures) and sentences == len(first) and figures["acked"] == len(keys), figures


def _at_once(
    site: Site, *, keys: list[str], body: dict[str, Any] | None = None
) -> list[tuple[str, int, dict[str, Any], float]]:
    """Send every key at the same moment, each on a connection of its own."""
    answers: list[tuple[str, int, dict[str, Any], float]] = []
    barrier = threading.Barrier(len(keys))

    def one(key: str) -> None:
        caller = Caller(site.port)
        barrier.wait()
        began = time.perf_counter()
        try:
            status, answer, _ = caller.post(
                "/api/cases", token=site.tokens["clerk"], key=key, body=body or BODY
            )
        except Gone:
            status, answer = 0, {}
        answers.append((key, status, answer, time.perf_counter() - began))
        caller.close()

    threads = [threading.Thread(target=one, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


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
        answers = _at_once(site, keys=[key] * 16)
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
