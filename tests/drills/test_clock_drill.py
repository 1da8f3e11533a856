"""The clock job killed, doubled and late: n due, n told, none twice, none early. The large count: `jiefen drill clocks`."""

from __future__ import annotations

from collections.abc import Callable

from jiefen.jobs.drilling.clocks import clocks, doubled
from jiefen.jobs.drilling.site import Site


def test_every_due_moment_is_told_once_whatever_happens_to_the_worker(site: Callable[..., Site]) -> None:
    good, figures = clocks(site(), 900)
    print(figures)
    assert good, figures
    assert figures["kill.kills"] >= 1


def test_control_a_job_that_believes_a_wrong_clock_is_found_out(site: Callable[..., Site]) -> None:
    wrong = site(bug="hasty")
    wrong.make()
    figures = doubled(wrong, times=500, spread=1_200, seconds=1)
    assert figures["early"] > 0, figures
