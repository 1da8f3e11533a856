"""R-1 and R-2 in small: kill -9 under sixteen clients. The large counts: `jiefen drill kill`, `jiefen drill kill-one`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiefen.jobs.drilling.kills import kills, passed
from jiefen.jobs.drilling.site import Site


def told(figures: dict[str, Any]) -> str:
    names = ("kills", "acked", "lost", "doubled", "chain_violations")
    return " ".join(f"{name}={figures[name]}" for name in names)


def test_kills_of_the_whole_server_lose_nothing_and_double_nothing(site: Callable[..., Site]) -> None:
    figures = kills(site(), times=3, one_worker=False, most=0.5)
    print(told(figures))
    assert passed(figures), figures


def test_killing_one_worker_loses_nothing_and_doubles_nothing(site: Callable[..., Site]) -> None:
    figures = kills(site(), times=2, one_worker=True, most=0.8)
    print(told(figures))
    assert passed(figures), figures


def test_control_a_server_that_forgets_commits_is_found_out(site: Callable[..., Site]) -> None:
    figures = kills(site(bug="forgetful"), times=1, one_worker=False, most=1.5)
    assert figures["lost"] + figures["doubled"] > 0, figures


def test_control_a_server_without_memory_for_keys_is_found_out(site: Callable[..., Site]) -> None:
    figures = kills(site(bug="careless"), times=1, one_worker=False, most=1.0)
    assert figures["bad_replays"] > 0, figures
    assert figures["extra"] > 0, figures
