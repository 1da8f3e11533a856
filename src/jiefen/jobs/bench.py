"""`jiefen bench [NAME]`: our figures beside the limit measured in the same run. Machines are noisy: trust the ratios."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from jiefen.jobs.benching.rates import rates
from jiefen.jobs.drilling.site import Site, SiteProblem
from jiefen.jobs.figures import Figures

NAMES = ("rates", "pages", "verify")
MANY = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="all", choices=[*NAMES, "all"], help="测哪一项；默认全部")
    parser.add_argument("--seconds", type=float, default=8.0, help="每种负载测多少秒")
    parser.add_argument("--cases", type=int, default=MANY, help="页面与检索在多少件案件上测")
    parser.add_argument("--database", default="", help="另在这个 PostgreSQL 地址上测；不写则只测 SQLite")


def run(options: argparse.Namespace) -> Figures:
    names = NAMES if options.name == "all" else (options.name,)
    figures: dict[str, object] = {}
    try:
        if "rates" in names:
            figures |= _with("sqlite", rates(options.seconds, database="", clients=(1, 8)))
            if options.database:
                figures |= _with(
                    "postgresql", rates(options.seconds, database=options.database, clients=(1, 8))
                )
        if "pages" in names or "verify" in names:
            figures |= _on_many(options, names=names)
    except SiteProblem as problem:
        return Figures(ok=False, lines=[str(problem)], figures=figures)
    return Figures(figures=figures)


def _with(prefix: str, found: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}.{name}": value for name, value in found.items()}


def _on_many(options: argparse.Namespace, *, names: tuple[str, ...]) -> dict[str, Any]:
    """Pages, search and verify on one filled home."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        site = Site(root=Path(folder) / "home", database=options.database)
        site.root.mkdir()
        site.make()
        figures |= _with("pages", site.ask("benching.pages", str(options.cases)))
        if "verify" in names:
            began = time.perf_counter()
            acked = Path(folder) / "none.json"
            acked.write_text("{}")
            found = site.ask("drilling.oracle", str(acked))
            took = time.perf_counter() - began
            figures |= {
                "verify.entries": found["entries"],
                "verify.violations": found["chain_violations"],
                "verify.entries_per_s": round(found["entries"] / took),
            }
    return figures
