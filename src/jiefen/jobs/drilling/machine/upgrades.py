"""Homes of every release: upgraded under kill -9, by everybody at once, and refused to an older program.

The homes are files of the source tree (`tests/upgrade/homes`), one small one per release; a drill without them says so.
A large one of one's own is named on the command line (`tests/upgrade/README.md` says how to make it).
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import tarfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from jiefen.jobs.drilling.machine.key_faults import readiness
from jiefen.jobs.drilling.site import Site, SiteProblem

Outcome = tuple[bool, dict[str, Any]]
HOMES = Path(__file__).resolve().parents[5] / "tests" / "upgrade" / "homes"
COUNTED = ("case", "party", "attachment", "clock", "entry")
MOST_SECONDS = 60.0
LATER = "0999_of_a_later_release"


def upgrade(site: Site, times: int, *, newest: bool = False, home: Path | None = None) -> Outcome:
    """Each home `times` times with a kill in the middle, once by three programs at once, once against a later schema.

    `newest`: of the last release alone. `home`: that folder alone; it stays as it is.
    """
    homes = [home] if home else sorted(HOMES.glob("*.tar.xz"))[-1 if newest else 0 :]
    if not homes:
        raise SiteProblem(f"没有找到各版本的数据目录（{HOMES}）：这项演练要在源代码目录里做。")
    figures: dict[str, Any] = {
        "homes": len(homes),
        "kills": 0,
        "fell_in_the_middle": 0,
        "lost": 0,
        "longest_upgrade_s": 0.0,
        "wrong": [],
    }
    for path in homes:
        _killed(site, home=path, times=times, figures=figures)
        figures["wrong"] += [f"{path.name}: {problem}" for problem in _at_once(site, home=path)]
        figures["wrong"] += [f"{path.name}: {problem}" for problem in _later_schema(site, home=path)]
    good = not figures["wrong"] and not figures["lost"] and figures["fell_in_the_middle"] > 0
    return good, figures


def _killed(site: Site, *, home: Path, times: int, figures: dict[str, Any]) -> None:
    """Kill `jiefen init` at moments spread over its time, then let it go through."""
    chance = random.Random(11)
    here = _unpacked(site, home=home, name="whole")
    before = counts(here)
    began = time.monotonic()
    status, told = here.run("init")
    lasts = time.monotonic() - began
    figures["longest_upgrade_s"] = round(max(figures["longest_upgrade_s"], lasts), 1)
    figures["cases"] = figures.get("cases", 0) + before["case"]
    figures["wrong"] += [] if status == 0 else [f"{home.name}: {told[-300:]}"]
    for n in range(times):
        one = _unpacked(site, home=home, name=f"killed-{n}")
        program = one.begin("init")
        time.sleep(lasts * chance.uniform(0.35, 1.0))
        program.kill()
        program.wait()
        figures["kills"] += 1
        figures["fell_in_the_middle"] += _is_in_the_middle(one, as_before=before)
        status, told = one.run("init")
        after = counts(one)
        figures["lost"] += any(after[table] < before[table] for table in before)
        if status or one.run("verify")[0]:
            figures["wrong"].append(f"{home.name}, kill {n}: {told[-300:]}")
        shutil.rmtree(one.root)


def _is_in_the_middle(site: Site, *, as_before: dict[str, int]) -> bool:
    """Killed before the last step was noted, or before its copy stood there."""
    with closing(sqlite3.connect(site.root / "jiefen.sqlite3")) as base:
        done = base.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
        keys = base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'store_installationkey'")
        noted = (
            keys.fetchone()[0] and base.execute("SELECT count(*) FROM store_installationkey").fetchone()[0]
        )
    return bool(done) and not noted


def _at_once(site: Site, *, home: Path) -> list[str]:
    """Server, worker and tick started together on an older home: one upgrades, the others wait, all three do their work."""
    one = _unpacked(site, home=home, name="at-once")
    worker, tick = one.begin("worker", "--with-parent"), one.begin("tick")
    try:
        one.start()
        problems = [] if tick.wait(timeout=2 * site.patience) == 0 else ["tick ended with a fault"]
        deadline = time.monotonic() + 30
        while readiness(one)[0] != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        status, told = readiness(one)
        problems += [] if status == 200 else [f"not ready: {told[:200]}"]
        problems += [] if worker.poll() is None else ["the worker ended"]
        copies = list((one.root / "before-upgrade").glob("*.sqlite3"))
        problems += [] if len(copies) == 1 else [f"{len(copies)} copies"]
    except (SiteProblem, subprocess.TimeoutExpired) as problem:
        problems = [str(problem)[-300:]]
    finally:
        worker.terminate()
        worker.wait()
        one.stop()
    return problems + ([] if one.run("verify")[0] == 0 else ["not verified"])


def _later_schema(site: Site, *, home: Path) -> list[str]:
    """What a later release left is refused by every command, in words, and left alone."""
    one = _unpacked(site, home=home, name="later")
    one.run("init")
    with closing(sqlite3.connect(one.root / "jiefen.sqlite3")) as base:
        base.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', ?, datetime('now'))", [LATER]
        )
        base.commit()
    before = counts(one)
    problems = []
    for command in ("init", "serve", "worker", "tick", "doctor", "verify"):
        status, told = one.run(command)
        if status == 0 or "更新的版本" not in told or "Traceback" in told:
            problems.append(f"{command} on a later schema: {told[-200:]}")
    return problems + ([] if counts(one) == before else ["changed a later schema"])


def counts(site: Site) -> dict[str, int]:
    """Rows by table."""
    with closing(sqlite3.connect(site.root / "jiefen.sqlite3")) as base:
        return {table: base.execute(f"SELECT count(*) FROM store_{table}").fetchone()[0] for table in COUNTED}


def _unpacked(site: Site, *, home: Path, name: str) -> Site:
    """A home of that release of its own."""
    root = site.root / f"{home.name.partition('.')[0]}-{name}"
    if home.is_dir():
        shutil.copytree(home, root)
    else:
        with tarfile.open(home) as archive:
            archive.extractall(root, filter="fully_trusted")  # noqa: S202  # nosec B202 (ours)
    return Site(root=root, path_first=site.path_first, patience=site.patience)
