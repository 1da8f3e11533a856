"""`jiefen bench [NAME]`: our figures beside the limit measured in the same run. Machines are noisy: trust the ratios.

Works on throw-away homes in a temporary folder only; a home of one's own is neither needed nor touched.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from jiefen.jobs.benching import postgres
from jiefen.jobs.benching.documents import PAGES, documents
from jiefen.jobs.benching.door import door
from jiefen.jobs.benching.likely import likely_rates
from jiefen.jobs.benching.rates import rates
from jiefen.jobs.drilling.site import Site, SiteProblem
from jiefen.jobs.figures import Figures

MANY, ROWS, OPEN_CLOCKS = 100_000, 3_000, 1_000_000
ON_MANY = ("pages", "search", "verify")  # measured on one filled home
NAMES = ("rates", *ON_MANY, "import", "clocks", "documents", "likely", "door")
WITHOUT_A_SITE = {"documents", "likely", "door"}
Found = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"测哪几项；默认全部：{'、'.join(NAMES)}")
    parser.add_argument("--seconds", type=float, default=8.0, help="每种负载测多少秒")
    parser.add_argument("--cases", type=int, default=MANY, help="页面、检索和核验在多少件案件上测")
    parser.add_argument("--clocks", type=int, default=OPEN_CLOCKS, help="到期任务在多少个在走的时限上测")
    parser.add_argument("--rounds", type=int, default=30, help="每个页面、每次检索测多少遍")
    parser.add_argument("--rows", type=int, default=ROWS, help="导入多少行")
    parser.add_argument("--pages", type=int, default=PAGES, help="卷宗装订多少页")
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="真实问句在哪个文件夹（likely）"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--database", default="", help="另在这个 PostgreSQL 服务器上测（会新建并删除临时库）")
    which.add_argument(
        "--postgres", action="store_true", help="用本机的 initdb 临时启动一个 PostgreSQL，也在上面测"
    )


def run(options: argparse.Namespace) -> Figures:
    names = tuple(options.names) if options.names and options.names != ["all"] else NAMES
    if unknown := sorted(set(names) - set(NAMES)):
        return Figures(ok=False, lines=[f"没有这一项：{'、'.join(unknown)}。可以测：{'、'.join(NAMES)}。"])
    figures = Figures()
    if "documents" in names:
        figures.figures |= _named("documents", documents(options.pages))
    if "likely" in names:
        figures.figures |= likely_rates(options.data)
        if skipped := figures.figures.get("likely.skipped"):
            figures.lines.append(f"SKIPPED LOUDLY: {skipped}；likely 没有测。")
    if "door" in names:
        figures.figures |= door()
        if skipped := figures.figures.get("door.skipped"):
            figures.lines.append(f"SKIPPED LOUDLY: {skipped}；door 没有测。")
        figures.ok = figures.ok and not figures.figures.get("door.missed")
    if set(names) <= WITHOUT_A_SITE:
        return figures
    try:
        figures.figures |= _measured(options, names=names, database="", prefix="sqlite")
        if options.postgres or options.database:
            with postgres.server() if options.postgres else nullcontext(options.database) as url:
                figures.figures |= _measured(options, names=names, database=url, prefix="postgresql")
    except (SiteProblem, postgres.NoServer) as problem:
        figures.ok = False
        figures.lines.append(str(problem))
    return figures


def _measured(options: argparse.Namespace, *, names: tuple[str, ...], database: str, prefix: str) -> Found:
    figures: Found = {}
    if "rates" in names:
        with _databases(database) as fresh:
            figures |= rates(options.seconds, database=fresh, clients=(1, 8))
        if not database:
            with _site("") as site:
                figures |= _named("in_process", site.ask("benching.floor", str(options.seconds)))
    if many := [name for name in ON_MANY if name in names]:
        with _databases(database) as fresh, _site(fresh()) as site:
            figures |= _named(
                "many", site.ask("benching.pages", str(options.cases), str(options.rounds), *many)
            )
            if "verify" in many:
                figures |= _named("verify", site.ask("benching.verifying"))
    if "import" in names:
        with _databases(database) as fresh, _site(fresh()) as site:
            figures |= _named("import", site.ask("benching.importing", str(options.rows)))
    if "clocks" in names:
        with _databases(database) as fresh, _site(fresh()) as site:
            figures |= _named("clocks", site.ask("benching.clocks", str(options.clocks)))
    return _named(prefix, figures)


def _named(prefix: str, found: Found) -> Found:
    return {f"{prefix}.{name}": value for name, value in found.items()}


@contextmanager
def _databases(url: str) -> Iterator[Callable[[], str]]:
    """A maker of empty databases, gone afterwards; of empty addresses for SQLite."""
    with postgres.fresh_databases(url) if url else nullcontext(lambda: "") as fresh:
        yield fresh


@contextmanager
def _site(database: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="jiefen-bench-") as folder:
        site = Site(root=Path(folder) / "home", database=database)
        site.root.mkdir()
        site.make()
        yield site
