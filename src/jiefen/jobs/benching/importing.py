"""Rows a second through the ordinary import, beside the same rows written by plain `sqlite3` in commits as large.

Run on a throw-away home; argument: how many rows. Prints one JSON object.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MAPPING = "cases"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from jiefen.actions.intake.imports import begin, run_to_end
    from jiefen.reports.intake.imports import importer

    rows = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        file = Path(folder) / "rows.csv"
        _write(file, rows=rows, now=timezone.now())
        by = importer("", at=timezone.now())
        if by is None:
            raise SystemExit("nobody may import")
        began = time.perf_counter()
        batch = begin([file.read_bytes()], name=file.name, mapping=MAPPING, by=by, at=timezone.now())
        batch = run_to_end(batch, clock=timezone.now)
        took = time.perf_counter() - began
    figures: dict[str, Any] = {"rows": rows, "made": batch.made, "refused": batch.refused}
    figures["rows_per_s"] = round(rows / took)
    if connection.vendor == "sqlite":
        figures["raw_rows_per_s"] = _raw(rows)
        figures["share"] = round(figures["rows_per_s"] / figures["raw_rows_per_s"], 2)
    print(json.dumps(figures))


def _write(file: Path, *, rows: int, now: Any) -> None:
    from jiefen.channels.intake.mapping import load
    from jiefen.profiles.demo import matters
    from jiefen.reports.common.reference import centre

    here = centre()
    headers = {column.field: column.header for column in load(MAPPING).columns}
    names = [name for name in headers if name not in ("source", "happened_on")]
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([headers[name] for name in names])
        for at, matter in enumerate(matters(rows, now=now, division=here.division if here else "")):
            fields = matter.fields | {"external_number": f"B{at:08d}"}
            writer.writerow([fields.get(name, "") for name in names])


def _raw(rows: int) -> int:
    from django.conf import settings

    from jiefen.actions.intake.imports import ROWS
    from jiefen.jobs.benching.floor import again, opened, rows_of_last

    base = opened(str(settings.HOME.database))
    last = rows_of_last(base)
    began = time.perf_counter()
    for _ in range(0, rows, ROWS):
        base.execute("BEGIN IMMEDIATE")
        for _ in range(ROWS):
            again(base, rows=last)
        base.execute("COMMIT")
    return round(rows / (time.perf_counter() - began))


if __name__ == "__main__":
    main()
