"""R-6: a disk that fills up under the store."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import time

from jiefen.jobs.drilling.kills import judged, passed
from jiefen.jobs.drilling.load import Caller, Record
from jiefen.jobs.drilling.site import Site
from jiefen.jobs.drilling.storing.asking import Outcome, register

SMALL_DISK_MB = 28
READS = 50
RECOVERY_S = 5.0


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
        register(caller, site=site, record=record)
    filler = site.root / "filler"
    filler.write_bytes(b"\0" * max(0, shutil.disk_usage(site.root).free - 600_000))
    refused = sentence = 0
    for _ in range(3000):
        status, body = register(caller, site=site, record=record)
        if status != 201:
            refused += 1
            sentence += status == 503 and "磁盘空间不足" in str(body.get("detail"))
        if refused >= 20:
            break
    number = next(iter(record.acked.values()))
    reads = sum(_read(site, number=number) == 200 for _ in range(READS))
    filler.unlink()
    began = time.monotonic()
    while register(caller, site=site, record=record)[0] != 201 and time.monotonic() - began < 30:
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


def _read(site: Site, *, number: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request(
            "GET", f"/api/cases/{number}", headers={"Authorization": f"Bearer {site.tokens['clerk']}"}
        )
        return connection.getresponse().status
    finally:
        connection.close()
