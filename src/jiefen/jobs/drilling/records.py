"""S-19 and R-17: tampering is seen against a checkpoint kept outside; a backup made under load comes back whole.
And the demonstration county, whose history both use, is made on any day."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.load import Load
from jiefen.jobs.drilling.site import Site, SiteProblem

CLIENTS = 8
DURING_BACKUP = 10  # requests that must be answered while the copy is made
LIVES = "40"
COUNTS = ("20", "40", "320")
Outcome = tuple[bool, dict[str, Any]]


def tamper(site: Site, times: int) -> Outcome:
    """Every class of tampering `times` times on a real history, with nothing at hand but what lies in the home."""
    if site.database:
        return True, {"skipped": "works on the SQLite file"}
    _run(site, "demo", "--cases", LIVES)
    _run(site, "worker", "--seconds", "1")
    rows = site.ask("drilling.tamper_trials", str(times))
    control = rows.pop("untouched (control)")
    good = all(row["seen"] == row["named"] == row["trials"] for row in rows.values()) and control["seen"] == 0
    return good, {"classes": len(rows)} | {
        name: f"{row['seen']}/{row['trials']} seen, {row['named']} named" for name, row in rows.items()
    } | {"untouched (control)": "verifies" if control["seen"] == 0 else "does not verify"}


def demo(site: Site, times: int) -> Outcome:
    """The demonstration county made anew on so many days, with few and with many matters."""
    if site.database:
        return True, {"skipped": "works on the SQLite file"}
    rows = site.ask("drilling.demo_days", str(times), *COUNTS)
    failed: dict[str, str] = rows.pop("failed")
    figures = {f"{cases} cases": f"{row['worked']}/{row['days']} days" for cases, row in rows.items()}
    return not failed, figures | failed


def restore(site: Site, times: int) -> Outcome:
    """Back up while eight clients work, lose everything but the keys, restore, verify against the carried-off checkpoint."""
    site.make()
    site.start()
    load = Load(site.port, tokens=site.tokens, clients=CLIENTS, seed=5)
    load.start()
    time.sleep(max(times, 2))
    load.until_answered(DURING_BACKUP)
    with load.record.lock:
        before, answered_before = dict(load.record.acked), load.record.answered
    copy = site.root.parent / "backup"
    made = _run(site, "backup", str(copy))
    with load.record.lock:
        during = load.record.answered - answered_before
    load.finish()
    site.stop()
    outside = site.root.parent / "outside"
    shutil.copytree(site.root / "checkpoints", outside)
    home = Site(root=site.root.parent / "restored", database=site.database)
    home.root.mkdir()
    shutil.copytree(site.root / "keys", home.root / "keys")
    began = time.monotonic()
    back = _run(home, "restore", str(copy), "--checkpoint", str(_checkpoint_of(copy, outside=outside)))
    took = time.monotonic() - began
    acked = site.root.parent / "before.json"
    acked.write_text(json.dumps(before))
    counts = home.ask("drilling.oracle", str(acked))
    whole = bool(made["ok"] and back["ok"]) and counts["lost"] == counts["chain_violations"] == 0
    return whole and during >= DURING_BACKUP, {
        "acked_before": len(before),
        "answered_during_backup": during,
        "answered_at_least": DURING_BACKUP,
        "missing_after": counts["lost"],
        "chain_violations": counts["chain_violations"],
        "entries": counts["entries"],
        "restore_s": round(took, 2),
    }


def _checkpoint_of(copy: Path, *, outside: Path) -> Path:
    """The carried-off twin of the checkpoint that lies in the backup."""
    wanted = next(copy.glob("checkpoint*")).read_text()
    return next(
        path for path in outside.iterdir() if path.suffix == ".checkpoint" and path.read_text() == wanted
    )


def _run(site: Site, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "jiefen", *arguments, "--json"]
    done = subprocess.run(command, env=site.environment(), capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        raise SiteProblem(done.stderr[-2000:])
    figures: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return figures
