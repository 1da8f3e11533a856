"""R-19 in twenty seconds, and each figure that is judged. The long form: `jiefen drill soak --times 480`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jiefen.jobs.drilling.machine.soak import MOST_LOG, Seen, Worked, figures_of, soaked, within
from jiefen.jobs.drilling.site import Site

STEADY: dict[str, Any] = {
    "answered": 400, "answered_at_least": 200, "errors": 0, "memory_growth_percent": 1.0, "log_bytes_most": 4 << 20,
    "open_files": [60, 61], "p99_ms_first_and_last_fifth": [80.0, 90.0],
}  # fmt: skip


def test_a_short_soak_answers_and_leaves_everything_where_it_was(site: Callable[..., Site]) -> None:
    """Memory and times of twenty seconds say nothing: caches fill, and a test shares its machine."""
    _, figures = soaked(site(), seconds=20)
    told = figures | {"memory_growth_percent": 0.0, "p99_ms_first_and_last_fifth": [0.0, 0.0]}
    assert within(told), figures
    assert figures["memory_growth_percent"] < 60
    assert min(figures["memory_mb"]) > 50
    assert min(figures["open_files"]) > 10
    assert min(figures["p99_ms_first_and_last_fifth"]) > 0


@pytest.mark.parametrize(
    "grown",
    [
        {"memory_growth_percent": 5.1}, {"log_bytes_most": MOST_LOG + 1}, {"open_files": [60, 90]}, {"errors": 1},
        {"p99_ms_first_and_last_fifth": [80.0, 121.0]}, {"answered": 199}, {"answered": 0, "answered_at_least": 0},
    ],
)  # fmt: skip
def test_control_what_grows_is_found(grown: dict[str, Any]) -> None:
    assert within(STEADY)
    assert not within(STEADY | grown)


def test_growth_is_from_the_first_fifth_on_and_times_are_by_fifths() -> None:
    looks = [Seen(memory=100 * at, files=at, log=at) for at in range(1, 11)]
    worked = Worked(
        times=[(at / 10, 0.01 if at < 50 else 0.03) for at in range(100)], statuses={0: 1, 500: 2, 201: 9}
    )
    figures = figures_of(worked, looks=looks, seconds=10)
    assert figures["memory_growth_percent"] == pytest.approx(233.3)
    assert (figures["open_files"], figures["log_bytes_most"], figures["errors"]) == ([3, 10], 10, 3)
    assert figures["p99_ms_first_and_last_fifth"] == [10.0, 30.0]
