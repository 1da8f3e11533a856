"""Run on a throw-away home with a history: every way to tamper, many times, all seen, the first bad row or entry named?

Arguments: trials per class. No checkpoint from elsewhere is given: only what lies in the home. Prints
`{class: {seen, named, trials}}` as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Trial = Callable[[random.Random], tuple[bool, bool]]  # seen? named?


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from jiefen.actions.demo.looks import look_around
    from jiefen.actions.ledger.sequence import seal, sequence

    older = settings.HOME.root / "older.sqlite3"
    connection.close()
    shutil.copy(settings.HOME.database, older)
    at = timezone.now()
    look_around(at=at)
    sequence()
    seal(at=at, export=None)
    connection.close()
    figures = {}
    for name, trial in _classes(settings.HOME.database, older=older).items():
        outcomes = [trial(random.Random(f"{name}{n}")) for n in range(int(sys.argv[1]))]
        figures[name] = {
            "seen": sum(seen for seen, _ in outcomes),
            "named": sum(named for _, named in outcomes),
            "trials": len(outcomes),
        }
    figures["untouched (control)"] = {"seen": int(not _verified().ok), "named": 0, "trials": 1}
    print(json.dumps(figures, ensure_ascii=False))


def _classes(live: Path, *, older: Path) -> dict[str, Trial]:
    from jiefen.jobs.drilling.row_tampering import FILE_ATTACKS, ROW_ATTACKS
    from jiefen.jobs.drilling.tampering import ATTACKS

    clean = live.with_name("clean.sqlite3")
    shutil.copy(live, clean)
    classes: dict[str, Trial] = {}
    for name, attack in ATTACKS.items():
        classes[name] = _on_copy(live, clean=clean, tamper=attack_on_history(attack))
    for name, row_attack in ROW_ATTACKS.items():
        classes[name] = _on_copy(live, clean=clean, tamper=attack_on_row(row_attack))
    for name, harm in FILE_ATTACKS.items():
        classes[name] = _on_file(harm)
    classes["older database put back"] = _put_back(live, clean=clean, older=older)
    return classes


def attack_on_history(attack: Any) -> Callable[[Any, random.Random], Callable[[Any], bool]]:
    def tamper(base: Any, rng: random.Random) -> Callable[[Any], bool]:
        index = attack(base, rng, None)
        return lambda first: first.log_index == (None if index == -1 else index)

    return tamper


def attack_on_row(attack: Any) -> Callable[[Any, random.Random], Callable[[Any], bool]]:
    from jiefen.jobs.drilling.row_tampering import hit

    def tamper(base: Any, rng: random.Random) -> Callable[[Any], bool]:
        row = hit(base, attack, rng=rng)
        return lambda first: first.row == row

    return tamper


def _on_copy(
    live: Path, *, clean: Path, tamper: Callable[[Any, random.Random], Callable[[Any], bool]]
) -> Trial:
    from jiefen.jobs.drilling.tampering import opened

    def trial(rng: random.Random) -> tuple[bool, bool]:
        base = opened(str(live))
        names = tamper(base, rng)
        base.close()
        verdict = _verified()
        _replace(live, by=clean)
        return not verdict.ok, verdict.first is not None and names(verdict.first)

    return trial


def _put_back(live: Path, *, clean: Path, older: Path) -> Trial:
    from jiefen.reports.ledger.rollback import older_database

    def trial(rng: random.Random) -> tuple[bool, bool]:
        _replace(live, by=older)
        verdict, sentence = _verified(), older_database()
        _replace(live, by=clean)
        return not verdict.ok, bool(sentence) and verdict.first is not None

    return trial


def _replace(live: Path, *, by: Path) -> None:
    """The file and what SQLite keeps beside it."""
    from django.db import connection

    connection.close()
    for ending in ("-wal", "-shm"):
        live.with_name(f"{live.name}{ending}").unlink(missing_ok=True)
    shutil.copy(by, live)


def _on_file(harm: Callable[[Path, random.Random], None]) -> Trial:
    from django.conf import settings

    from jiefen.lib.uploads import path_of
    from jiefen.reports.ledger.verify_files import check_files, file_rows

    def trial(rng: random.Random) -> tuple[bool, bool]:
        files = list(file_rows())
        digest = rng.choice(files)[1]
        rows = {row for row, of_row, _ in files if of_row == digest}
        path = path_of(digest, root=settings.HOME.files)
        before = path.read_bytes()
        harm(path, rng)
        found = check_files()[1]
        path.write_bytes(before)
        return bool(found), {finding.row for finding in found} == rows

    return trial


def _verified() -> Any:
    from django.db import connection
    from django.utils import timezone

    from jiefen.reports.ledger.verify import verify

    verdict = verify(at=timezone.now())
    connection.close()
    return verdict


if __name__ == "__main__":
    main()
