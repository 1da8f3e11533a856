"""Server time of the main pages and of search, on a throw-away home filled with many invented cases."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

PHRASES = {
    2: ("押金", "宅基"),
    3: ("物业费", "退押金"),
    4: ("拖欠工资", "界墙倒了"),
    8: ("房东以墙面污损", "工人持考勤表与欠"),
}


def main() -> None:
    """Fill, measure, print one JSON object. Run on a throw-away home; arguments: cases, rounds, then `pages`, `search`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from jiefen.actions.demo.cases import fill

    cases, rounds, names = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    began = time.perf_counter()
    number = fill(cases, at=timezone.now(), seed=11)
    figures: dict[str, Any] = {"cases": cases, "fill_s": round(time.perf_counter() - began, 1)}
    call_command("collectstatic", verbosity=0, interactive=False)
    if "pages" in names:
        figures |= _pages(number, rounds=rounds) | {"raw_newest_50_p95_ms": _p95(_raw_newest, rounds=rounds)}
    if "search" in names:
        figures |= _search(rounds)
    print(json.dumps(figures))


def _pages(number: str, *, rounds: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from jiefen.reports.common.actors import user_named

    paths = {
        "list": "/cases",
        "list_filtered": "/cases?state=open&kind=06",
        "case": f"/cases/{number}",
        "triage": "/triage",
        "work": "/work",
    }
    figures: dict[str, Any] = {}
    for who in ("dispatcher", "mediator"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user_named(who))
        for name, path in paths.items():
            if who == "mediator" and name in ("triage", "case"):
                continue
            with CaptureQueriesContext(connection) as queries:
                status = client.get(path).status_code
            if status != 200:
                raise SystemExit(f"{who} {path}: {status}")
            figures[f"{name}_{who}_queries"] = len(queries)
            figures[f"{name}_{who}_p95_ms"] = _p95(partial(client.get, path), rounds=rounds)
    return figures


def _search(rounds: int) -> dict[str, Any]:
    from django.test import Client

    from jiefen.reports.case.search import index_hits
    from jiefen.reports.common.actors import user_named

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user_named("dispatcher"))
    figures: dict[str, Any] = {}
    for length, phrases in PHRASES.items():
        figures[f"search_page_{length}_p95_ms"] = max(
            _p95(partial(client.get, "/search", {"q": text}), rounds=rounds) for text in phrases
        )
        figures[f"search_index_{length}_p95_ms"] = max(
            _p95(partial(index_hits, text), rounds=rounds) for text in phrases
        )
    return figures


def _raw_newest() -> None:
    """The least a list must do: the newest fifty rows, read whole."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM store_case ORDER BY id DESC LIMIT 50")
        cursor.fetchall()


def _p95(ask: Callable[[], Any], *, rounds: int) -> float:
    """Milliseconds, 95th of a hundred, after two warm rounds; at least two `rounds`."""
    ask()
    ask()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.quantiles(took, n=20)[-1], 1)


if __name__ == "__main__":
    main()
