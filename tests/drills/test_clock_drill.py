"""The clock job killed, doubled and late: n due, n told, none twice, none early. The large count: `jiefen drill clocks`."""

from __future__ import annotations

import json
from collections.abc import Callable

from jiefen.gate.trusted import this_machine
from jiefen.jobs.drilling.clocks import clocks, doubled, fill
from jiefen.jobs.drilling.site import Site
from jiefen.lib import trusted_time


def test_every_due_moment_is_told_once_whatever_happens_to_the_worker(site: Callable[..., Site]) -> None:
    good, figures = clocks(site(), 120)
    print(figures)
    assert good, figures
    assert figures["kill.kills"] >= 1


def test_a_wrong_clock_tells_nothing_early_where_a_right_one_was_kept_and_control_does_where_none_was(
    site: Callable[..., Site],
) -> None:
    wrong = site(bug="hasty")
    wrong.make()
    fill(wrong, times=40, spread=1_200)
    state = wrong.root / "clock.json"
    state.write_text(trusted_time.to_text(trusted_time.first(this_machine()).state))
    figures = doubled(wrong, seconds=0)
    assert (figures["early"], figures["fired"]) == (0, 0), figures
    assert json.loads(state.read_text())["hold"]["why"] == "step"
    state.unlink()
    figures = doubled(wrong, seconds=0)
    assert figures["early"] > 0, figures
