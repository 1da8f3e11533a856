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


def found_out(
    site: Callable[..., Site], *, bug: str, wrong: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """The figures that give a seeded bug away; a slow machine may need another go until enough was answered."""
    for _ in range(3):
        figures = kills(site(bug=bug), times=1, one_worker=False, most=1.0)
        if wrong(figures):
            return figures
    raise AssertionError(figures)


def test_control_a_server_that_forgets_commits_is_found_out(site: Callable[..., Site]) -> None:
    figures = found_out(site, bug="forgetful", wrong=lambda figures: figures["lost"] + figures["doubled"] > 0)
    assert not passed(figures)


def test_control_a_server_without_memory_for_keys_is_found_out(site: Callable[..., Site]) -> None:
    figures = found_out(
        site, bug="careless", wrong=lambda figures: figures["bad_replays"] * figures["extra"] > 0
    )
    assert not passed(figures)
